/* The messages of the selected session, with what server and client report of it. Owner's thread
 * only. */
#pragma once

#include "tui/view/message_item.h"

#define MESSAGE_ROWS_MAX 256 /* rows of the pane that are used */

/* Zeroed is empty. */
struct message_pane {
	struct message_item item[MESSAGE_ROWS_MAX]; /* on the screen, in no order */
	size_t items;
};

/* Chooses the items that fit around the message of the selected segment, and their rows. */
void message_pane_update(struct message_pane *p, const struct shell *shell, struct size size);
/* Lays the items out on the canvas of the pane, which has the size of the update. focused: the keys
 * go to this pane. */
void message_pane_layout(
    const struct message_pane *p, const struct shell *shell, bool focused, const struct canvas *c);
/* Returns the packet that begins the message in a row of the pane; 0 when there is none. */
uint32_t message_pane_at(const struct message_pane *p, int row);
