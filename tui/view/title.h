/* The first line: source, number of segments, and state of the display. */
#pragma once

#include "tui/view/shell.h"

/* Draws the line in its place. */
void title_layout(
    const struct shell *shell, const struct source_status *status, const struct canvas *screen);
