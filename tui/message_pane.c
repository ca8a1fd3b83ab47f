#include "tui/message_pane.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "capture/clock.h"
#include "core/message.h"
#include "core/peek.h"
#include "core/text.h"
#include "tui/feed.h"
#include "tui/human.h"
#include "tui/session_view.h"

enum {
	ITEMS_MAX = PANE_ROWS_MAX,
	TIME_FULL = 15, /* cells of a time to the microsecond */
	TIME_SHORT = 8, /* and to the second */
	WIDE_COLS = 56, /* from here on times are in full */
	LEN_CELLS = 5,
	TALK_LINE = 1200,
};

/* An item laid out. */
struct item {
	struct feed_at at;
	struct message msg; /* for a message */
	int rows;
};

/* The pane while it is drawn. */
struct drawing {
	struct ui *ui;
	const struct canvas *c;
	uint32_t session;
	int time_cells, text_col;
	struct page page; /* bytes of the message being looked at */
};

void message_bytes(struct ui *ui, uint32_t first, size_t most, struct page *out)
{
	const struct model *m = ui->run->model;
	struct message msg;
	uint32_t before = 0;
	page_clear(out);
	if (!message_at(m, first, &msg))
		return;
	for (uint32_t n = msg.first; n != 0 && out->len < most;
	     before = n, n = n == msg.last ? 0 : message_next_packet(m, &msg, n)) {
		struct frame frame;
		struct bytes payload;
		size_t repeated = message_repeated(m, before, n);
		if (!run_frame(ui->run, n, &frame, NULL) ||
		    !peek_payload(source_link_type(ui->run->source), &frame, &payload) ||
		    payload.left <= repeated)
			continue;
		size_t fresh = payload.left - repeated;
		page_add_bytes(
		    out, payload.at + repeated, fresh < most - out->len ? fresh : most - out->len);
	}
}

/* A message takes no more lines than leave the ones around it in sight. */
static size_t most_rows(const struct drawing *d)
{
	int rows = d->c->at.rows;
	return rows <= 6 ? 1 : (size_t)(rows / 3);
}

static unsigned text_cells(const struct drawing *d)
{
	int cells = d->c->at.cols - d->text_col;
	return cells > 8 ? (unsigned)cells : 8;
}

/* Lays the bytes of a message out, as many as can show. */
static void layout_message(struct drawing *d, const struct item *item)
{
	size_t most = most_rows(d) * text_cells(d) + 16;
	message_bytes(d->ui, item->msg.first, most, &d->page);
	d->page.dump.bytes = (struct bytes){ .at = d->page.bytes, .left = d->page.len };
	d->page.dump.form = d->ui->set.form;
	d->page.dump.cells = text_cells(d);
	d->page.dump.ascii = d->c->ascii;
	dump_layout(&d->page.dump, most_rows(d));
}

static void measure(struct drawing *d, struct item *item)
{
	item->rows = 1;
	if (item->at.is_talk || !message_at(d->ui->run->model, item->at.message, &item->msg))
		return;
	layout_message(d, item);
	size_t lines = dump_lines(&d->page.dump);
	if (lines > most_rows(d))
		lines = most_rows(d);
	item->rows = lines > 1 ? (int)lines : 1;
}

static void draw_time(const struct drawing *d, int row, const char *text, struct look look)
{
	char cut[64];
	snprintf(cut, sizeof(cut), "%.*s", d->time_cells, text);
	canvas_text(d->c, row, 2 + d->time_cells - (int)text_width(cut), look, cut);
}

static bool selected(const struct drawing *d, const struct item *item)
{
	struct message msg;
	return message_of(d->ui->run->model, d->ui->ladder.packet, &msg) &&
	       msg.first == item->msg.first;
}

static const char *arrow(const struct drawing *d, enum side side)
{
	return canvas_glyph(d->c, side == SIDE_A ? GLYPH_RIGHT : GLYPH_LEFT);
}

