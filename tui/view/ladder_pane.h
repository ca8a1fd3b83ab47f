/* The ladder of the shown session. */
#pragma once

#include "tui/view/ui.h"

/* Draws endpoints, states and arrows into head and pane of the layout. Only rows on the screen
 * are laid out. */
void ladder_pane_draw(struct ui *ui, const struct canvas *screen);
/* The packet in a row of the pane, from 0; 0 when there is none. */
uint32_t ladder_pane_at(const struct ui *ui, int row);
/* Moves the ladder sideways; labels in full when it is moved at all. */
void ladder_pane_pan(struct ui *ui, int cells);
