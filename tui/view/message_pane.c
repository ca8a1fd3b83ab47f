#include "tui/view/message_pane.h"

/* Hides items after the replay position or after the pause. */
static bool hidden(const struct shell *shell, const struct feed_at *at)
{
	uint32_t limit = shell->play.on ? shell->packet : shell_packets(shell);
	const struct packet *last = model_packet(shell->run->model, limit);
	if ((!shell->play.on && !shell->paused) || last == NULL)
		return false;
	return at->is_event ? feed_event(shell->run, at)->time_ns > last->time_ns
	                    : at->message > limit;
}

/* Collects items from `from` on in one direction until their rows fill the pane; *rows adds
 * them up. */
static size_t collect(const struct message_place *place, struct feed_at from, bool back,
    struct message_item *out, int *rows)
{
	const struct run *run = place->shell->run;
	uint32_t session = place->shell->session;
	size_t count = 0;
	*rows = 0;
	while (count < MESSAGE_ROWS_MAX && *rows < place->size.rows) {
		bool more = back ? feed_prev(run, session, &from) : feed_next(run, session, &from);
		if (!more || hidden(place->shell, &from))
			break;
		out[count] = (struct message_item){ .at = from };
		message_item_measure(place, &out[count]);
		*rows += out[count++].rows;
	}
	return count;
}

/* Centres the anchor unless there are too few items above or below it. */
static int anchor_row(int pane_rows, int above, int own, int below)
{
	int row = (pane_rows - own) / 2;
	if (below < pane_rows - row - own)
		row = pane_rows - own - below;
	if (above < row)
		row = above;
	return row > 0 ? row : 0;
}

static void add(struct message_pane *p, const struct message_item *item, int row)
{
	if (p->items == MESSAGE_ROWS_MAX)
		return;
	p->item[p->items] = *item;
	p->item[p->items++].row = row;
}

static void place_around(
    struct message_pane *p, const struct message_place *place, struct feed_at anchor)
{
	/* Static: too large for the stack. */
	static struct message_item before[MESSAGE_ROWS_MAX], after[MESSAGE_ROWS_MAX];
	struct message_item here = { .at = anchor };
	int above, below;
	message_item_measure(place, &here);
	size_t befores = collect(place, anchor, true, before, &above);
	size_t afters = collect(place, anchor, false, after, &below);
	int start = anchor_row(place->size.rows, above, here.rows, below);

	int row = start;
	for (size_t i = 0; i < befores && row > 0; i++) {
		row -= before[i].rows;
		add(p, &before[i], row);
	}
	add(p, &here, start);
	row = start + here.rows;
	for (size_t i = 0; i < afters && row < place->size.rows; i++) {
		add(p, &after[i], row);
		row += after[i].rows;
	}
}

void message_pane_update(struct message_pane *p, const struct shell *shell, struct size size)
{
	struct message_place place = { .shell = shell, .size = size };
	struct feed_at anchor;
	p->items = 0;
	if (size.rows == 0)
		return;
	bool any = (shell->packet != 0 && feed_at_packet(shell->run, shell->packet, &anchor)) ||
	           feed_first(shell->run, shell->session, &anchor);
	if (any && !hidden(shell, &anchor))
		place_around(p, &place, anchor);
}

void message_pane_layout(
    const struct message_pane *p, const struct shell *shell, bool focused, const struct canvas *c)
{
	struct message_place place = {
		.shell = shell, .size = { c->at.rows, c->at.cols }, .focused = focused
	};
	for (size_t i = 0; i < p->items; i++)
		message_item_layout(&place, &p->item[i], c);
	if (p->items == 0 && shell->session != 0 && c->at.rows > 0)
		canvas_text(c, 0, 1, look(TINT_FAINT), "No data in this session yet");
}

uint32_t message_pane_at(const struct message_pane *p, int row)
{
	for (size_t i = 0; i < p->items; i++) {
		const struct message_item *item = &p->item[i];
		if (row >= 0 && row >= item->row && row < item->row + item->rows)
			return item->at.is_event ? 0 : item->at.message;
	}
	return 0;
}