/* How much of a message is not in the lines shown. */
static void more_text(const struct drawing *d, const struct item *item, char *out, size_t size)
{
	bool shown = dump_whole(&d->page.dump) && d->page.len >= item->msg.len;
	out[0] = '\0';
	if (!shown)
		snprintf(out, size, " %s", canvas_glyph(d->c, GLYPH_ELLIPSIS));
}

static void draw_message(struct drawing *d, const struct item *item, int row)
{
	struct ui *ui = d->ui;
	bool strong = selected(d, item);
	uint8_t mark = strong ? MARK_SELECTED : MARK_NONE;
	struct look plain = { .tint = ROLE_SPEECH, .mark = mark };
	struct look side = { item->msg.side == SIDE_A ? TINT_SIDE_A : TINT_SIDE_B, mark };
	struct ladder_style style = ui_style(ui, d->c->at.cols);
	char time[64], len[HUMAN_TEXT], text[DUMP_LINE + 8];

	for (int i = 0; i < item->rows && strong; i++)
		canvas_fill(d->c, row + i, 0, d->c->at.cols, plain);
	if (strong)
		canvas_text(d->c, row, 0, plain, canvas_glyph(d->c, GLYPH_POINTER));
	ladder_time(ui->run->model, item->msg.first, &style, time, sizeof(time));
	draw_time(d, row, time, (struct look){ ROLE_TIME, mark });
	canvas_text(d->c, row, d->time_cells + 3, side, arrow(d, item->msg.side));
	human_count(item->msg.len, len, sizeof(len));
	canvas_text(d->c, row, d->text_col - 1 - (int)text_width(len), side, len);

	layout_message(d, item);
	if (d->page.len == 0)
		canvas_text(
		    d->c, row, d->text_col, (struct look){ TINT_FAINT, mark }, "not captured");
	for (int i = 0; i < item->rows && (size_t)i < dump_lines(&d->page.dump); i++) {
		dump_line(&d->page.dump, (size_t)i, text, DUMP_LINE);
		canvas_text(d->c, row + i, d->text_col, plain, text);
	}
	more_text(d, item, text, sizeof(text));
	if (text[0] != '\0')
		canvas_text(
		    d->c, row + item->rows - 1, d->c->at.cols - (int)text_width(text), plain, text);
}

static void talk_time(const struct drawing *d, const struct talk *talk, char *out, size_t size)
{
	const struct model *m = d->ui->run->model;
	const struct session *s = model_session(m, d->session);
	int64_t since = talk->time_ns - model_packet(m, s->first)->time_ns;
	out[0] = '\0';
	if (d->ui->set.time == TIME_ABSOLUTE)
		human_clock(talk->time_ns, clock_utc_offset(talk->time_ns), out, size);
	else if (d->ui->set.time == TIME_SINCE_START)
		snprintf(out, size, "%.6f", (double)since / 1e9);
}

static void draw_talk(struct drawing *d, const struct item *item, int row)
{
	const struct talk *talk = feed_talk(d->ui->run, &item->at);
	char time[64], text[TALK_LINE], bytes[TALK_BYTES * 4];
	talk_time(d, talk, time, sizeof(time));
	draw_time(d, row, time, look(ROLE_TIME));
	talk_text(talk, text, sizeof(text));
	int col = canvas_fitted(
	    d->c, row, d->time_cells + 3, d->c->at.cols - d->time_cells - 3, look(TINT_LOG), text);
	int room = d->c->at.cols - col - 4;
	if (talk->kept == 0 || room < 4)
		return;
	text_line((struct bytes){ .at = talk->bytes, .left = talk->kept }, d->c->ascii,
	    (unsigned)room, bytes, sizeof(bytes));
	snprintf(text, sizeof(text), " \"%s\"", bytes);
	canvas_text(d->c, row, col, look(TINT_LOG), text);
}

/* Items from `from` on in one direction until their rows fill `room`; the rows are added up in *rows. */
static size_t collect(
    struct drawing *d, struct feed_at from, bool back, struct item *out, int *rows)
{
	size_t count = 0;
	*rows = 0;
	while (count < ITEMS_MAX && *rows < d->c->at.rows) {
		bool more = back ? feed_prev(d->ui->run, d->session, &from)
		                 : feed_next(d->ui->run, d->session, &from);
		if (!more)
			break;
		out[count].at = from;
		measure(d, &out[count]);
		*rows += out[count++].rows;
	}
	return count;
}

