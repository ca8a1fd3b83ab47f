/* The kernel's windows over the time of the session: cwnd, slow start threshold, and what is in
 * flight, in segments. Takes the place of the messages while it is on. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

/* Lays the plot out in head and pane of the messages. focused: the keys go to this pane. */
void plot_pane_layout(const struct shell *shell, bool focused, const struct canvas *screen);
