/* One item of the message pane: a message, or a line of the server's or the client's log. */
#pragma once

#include "core/model/message.h"
#include "tui/run/feed.h"
#include "tui/view/shell.h"

struct message_item {
	struct feed_at at;
	struct message msg; /* for a message */
	int row;            /* of the pane; negative: it begins above */
	int rows;
};

/* The pane that items are in, for a size. */
struct message_place {
	const struct shell *shell; /* (borrowed) */
	struct size size;
	bool focused; /* the keys go to this pane */
};

/* Finds out how many rows the item at item->at takes. */
void message_item_measure(const struct message_place *place, struct message_item *item);
/* Lays a measured item out on the canvas of the pane. */
void message_item_layout(
    const struct message_place *place, const struct message_item *item, const struct canvas *c);
