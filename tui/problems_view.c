#include "tui/problems_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "capture/services.h"
#include "core/label.h"
#include "tui/human.h"
#include "tui/pane_head.h"
#include "tui/session_view.h"
#include "tui/ui.h"

enum {
	COUNT_CELLS = 8,
	WORDS_CELLS = 28,
	FRAME_CELLS = 9,
	TIME_CELLS = 16,
	SESSION_CELLS = 9,
	COUNT_A_DRAWING = 100000, /* remarkable packets: some milliseconds */
};

static enum context context(const struct ui *ui)
{
	(void)ui;
	return IN_PROBLEMS;
}

static int rows(const struct ui *ui)
{
	return ui->layout.body.rows - 1;
}

static uint32_t events_counted(const struct event_tally *tally)
{
	uint32_t sum = 0;
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		sum += tally->count[i];
	return sum;
}

/* Counts on. Later packets correct what was noted of earlier ones, so what is counted in no time is counted anew. */
static void count_on(struct ui *ui)
{
	struct problems_view *v = &ui->problems;
	struct event_tally *tally = &v->tally;
	uint32_t packets = ui_packets(ui);
	if (v->packets != packets && events_counted(tally) < COUNT_A_DRAWING)
		*tally = (struct event_tally){ .session = tally->session };
	v->counted = events_count(tally, ui->run->model, packets, COUNT_A_DRAWING);
	v->packets = packets;
}

static void begin(struct ui *ui, uint32_t session)
{
	ui->problems =
	    (struct problems_view){ .model = ui->run->model, .tally = { .session = session } };
	ui->problems.event = events_worst_first()[0];
	/* Keys typed ahead find the rows there already. */
	count_on(ui);
}

/* Numbers of packets and sessions mean nothing in another vantage point's model. */
static void keep_model(struct ui *ui)
{
	if (ui->problems.model != ui->run->model)
		begin(ui, 0);
}

bool problems_pending(const struct ui *ui)
{
	return ui_view(ui) == &problems_view_ops && !ui->problems.counted;
}

/* The kinds there are, worst first; how many. */
static unsigned kinds(const struct ui *ui, uint8_t out[EVENT_COUNT])
{
	const uint8_t *worst = events_worst_first();
	unsigned count = 0;
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		if (ui->problems.tally.count[worst[i]] != 0)
			out[count++] = worst[i];
	return count;
}

/* The row of the chosen kind; the first where it is not there. */
static unsigned kind_row(const struct ui *ui, const uint8_t *kind, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (kind[i] == ui->problems.event)
			return i;
	return 0;
}

static void draw_kind(
    const struct ui *ui, const struct canvas *c, int row, unsigned event, bool selected)
{
	uint8_t mark = selected ? MARK_SELECTED : MARK_NONE;
	uint8_t tint = event_is_trouble(event) ? ROLE_TROUBLE : ROLE_NOTE;
	int words = 2 + COUNT_CELLS + 2, meaning = words + WORDS_CELLS + 1;
	char text[HUMAN_TEXT];
	if (selected)
		canvas_fill(c, row, 0, c->at.cols, (struct look){ ROLE_PLAIN, mark });
	if (selected)
		canvas_text(
		    c, row, 0, (struct look){ TINT_HEADING, mark }, canvas_glyph(c, GLYPH_POINTER));
	snprintf(text, sizeof(text), "%*" PRIu32, COUNT_CELLS, ui->problems.tally.count[event]);
	canvas_text(c, row, 2, (struct look){ ROLE_PLAIN, mark }, text);
	canvas_fitted(c, row, words, WORDS_CELLS, (struct look){ tint, mark }, event_words(event));
	canvas_fitted(c, row, meaning, c->at.cols - meaning, (struct look){ TINT_FAINT, mark },
	    event_meaning(event));
}

static void draw_kinds(struct ui *ui, const struct canvas *c)
{
	uint8_t kind[EVENT_COUNT];
	unsigned count = kinds(ui, kind), at = kind_row(ui, kind, count);
	unsigned page = c->at.rows > 0 ? (unsigned)c->at.rows : 1;
	unsigned top = at >= page ? at + 1 - page : 0;
	for (unsigned i = top; i < count && i - top < page; i++)
		draw_kind(ui, c, (int)(i - top), kind[i], i == at);
	if (count == 0 && ui->problems.counted)
		canvas_text(c, 1, 2, look(TINT_HEADING),
		    "Nothing: no loss, no repetition, no full window, no reset");
}

