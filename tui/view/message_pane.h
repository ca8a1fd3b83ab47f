/* The messages of the selected session and the talk events of server and client. Owner's thread
 * only. */
#pragma once

#include "tui/view/message_item.h"

#define MESSAGE_ROWS_MAX 256 /* rows of the pane that are used */

/* Empty when zeroed. */
struct message_pane {
	struct message_item item[MESSAGE_ROWS_MAX]; /* on the screen, in no order */
	size_t items;
};

/* Chooses the items around the message of the selected segment, and their rows. */
void message_pane_update(struct message_pane *p, const struct shell *shell, struct size size);
/* Draws the items on the canvas of the pane, which has the size of the update. focused: the
 * pane gets the keys. */
void message_pane_layout(
    const struct message_pane *p, const struct shell *shell, bool focused, const struct canvas *c);
/* Returns the first packet of the message in a row of the pane, or 0. */
uint32_t message_pane_at(const struct message_pane *p, int row);
