/* The line above a pane: a rule with a name, and text at its right end. */
#pragma once

#include "tui/text/canvas.h"

/* right may be NULL. focused: the pane gets the keys, shown by a sign and by the style. */
void pane_head_draw(const struct canvas *screen, struct rect at, const char *title,
    const char *right, bool focused);
