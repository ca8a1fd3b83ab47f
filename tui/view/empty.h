/* The screen while there is no session: the traffic it waits for, and what the user can do. */
#pragma once

#include "tui/view/shell.h"

/* Lays the lines out in the middle of the canvas. */
void empty_layout(const struct shell *shell, const struct canvas *c);
