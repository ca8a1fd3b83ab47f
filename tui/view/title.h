/* The first line: what is being watched, how much of it, and how. */
#pragma once

#include "tui/view/shell.h"

/* Lays the line out in its place. */
void title_layout(
    const struct shell *shell, const struct source_status *status, const struct canvas *screen);
