#include "tui/view/message_item.h"

#include <stdio.h>

#include "capture/os/clock.h"
#include "core/base/text.h"
#include "tui/text/human.h"
#include "tui/view/message_text.h"

enum {
	TIME_FULL = 15, /* cells of a time to the microsecond */
	TIME_SHORT = 8, /* and to the second */
	WIDE_COLS = 56, /* from here on times are in full */
	FEW_ROWS = 6,   /* a pane that low has one line for each */
	LEN_CELLS = 5,
	EVENT_LINE = 1200,
};

void message_drawing_begin(struct message_drawing *d, struct ui *ui, const struct canvas *c)
{
	*d = (struct message_drawing){ .ui = ui, .c = c };
	d->time_cells = c->at.cols >= WIDE_COLS ? TIME_FULL : TIME_SHORT;
	d->text_col = 2 + d->time_cells + 3 + LEN_CELLS + 1;
}

void message_drawing_end(struct message_drawing *d)
{
	page_free(&d->page);
}

/* A message takes no more lines than leave the ones around it in sight. */
static size_t most_rows(const struct message_drawing *d)
{
	int rows = d->c->at.rows;
	return rows <= FEW_ROWS ? 1 : (size_t)(rows / 3);
}

static unsigned text_cells(const struct message_drawing *d)
{
	int cells = d->c->at.cols - d->text_col;
	return cells > 8 ? (unsigned)cells : 8;
}

/* Lays the bytes of a message out, as many as can show. */
static void layout_message(struct message_drawing *d, const struct message_item *item)
{
	size_t most = most_rows(d) * text_cells(d) + 16;
	message_bytes(d->ui, item->msg.first, most, &d->page);
	d->page.dump.bytes = (struct bytes){ .at = d->page.bytes, .left = d->page.len };
	d->page.dump.form = d->ui->set.form;
	d->page.dump.cells = text_cells(d);
	d->page.dump.ascii = d->c->ascii;
	dump_layout(&d->page.dump, most_rows(d));
}

void message_item_measure(struct message_drawing *d, struct message_item *item)
{
	item->rows = 1;
	if (item->at.is_event || !message_at(d->ui->run->model, item->at.message, &item->msg))
		return;
	layout_message(d, item);
	size_t lines = dump_lines(&d->page.dump);
	if (lines > most_rows(d))
		lines = most_rows(d);
	item->rows = lines > 1 ? (int)lines : 1;
}

static void draw_time(const struct message_drawing *d, int row, const char *text, struct look look)
{
	char cut[64];
	snprintf(cut, sizeof(cut), "%.*s", d->time_cells, text);
	canvas_text(d->c, row, 2 + d->time_cells - (int)text_width(cut), look, cut);
}

static bool selected(const struct message_drawing *d, const struct message_item *item)
{
	struct message msg;
	return message_of(d->ui->run->model, d->ui->ladder.packet, &msg) &&
	       msg.first == item->msg.first;
}

static const char *arrow(const struct message_drawing *d, enum side side)
{
	return canvas_glyph(d->c, side == SIDE_A ? GLYPH_RIGHT : GLYPH_LEFT);
}

/* The end of the last line says that there is more. */
static void draw_more(
    const struct message_drawing *d, const struct message_item *item, int row, struct look look)
{
	if (dump_whole(&d->page.dump) && d->page.len >= item->msg.len)
		return;
	char text[8];
	snprintf(text, sizeof(text), " %s", canvas_glyph(d->c, GLYPH_ELLIPSIS));
	canvas_text(d->c, row + item->rows - 1, d->c->at.cols - (int)text_width(text), look, text);
}

