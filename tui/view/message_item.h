/* An item of the message pane: a message or a talk event. */
#pragma once

#include "core/model/message.h"
#include "tui/run/feed.h"
#include "tui/view/shell.h"

struct message_item {
	struct feed_at at;
	struct message msg; /* for a message */
	int row;            /* row in the pane; negative: it begins above */
	int rows;
};

/* The pane of the items. */
struct message_place {
	const struct shell *shell; /* (borrowed) */
	struct size size;
	bool focused; /* the pane gets the keys */
};

/* Computes the rows of the item at item->at. */
void message_item_measure(const struct message_place *place, struct message_item *item);
/* Draws a measured item on the canvas of the pane. */
void message_item_layout(
    const struct message_place *place, const struct message_item *item, const struct canvas *c);
