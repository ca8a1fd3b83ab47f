/* Plot of the kernel's congestion window, slow start threshold and segments in flight over
 * time. It replaces the messages. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

/* Draws the plot in head and pane of the messages. focused: the pane gets the keys. */
void plot_pane_layout(const struct shell *shell, bool focused, const struct canvas *screen);
