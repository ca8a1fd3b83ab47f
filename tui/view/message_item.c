#include "tui/view/message_item.h"

#include <stdio.h>

#include "capture/os/clock.h"
#include "core/base/text.h"
#include "tui/text/human.h"
#include "tui/view/message_text.h"

enum {
	TIME_FULL = 15, /* width of a time with microseconds */
	TIME_SHORT = 8, /* and in seconds */
	WIDE_COLS = 56, /* from this width on times have microseconds */
	FEW_ROWS = 6,   /* in a pane lower than this every item has one line */
	LEN_CELLS = 5,
	EVENT_LINE = 1200,
};

/* Columns of the pane, and the bytes of the current message. */
struct columns {
	const struct shell *shell;
	struct size size;
	int time_cells, text_col;
	struct page page;
};

static struct columns columns_begin(const struct message_place *place)
{
	struct columns d = { .shell = place->shell, .size = place->size };
	d.time_cells = d.size.cols >= WIDE_COLS ? TIME_FULL : TIME_SHORT;
	d.text_col = 2 + d.time_cells + 3 + LEN_CELLS + 1;
	return d;
}

/* A message is limited in lines: its neighbours stay visible. */
static size_t most_rows(const struct columns *d)
{
	int rows = d->size.rows;
	return rows <= FEW_ROWS ? 1 : (size_t)(rows / 3);
}

static unsigned text_cells(const struct columns *d)
{
	int cells = d->size.cols - d->text_col;
	return cells > 8 ? (unsigned)cells : 8;
}

/* Lays out the bytes of a message, as many as can be shown. */
static void layout_bytes(struct columns *d, const struct message_item *item)
{
	size_t most = most_rows(d) * text_cells(d) + 16;
	message_bytes(d->shell->run, item->msg.first, most, &d->page);
	d->page.dump.bytes = (struct bytes){ .at = d->page.bytes, .left = d->page.len };
	d->page.dump.form = d->shell->set.form;
	d->page.dump.cells = text_cells(d);
	d->page.dump.ascii = d->shell->ascii;
	dump_layout(&d->page.dump, most_rows(d));
}

void message_item_measure(const struct message_place *place, struct message_item *item)
{
	item->rows = 1;
	if (item->at.is_event ||
	    !message_at(place->shell->run->model, item->at.message, &item->msg))
		return;
	struct columns d = columns_begin(place);
	layout_bytes(&d, item);
	size_t lines = dump_lines(&d.page.dump);
	if (lines > most_rows(&d))
		lines = most_rows(&d);
	item->rows = lines > 1 ? (int)lines : 1;
	page_free(&d.page);
}

static void put_time(
    const struct columns *d, const struct canvas *c, int row, const char *text, struct look look)
{
	char cut[64];
	snprintf(cut, sizeof(cut), "%.*s", d->time_cells, text);
	canvas_text(c, row, 2 + d->time_cells - (int)text_width(cut), look, cut);
}

static bool is_selected(const struct shell *shell, const struct message_item *item)
{
	struct message msg;
	return message_of(shell->run->model, shell->packet, &msg) && msg.first == item->msg.first;
}

/* Marks the last line if there is more. */
static void put_more(const struct columns *d, const struct message_item *item,
    const struct canvas *c, struct look look)
{
	if (dump_whole(&d->page.dump) && d->page.len >= item->msg.len)
		return;
	char text[8];
	snprintf(text, sizeof(text), " %s", canvas_glyph(c, GLYPH_ELLIPSIS));
	canvas_text(c, item->row + item->rows - 1, c->at.cols - (int)text_width(text), look, text);
}

