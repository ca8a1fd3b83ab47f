/* The line that always says what the lab's link does. */
#pragma once

#include "tui/view/ui.h"

/* Nothing outside the lab. */
void link_line_draw(const struct ui *ui, const struct canvas *screen);
/* The same in words, for narrow screens and menus. */
void link_line_text(const struct ui *ui, char *out, size_t size);
