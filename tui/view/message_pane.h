/* The messages of the shown session, with what server and client report of it. */
#pragma once

#include "tui/view/ui.h"

/* Draws what fits around the message of the selected segment. */
void message_pane_draw(struct ui *ui, const struct canvas *c);
/* The packet that begins the message in a row of the pane as it was last drawn; 0 when
 * there is none. */
uint32_t message_pane_at(const struct ui *ui, int row);
