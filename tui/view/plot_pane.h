/* The kernel's windows over the time of the session: cwnd, slow start threshold, and what is in
 * flight, in segments. Takes the place of the messages while it is on. */
#pragma once

#include "tui/view/ui.h"

void plot_pane_draw(struct ui *ui, const struct canvas *screen);
/* Turns it on and off. */
void plot_toggle(struct ui *ui, unsigned count);