static void draw_frame(struct ui *ui, const struct canvas *c, int row, uint32_t packet)
{
	const struct packet *p = model_packet(ui->run->model, packet);
	struct ladder_style style = ui_style(ui, c->at.cols);
	bool selected = packet == ui->problems.packet, all = ui->problems.tally.session == 0;
	uint8_t mark = selected ? MARK_SELECTED : MARK_NONE;
	char text[512];
	if (selected)
		canvas_fill(c, row, 0, c->at.cols, (struct look){ ROLE_PLAIN, mark });
	snprintf(text, sizeof(text), "%s%*" PRIu32, selected ? ">" : " ", FRAME_CELLS, p->frame);
	int col = canvas_text(c, row, 0, (struct look){ ROLE_FRAME, mark }, text) + 1;
	ladder_time(ui->run->model, packet, &style, text, sizeof(text));
	canvas_fitted(c, row, col, TIME_CELLS, (struct look){ ROLE_TIME, mark }, text);
	col += TIME_CELLS + 1;
	if (all) {
		snprintf(text, sizeof(text), "in %" PRIu32, p->session);
		canvas_fitted(c, row, col, SESSION_CELLS, (struct look){ ROLE_PLAIN, mark }, text);
		col += SESSION_CELLS + 1;
	}
	int room = c->at.cols - col - 2;
	canvas_text(c, row, col, (struct look){ ROLE_PLAIN, mark },
	    canvas_glyph(c, packet_side(p) == SIDE_A ? GLYPH_RIGHT : GLYPH_LEFT));
	label_format(ui->run->model, packet, ui->set.raw_seq, NULL, room > 1 ? (unsigned)room : 1,
	    text, sizeof(text));
	canvas_fitted(c, row, col + 2, room, (struct look){ ROLE_PLAIN, mark }, text);
}

static uint32_t frame_after(const struct ui *ui, uint32_t packet)
{
	const struct problems_view *v = &ui->problems;
	uint32_t n = event_after(ui->run->model, v->tally.session, v->event, packet);
	return n <= ui_packets(ui) ? n : 0;
}

static uint32_t frame_before(const struct ui *ui, uint32_t packet)
{
	const struct problems_view *v = &ui->problems;
	return event_before(ui->run->model, v->tally.session, v->event, packet);
}

/* Moves the first row so that the selected one is in sight. */
static void settle(struct ui *ui, int page)
{
	struct problems_view *v = &ui->problems;
	uint32_t n = v->top;
	if (v->top == 0 || v->packet < v->top)
		v->top = v->packet;
	for (int row = 1; n != 0 && n < v->packet && row < page; row++)
		n = frame_after(ui, n);
	if (n == v->packet || v->top == v->packet)
		return;
	n = v->packet;
	for (int row = 1; n != 0 && row < page; row++) {
		v->top = n;
		n = frame_before(ui, n);
	}
	v->top = n != 0 ? n : v->top;
}

static void draw_frames(struct ui *ui, const struct canvas *c)
{
	settle(ui, c->at.rows);
	uint32_t n = ui->problems.top;
	for (int row = 0; row < c->at.rows && n != 0; row++, n = frame_after(ui, n))
		draw_frame(ui, c, row, n);
}

static void draw_head(struct ui *ui, const struct canvas *screen)
{
	const struct problems_view *v = &ui->problems;
	struct rect body = ui->layout.body;
	char title[96];
	if (v->inside)
		snprintf(title, sizeof(title), "%s: %" PRIu32 " of %" PRIu32, event_words(v->event),
		    v->nth, v->tally.count[v->event]);
	else if (v->tally.session != 0)
		snprintf(title, sizeof(title), "Notable in session %" PRIu32, v->tally.session);
	else
		snprintf(title, sizeof(title), "Notable in all sessions");
	const char *right = v->inside     ? event_meaning(v->event)
	                    : !v->counted ? "counting"
	                                  : "worst first";
	pane_head_draw(screen, (struct rect){ body.row, 0, 1, body.cols }, title, right, true);
}

static void draw(struct ui *ui, const struct canvas *screen)
{
	struct rect body = ui->layout.body;
	keep_model(ui);
	count_on(ui);
	draw_head(ui, screen);
	struct canvas c =
	    canvas_part(screen, (struct rect){ body.row + 1, 0, body.rows - 1, body.cols });
	if (ui->problems.inside)
		draw_frames(ui, &c);
	else
		draw_kinds(ui, &c);
}

