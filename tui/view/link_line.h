/* The line that always says what the lab's link does. */
#pragma once

#include "tui/view/shell.h"

/* Lays the line out in its place; nothing outside the lab. */
void link_line_layout(const struct shell *shell, const struct canvas *screen);
/* The same in words, for narrow screens and menus. */
void link_line_text(const struct shell *shell, char *out, size_t size);
