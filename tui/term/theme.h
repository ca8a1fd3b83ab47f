/* The styles on this terminal: colours readable on dark and light backgrounds, or attributes
 * without colour. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "tui/text/look.h"

/* Sets up the colour pairs; call once, after curses has started. */
void theme_start(void);
/* Returns false if the terminal has no colours. */
bool theme_has_color(void);

/* Returns the curses attributes of a style. */
uint32_t theme_attributes(struct look look, bool color);