static void draw_bytes(
    struct message_drawing *d, const struct message_item *item, int row, struct look look)
{
	char text[DUMP_LINE];
	layout_message(d, item);
	if (d->page.len == 0) {
		canvas_text(d->c, row, d->text_col, look, "(not captured)");
		return;
	}
	/* On the only line there is, a newline does not end it. */
	if (most_rows(d) == 1 && d->page.dump.form == FORM_TEXT) {
		text_line(d->page.dump.bytes, d->c->ascii, text_cells(d), text, sizeof(text));
		canvas_text(d->c, row, d->text_col, look, text);
		return;
	}
	for (int i = 0; i < item->rows && (size_t)i < dump_lines(&d->page.dump); i++) {
		dump_line(&d->page.dump, (size_t)i, text, sizeof(text));
		canvas_text(d->c, row + i, d->text_col, look, text);
	}
	draw_more(d, item, row, look);
}

static void draw_message(struct message_drawing *d, const struct message_item *item, int row)
{
	struct ui *ui = d->ui;
	bool strong = selected(d, item);
	uint8_t lit = ui->ladder.focus == PANE_MESSAGES ? MARK_SELECTED : MARK_STRONG;
	uint8_t mark = strong ? lit : MARK_NONE;
	struct look plain = { .tint = ROLE_SPEECH, .mark = mark };
	struct look side = { item->msg.side == SIDE_A ? TINT_SIDE_A : TINT_SIDE_B, mark };
	struct ladder_style style = ui_style(ui, d->c->at.cols);
	char time[64], len[HUMAN_TEXT];

	for (int i = 0; i < item->rows && strong; i++)
		canvas_fill(d->c, row + i, 0, d->c->at.cols, plain);
	if (strong)
		canvas_text(d->c, row, 0, plain, canvas_glyph(d->c, GLYPH_POINTER));
	ladder_time(ui->run->model, item->msg.first, &style, time, sizeof(time));
	draw_time(d, row, time, (struct look){ ROLE_TIME, mark });
	canvas_text(d->c, row, d->time_cells + 3, side, arrow(d, item->msg.side));
	human_count(item->msg.len, len, sizeof(len));
	canvas_text(d->c, row, d->text_col - 1 - (int)text_width(len), side, len);

	draw_bytes(d, item, row, plain);
}

static void event_time(
    const struct message_drawing *d, const struct peer_event *event, char *out, size_t size)
{
	const struct model *m = d->ui->run->model;
	const struct session *s = model_session(m, d->ui->ladder.session);
	out[0] = '\0';
	if (d->ui->set.time == TIME_ABSOLUTE || s == NULL)
		human_clock(event->time_ns, clock_utc_offset(event->time_ns), out, size);
	else if (d->ui->set.time == TIME_SINCE_START)
		snprintf(out, size, "%.6f",
		    (double)(event->time_ns - model_packet(m, s->first)->time_ns) / 1e9);
}

static void draw_event(struct message_drawing *d, const struct message_item *item, int row)
{
	const struct peer_event *event = feed_event(d->ui->run, &item->at);
	char time[64], text[EVENT_LINE], bytes[PEER_EVENT_BYTES * 4];
	event_time(d, event, time, sizeof(time));
	draw_time(d, row, time, look(ROLE_TIME));
	peer_event_text(event, text, sizeof(text));
	int col = canvas_fitted(
	    d->c, row, d->time_cells + 3, d->c->at.cols - d->time_cells - 3, look(TINT_LOG), text);
	int room = d->c->at.cols - col - 4;
	if (event->kept == 0 || room < 4)
		return;
	text_line((struct bytes){ .at = event->bytes, .left = event->kept }, d->c->ascii,
	    (unsigned)room, bytes, sizeof(bytes));
	snprintf(text, sizeof(text), " \"%s\"", bytes);
	canvas_text(d->c, row, col, look(TINT_LOG), text);
}

void message_item_draw(struct message_drawing *d, const struct message_item *item, int row)
{
	for (int i = row; i < row + item->rows && i < PANE_ROWS_MAX; i++)
		if (i >= 0)
			d->ui->spoken[i] = item->at.is_event ? 0 : item->at.message;
	if (item->at.is_event)
		draw_event(d, item, row);
	else
		draw_message(d, item, row);
}