static void move_kinds(struct ui *ui, long by)
{
	uint8_t kind[EVENT_COUNT];
	long count = kinds(ui, kind), at = kind_row(ui, kind, (unsigned)count);
	if (count != 0)
		ui->problems.event = kind[by > 0 ? (by > count - 1 - at ? count - 1 : at + by)
		                                 : (by < -at ? 0 : at + by)];
}

static void step(struct ui *ui, bool forward)
{
	struct problems_view *v = &ui->problems;
	uint32_t n = forward ? frame_after(ui, v->packet) : frame_before(ui, v->packet);
	if (n == 0)
		return;
	v->packet = n;
	v->nth += forward ? 1 : (uint32_t)-1;
}

static void to_end(struct ui *ui, bool last)
{
	struct problems_view *v = &ui->problems;
	v->packet = last ? frame_before(ui, ui_packets(ui) + 1) : frame_after(ui, 0);
	v->nth = last ? v->tally.count[v->event] : 1;
}

static void move(struct ui *ui, long by)
{
	keep_model(ui);
	if (!ui->problems.inside)
		move_kinds(ui, by);
	else if (by == MOVE_FIRST || by == MOVE_LAST)
		to_end(ui, by == MOVE_LAST);
	else
		for (; by != 0; by += by > 0 ? -1 : 1)
			step(ui, by > 0);
}

static void open(struct ui *ui, unsigned count)
{
	(void)count;
	struct problems_view *v = &ui->problems;
	uint8_t kind[EVENT_COUNT];
	keep_model(ui);
	if (v->inside) {
		ui->play.on = false;
		session_select(ui, v->packet);
		return;
	}
	unsigned many = kinds(ui, kind);
	if (many == 0)
		return;
	v->event = kind[kind_row(ui, kind, many)];
	v->inside = true;
	v->top = 0;
	to_end(ui, false);
}

static void back(struct ui *ui, unsigned count)
{
	(void)count;
	if (ui->problems.inside)
		ui->problems.inside = false;
	else
		ui_pop(ui);
}

static void other_scope(struct ui *ui, unsigned count)
{
	(void)count;
	begin(ui, ui->problems.tally.session == 0 ? ui->ladder.session : 0);
}

/* One that is open already under this view is gone back to. */
static bool return_to_open(struct ui *ui)
{
	for (unsigned i = 0; i < ui->views; i++)
		if (ui->view[i] == &problems_view_ops) {
			ui->views = i + 1;
			return true;
		}
	return false;
}

void problems_open(struct ui *ui, unsigned count)
{
	(void)count;
	bool list = ui_context(ui) == IN_LIST;
	if (ui_packets(ui) == 0) {
		ui_say(ui, "There is no segment yet");
		return;
	}
	if (!return_to_open(ui)) {
		begin(ui, list ? 0 : ui->ladder.session);
		ui_push(ui, &problems_view_ops);
	}
}

static void point(struct ui *ui, const struct pointer *pointer)
{
	if (pointer->click == CLICK_WHEEL_UP || pointer->click == CLICK_WHEEL_DOWN)
		move(ui, pointer->click == CLICK_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
	int row = pointer->row - ui->layout.body.row - 1;
	keep_model(ui);
	if (pointer->click > CLICK_DOUBLE || row < 0 || row >= rows(ui))
		return;
	if (ui->problems.inside) {
		uint32_t n = ui->problems.top, nth = ui->problems.nth;
		for (uint32_t m = n; m != 0 && m < ui->problems.packet; m = frame_after(ui, m))
			nth--;
		for (; row > 0 && n != 0; row--, nth++)
			n = frame_after(ui, n);
		if (n == 0)
			return;
		ui->problems.packet = n;
		ui->problems.nth = nth;
	} else {
		move_kinds(ui, MOVE_FIRST);
		move_kinds(ui, row);
	}
	if (pointer->click == CLICK_DOUBLE)
		open(ui, 0);
}

static action_fn *const on[ACTION_COUNT] = {
	[ACTION_OPEN] = open,
	[ACTION_BACK] = back,
	[ACTION_QUIT] = back,
	[ACTION_PROBLEMS] = other_scope,
};

const struct view_ops problems_view_ops = {
	.context = context,
	.draw = draw,
	.move = move,
	.rows = rows,
	.on = on,
	.point = point,
};