static void draw_item(struct drawing *d, const struct item *item, int row)
{
	for (int i = row; i < row + item->rows && i < PANE_ROWS_MAX; i++)
		if (i >= 0)
			d->ui->spoken[i] = item->at.is_talk ? 0 : item->at.message;
	if (item->at.is_talk)
		draw_talk(d, item, row);
	else
		draw_message(d, item, row);
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

static void draw_around(struct drawing *d, struct feed_at anchor)
{
	static struct item before[ITEMS_MAX], after[ITEMS_MAX]; /* too large for the stack */
	struct item here = { .at = anchor };
	int above, below;
	measure(d, &here);
	size_t befores = collect(d, anchor, true, before, &above);
	size_t afters = collect(d, anchor, false, after, &below);
	int start = anchor_row(d->c->at.rows, above, here.rows, below);

	int row = start;
	for (size_t i = 0; i < befores && row > 0; i++) {
		row -= before[i].rows;
		draw_item(d, &before[i], row);
	}
	draw_item(d, &here, start);
	row = start + here.rows;
	for (size_t i = 0; i < afters && row < d->c->at.rows; i++) {
		draw_item(d, &after[i], row);
		row += after[i].rows;
	}
}

static void setup(struct drawing *d, struct ui *ui, const struct canvas *c)
{
	*d = (struct drawing){ .ui = ui, .c = c, .session = ui->ladder.session };
	d->time_cells = c->at.cols >= WIDE_COLS ? TIME_FULL : TIME_SHORT;
	d->text_col = 2 + d->time_cells + 3 + LEN_CELLS + 1;
}

void message_pane_draw(struct ui *ui, const struct canvas *c)
{
	struct drawing d;
	struct feed_at anchor;
	setup(&d, ui, c);
	memset(ui->spoken, 0, sizeof(ui->spoken));
	if (ui->ladder.packet == 0 || c->at.rows == 0)
		return;
	if (feed_at_packet(ui->run, ui->ladder.packet, &anchor) ||
	    feed_first(ui->run, d.session, &anchor))
		draw_around(&d, anchor);
	else
		canvas_text(c, 0, 1, look(TINT_FAINT), "no data in this session yet");
	page_free(&d.page);
}

uint32_t message_pane_at(const struct ui *ui, int row)
{
	return row >= 0 && row < PANE_ROWS_MAX ? ui->spoken[row] : 0;
}

static void fill_message(struct ui *ui, struct page *page, unsigned cells)
{
	struct message msg;
	(void)cells;
	if (!message_at(ui->run->model, ui->text.about, &msg))
		return;
	message_bytes(ui, msg.first, SIZE_MAX, page);
	if (page->len < msg.len)
		lines_addf(&page->lines, TINT_FAINT,
		    "The capture holds %zu of its %" PRIu64 " bytes.", page->len, msg.len);
}

void message_open(struct ui *ui)
{
	const struct model *m = ui->run->model;
	struct message msg;
	char title[120], len[HUMAN_TEXT], end[2][ENDPOINT_TEXT];
	if (!message_of(m, ui->ladder.packet, &msg)) {
		ui_say(ui, "This segment carries no new data: there is no message to open");
		return;
	}
	const struct session *s = model_session(m, ui->ladder.session);
	for (unsigned i = 0; i < 2; i++)
		endpoint_format(&s->end[i], NULL, end[i], sizeof(end[i]));
	human_plural(msg.len, "byte", len, sizeof(len));
	snprintf(title, sizeof(title), "Message of %s %s %s", len,
	    glyph_text(msg.side == SIDE_A ? GLYPH_RIGHT : GLYPH_LEFT, screen_ascii(ui->screen)),
	    end[side_other(msg.side)]);
	text_view_open(ui, title, msg.first, fill_message);
}
