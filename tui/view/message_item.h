/* One item of the message pane: a message, or a line of the server's or the client's log. */
#pragma once

#include "core/model/message.h"
#include "tui/run/feed.h"
#include "tui/view/ui.h"

struct message_item {
	struct feed_at at;
	struct message msg; /* for a message */
	int rows;
};

/* The pane while it is drawn. */
struct message_drawing {
	struct ui *ui;
	const struct canvas *c;
	int time_cells, text_col;
	struct page page; /* bytes of the message being looked at */
};

void message_drawing_begin(struct message_drawing *d, struct ui *ui, const struct canvas *c);
void message_drawing_end(struct message_drawing *d);

/* Finds out how many rows the item at item->at takes. */
void message_item_measure(struct message_drawing *d, struct message_item *item);
/* Draws a measured item from a row of the canvas on. */
void message_item_draw(struct message_drawing *d, const struct message_item *item, int row);
