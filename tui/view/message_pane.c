#include "tui/view/message_pane.h"

#include <string.h>

#include "tui/view/message_item.h"

/* What has not come yet while playing, or since the display was paused, is not there. */
static bool hidden(const struct ui *ui, const struct feed_at *at)
{
	uint32_t limit = ui->play.on ? ui->ladder.packet : ui_packets(ui);
	const struct packet *last = model_packet(ui->run->model, limit);
	if ((!ui->play.on && !ui->paused) || last == NULL)
		return false;
	return at->is_event ? feed_event(ui->run, at)->time_ns > last->time_ns
	                    : at->message > limit;
}

/* Items from `from` on in one direction until their rows fill the pane; the rows are added
 * up in *rows. */
static size_t collect(
    struct message_drawing *d, struct feed_at from, bool back, struct message_item *out, int *rows)
{
	size_t count = 0;
	*rows = 0;
	while (count < PANE_ROWS_MAX && *rows < d->c->at.rows) {
		bool more = back ? feed_prev(d->ui->run, d->ui->ladder.session, &from)
		                 : feed_next(d->ui->run, d->ui->ladder.session, &from);
		if (!more || hidden(d->ui, &from))
			break;
		out[count].at = from;
		message_item_measure(d, &out[count]);
		*rows += out[count++].rows;
	}
	return count;
}

/* The anchor in the middle, unless there is not enough above or below it to fill the pane. */
static int anchor_row(int pane_rows, int above, int own, int below)
{
	int row = (pane_rows - own) / 2;
	if (below < pane_rows - row - own)
		row = pane_rows - own - below;
	if (above < row)
		row = above;
	return row > 0 ? row : 0;
}

static void draw_around(struct message_drawing *d, struct feed_at anchor)
{
	/* Too large for the stack. */
	static struct message_item before[PANE_ROWS_MAX], after[PANE_ROWS_MAX];
	struct message_item here = { .at = anchor };
	int above, below;
	message_item_measure(d, &here);
	size_t befores = collect(d, anchor, true, before, &above);
	size_t afters = collect(d, anchor, false, after, &below);
	int start = anchor_row(d->c->at.rows, above, here.rows, below);

	int row = start;
	for (size_t i = 0; i < befores && row > 0; i++) {
		row -= before[i].rows;
		message_item_draw(d, &before[i], row);
	}
	message_item_draw(d, &here, start);
	row = start + here.rows;
	for (size_t i = 0; i < afters && row < d->c->at.rows; i++) {
		message_item_draw(d, &after[i], row);
		row += after[i].rows;
	}
}

void message_pane_draw(struct ui *ui, const struct canvas *c)
{
	struct message_drawing d;
	struct feed_at anchor;
	message_drawing_begin(&d, ui, c);
	memset(ui->spoken, 0, sizeof(ui->spoken));
	if (c->at.rows == 0)
		return;
	bool any =
	    (ui->ladder.packet != 0 && feed_at_packet(ui->run, ui->ladder.packet, &anchor)) ||
	    feed_first(ui->run, ui->ladder.session, &anchor);
	if (any && !hidden(ui, &anchor))
		draw_around(&d, anchor);
	else if (ui->ladder.session != 0)
		canvas_text(c, 0, 1, look(TINT_FAINT), "no data in this session yet");
	message_drawing_end(&d);
}

uint32_t message_pane_at(const struct ui *ui, int row)
{
	return row >= 0 && row < PANE_ROWS_MAX ? ui->spoken[row] : 0;
}