static void put_bytes(
    struct columns *d, const struct message_item *item, const struct canvas *c, struct look look)
{
	char text[DUMP_LINE];
	int row = item->row;
	layout_bytes(d, item);
	if (d->page.len == 0) {
		canvas_text(c, row, d->text_col, look, "(not captured)");
		return;
	}
	/* In a single line, newlines do not break. */
	if (most_rows(d) == 1 && d->page.dump.form == FORM_TEXT) {
		text_line(d->page.dump.bytes, c->ascii, text_cells(d), text, sizeof(text));
		canvas_text(c, row, d->text_col, look, text);
		return;
	}
	for (int i = 0; i < item->rows && (size_t)i < dump_lines(&d->page.dump); i++) {
		dump_line(&d->page.dump, (size_t)i, text, sizeof(text));
		canvas_text(c, row + i, d->text_col, look, text);
	}
	put_more(d, item, c, look);
}

/* Writes time, direction and length before the bytes. */
static void put_front(
    const struct columns *d, const struct message_item *item, const struct canvas *c, uint8_t mark)
{
	const struct message *msg = &item->msg;
	struct look side = { msg->side == SIDE_A ? TINT_SIDE_A : TINT_SIDE_B, mark };
	struct ladder_style style = shell_style(d->shell, c->at.cols);
	char time[64], len[HUMAN_TEXT];
	ladder_time(d->shell->run->model, msg->first, &style, time, sizeof(time));
	put_time(d, c, item->row, time, (struct look){ ROLE_TIME, mark });
	canvas_text(c, item->row, d->time_cells + 3, side,
	    canvas_glyph(c, msg->side == SIDE_A ? GLYPH_RIGHT : GLYPH_LEFT));
	human_count(msg->len, len, sizeof(len));
	canvas_text(c, item->row, d->text_col - 1 - (int)text_width(len), side, len);
}

static void put_message(
    struct columns *d, const struct message_item *item, bool focused, const struct canvas *c)
{
	bool strong = is_selected(d->shell, item);
	uint8_t lit = focused ? MARK_SELECTED : MARK_STRONG;
	uint8_t mark = strong ? lit : MARK_NONE;
	struct look plain = { .tint = ROLE_SPEECH, .mark = mark };
	for (int i = 0; i < item->rows && strong; i++)
		canvas_fill(c, item->row + i, 0, c->at.cols, plain);
	if (strong)
		canvas_text(c, item->row, 0, plain, canvas_glyph(c, GLYPH_POINTER));
	put_front(d, item, c, mark);
	put_bytes(d, item, c, plain);
}

static void event_time(
    const struct shell *shell, const struct peer_event *event, char *out, size_t size)
{
	const struct model *m = shell->run->model;
	const struct session *s = model_session(m, shell->session);
	out[0] = '\0';
	if (shell->set.time == TIME_ABSOLUTE || shell->set.time == TIME_DATE || s == NULL)
		human_clock(event->time_ns, clock_utc_offset(event->time_ns), out, size);
	else if (shell->set.time == TIME_SINCE_START)
		snprintf(out, size, "%.6f",
		    (double)(event->time_ns - model_packet(m, s->first)->time_ns) / 1e9);
}

static void put_event(
    const struct columns *d, const struct message_item *item, const struct canvas *c)
{
	const struct peer_event *event = feed_event(d->shell->run, &item->at);
	char time[64], text[EVENT_LINE], bytes[PEER_EVENT_BYTES * 4];
	event_time(d->shell, event, time, sizeof(time));
	put_time(d, c, item->row, time, look(ROLE_TIME));
	peer_event_text(event, text, sizeof(text));
	int col = d->time_cells + 3;
	col = canvas_fitted(c, item->row, col, c->at.cols - col, look(TINT_LOG), text);
	int room = c->at.cols - col - 4;
	if (event->kept == 0 || room < 4)
		return;
	text_line((struct bytes){ .at = event->bytes, .left = event->kept }, c->ascii,
	    (unsigned)room, bytes, sizeof(bytes));
	snprintf(text, sizeof(text), " \"%s\"", bytes);
	canvas_text(c, item->row, col, look(TINT_LOG), text);
}

void message_item_layout(
    const struct message_place *place, const struct message_item *item, const struct canvas *c)
{
	struct columns d = columns_begin(place);
	if (item->at.is_event)
		put_event(&d, item, c);
	else
		put_message(&d, item, place->focused, c);
	page_free(&d.page);
}
