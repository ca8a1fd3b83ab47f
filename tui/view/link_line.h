/* The line with the settings of the lab's link. */
#pragma once

#include "tui/view/shell.h"

/* Draws the line in its place; nothing outside the lab. */
void link_line_layout(const struct shell *shell, const struct canvas *screen);
/* Writes the same as text, for narrow screens and menus. */
void link_line_text(const struct shell *shell, char *out, size_t size);
