/* The screen without a session: the traffic it waits for, and what the user can do. */
#pragma once

#include "tui/view/shell.h"

/* Draws the lines in the middle of the canvas. */
void empty_layout(const struct shell *shell, const struct canvas *c);
