/* The looks in this terminal: colours that can be read on dark and on light
 * backgrounds, or none. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "tui/text/look.h"

/* Sets colour pairs up; once, after curses has started. */
void theme_start(void);
/* False where the terminal has no colours. */
bool theme_has_color(void);

/* The curses attributes of a look. */
uint32_t theme_attributes(struct look look, bool color);
