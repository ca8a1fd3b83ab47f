/* The line over a pane: a rule with a name, and words at its right end. */
#pragma once

#include "tui/text/canvas.h"

/* right may be NULL. focused: the keys go to this pane; marked by a sign as well as by strength. */
void pane_head_draw(const struct canvas *screen, struct rect at, const char *title,
    const char *right, bool focused);
