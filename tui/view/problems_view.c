#include "tui/view/problems_parts.h"

#include "tui/view/session_view.h"
#include "tui/view/ui.h"

#define COUNT_A_DRAWING 100000 /* remarkable packets: some milliseconds */

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

/* What is forgotten leaves the counts: those of what is kept are made beside them. */
static void count_anew(struct ui *ui)
{
	struct problems_view *v = &ui->problems;
	uint32_t first = model_first(ui->run->model);
	if (!v->counted || v->first == first)
		return;
	if (v->anew_first == 0) {
		v->anew = (struct event_tally){ .session = v->tally.session };
		v->anew_first = first;
	}
	if (!events_count(&v->anew, ui->run->model, v->packets, COUNT_A_DRAWING))
		return;
	v->tally = v->anew;
	v->first = v->anew_first;
	v->anew_first = 0;
}

/* Counts on. Later packets correct what was noted of earlier ones, so what is counted in no time is
 * counted anew. */
static void count_on(struct ui *ui)
{
	struct problems_view *v = &ui->problems;
	struct event_tally *tally = &v->tally;
	uint32_t packets = ui_packets(ui);
	if (v->packets != packets && events_counted(tally) < COUNT_A_DRAWING) {
		*tally = (struct event_tally){ .session = tally->session };
		v->first = model_first(ui->run->model);
	}
	v->counted = events_count(tally, ui->run->model, packets, COUNT_A_DRAWING);
	v->packets = packets;
	count_anew(ui);
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

unsigned problems_kinds(const struct ui *ui, uint8_t out[EVENT_COUNT])
{
	const uint8_t *worst = events_worst_first();
	unsigned count = 0;
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		if (ui->problems.tally.count[worst[i]] != 0)
			out[count++] = worst[i];
	return count;
}

unsigned problems_kind_row(const struct ui *ui, const uint8_t *kind, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (kind[i] == ui->problems.event)
			return i;
	return 0;
}

uint32_t problems_frame_after(const struct ui *ui, uint32_t packet)
{
	const struct problems_view *v = &ui->problems;
	uint32_t n = event_after(ui->run->model, v->tally.session, v->event, packet);
	return n <= ui_packets(ui) ? n : 0;
}

uint32_t problems_frame_before(const struct ui *ui, uint32_t packet)
{
	const struct problems_view *v = &ui->problems;
	return event_before(ui->run->model, v->tally.session, v->event, packet);
}

/* Which of its kind is selected, among those that are kept. */
static uint32_t count_nth(const struct ui *ui)
{
	uint32_t nth = 0;
	for (uint32_t n = problems_frame_after(ui, 0);
	     n != 0 && n <= ui->problems.packet && nth < COUNT_A_DRAWING;
	     n = problems_frame_after(ui, n))
		nth++;
	return nth;
}

void problems_settle(struct ui *ui)
{
	struct problems_view *v = &ui->problems;
	const struct model *m = ui->run->model;
	if (v->model != m || ui_view(ui) != &problems_view_ops)
		return;
	if (v->tally.session != 0 && model_session(m, v->tally.session) == NULL)
		begin(ui, 0);
	if (!v->inside || v->settled == model_first(m))
		return;
	v->settled = model_first(m);
	if (v->top < v->settled)
		v->top = problems_frame_after(ui, 0);
	if (v->packet < v->settled)
		v->packet = problems_frame_after(ui, 0);
	v->inside = v->packet != 0;
	v->nth = count_nth(ui);
}

static void draw(struct ui *ui, const struct canvas *screen)
{
	keep_model(ui);
	count_on(ui);
	problems_draw(ui, screen);
}

static void move_kinds(struct ui *ui, long by)
{
	uint8_t kind[EVENT_COUNT];
	long count = problems_kinds(ui, kind), at = problems_kind_row(ui, kind, (unsigned)count);
	if (count != 0)
		ui->problems.event = kind[by > 0 ? (by > count - 1 - at ? count - 1 : at + by)
		                                 : (by < -at ? 0 : at + by)];
}

static void step(struct ui *ui, bool forward)
{
	struct problems_view *v = &ui->problems;
	uint32_t n =
	    forward ? problems_frame_after(ui, v->packet) : problems_frame_before(ui, v->packet);
	if (n == 0)
		return;
	v->packet = n;
	v->nth += forward ? 1 : (uint32_t)-1;
}

static void to_end(struct ui *ui, bool last)
{
	struct problems_view *v = &ui->problems;
	v->packet =
	    last ? problems_frame_before(ui, ui_packets(ui) + 1) : problems_frame_after(ui, 0);
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
	unsigned many = problems_kinds(ui, kind);
	if (many == 0)
		return;
	v->event = kind[problems_kind_row(ui, kind, many)];
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
		for (uint32_t m = n; m != 0 && m < ui->problems.packet;
		     m = problems_frame_after(ui, m))
			nth--;
		for (; row > 0 && n != 0; row--, nth++)
			n = problems_frame_after(ui, n);
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
