#include "tui/view/problems_parts.h"

#include <stdlib.h>

#include "core/base/memory.h"
#include "tui/view/problems_view.h"
#include "tui/view/session_rows.h"

#define COUNT_A_DRAWING 100000 /* notable packets per step: some milliseconds */

static struct problems_view *own(struct view *view)
{
	return (struct problems_view *)view;
}

static const struct model *model_of(const struct problems_view *v)
{
	return v->view.shell->run->model;
}

static enum context context(const struct view *view)
{
	(void)view;
	return IN_PROBLEMS;
}

static int rows(const struct view *view)
{
	return view->shell->layout.body.rows - 1;
}

static uint32_t events_counted(const struct event_tally *tally)
{
	uint32_t sum = 0;
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		sum += tally->count[i];
	return sum;
}

/* When counted packets were forgotten, new counts are made in the background. */
static void count_anew(struct problems_view *v)
{
	uint32_t first = model_first(model_of(v));
	if (!v->counted || v->first == first)
		return;
	if (v->anew_first == 0) {
		v->anew = (struct event_tally){ .session = v->tally.session };
		v->anew_first = first;
	}
	if (!events_count(&v->anew, model_of(v), v->packets, COUNT_A_DRAWING))
		return;
	v->tally = v->anew;
	v->first = v->anew_first;
	v->anew_first = 0;
}

/* Counts further packets. Later packets change notes of earlier ones: small counts are made
 * anew each time. */
static void count_on(struct problems_view *v)
{
	struct event_tally *tally = &v->tally;
	uint32_t packets = shell_packets(v->view.shell);
	if (v->packets != packets && events_counted(tally) < COUNT_A_DRAWING) {
		*tally = (struct event_tally){ .session = tally->session };
		v->first = model_first(model_of(v));
	}
	v->counted = events_count(tally, model_of(v), packets, COUNT_A_DRAWING);
	v->packets = packets;
	count_anew(v);
}

static void begin(struct problems_view *v, uint32_t session)
{
	struct problems_view fresh = { .view = v->view,
		.typed = v->typed,
		.save = v->save,
		.model = v->view.shell->run->model,
		.tally = { .session = session } };
	*v = fresh;
	v->event = events_worst_first()[0];
	/* Count at once: keys typed ahead need the rows. */
	count_on(v);
}

/* Packet and session numbers are those of one model. */
static void keep_model(struct problems_view *v)
{
	if (v->model != model_of(v))
		begin(v, 0);
}

static int64_t due(const struct view *view)
{
	return ((const struct problems_view *)view)->counted ? -1 : 0;
}

unsigned problems_kinds(const struct problems_view *v, uint8_t out[EVENT_COUNT])
{
	const uint8_t *worst = events_worst_first();
	unsigned count = 0;
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		if (v->tally.begun[worst[i]] != 0)
			out[count++] = worst[i];
	return count;
}

unsigned problems_kind_row(const struct problems_view *v, const uint8_t *kind, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (kind[i] == v->event)
			return i;
	return 0;
}

uint32_t problems_frame_after(const struct problems_view *v, uint32_t packet)
{
	uint32_t n = event_begun_after(model_of(v), v->tally.session, v->event, packet);
	return n <= shell_packets(v->view.shell) ? n : 0;
}

uint32_t problems_frame_before(const struct problems_view *v, uint32_t packet)
{
	return event_begun_before(model_of(v), v->tally.session, v->event, packet);
}

/* Returns the number of the selected packet among its kind, of the kept ones. */
static uint32_t count_nth(const struct problems_view *v)
{
	uint32_t nth = 0;
	for (uint32_t n = problems_frame_after(v, 0);
	     n != 0 && n <= v->packet && nth < COUNT_A_DRAWING; n = problems_frame_after(v, n))
		nth++;
	return nth;
}

void problems_select(struct problems_view *v, uint32_t packet)
{
	v->packet = packet;
	v->nth = count_nth(v);
}

void problems_forget(struct shell *shell)
{
	struct problems_view *v = own(shell->view[VIEW_PROBLEMS]);
	const struct model *m = shell->run->model;
	if (v->model != m || !shell_is_top(shell, VIEW_PROBLEMS))
		return;
	if (v->tally.session != 0 && model_session(m, v->tally.session) == NULL)
		begin(v, 0);
	if (!v->inside || v->settled == model_first(m))
		return;
	v->settled = model_first(m);
	if (v->top < v->settled)
		v->top = problems_frame_after(v, 0);
	if (v->packet < v->settled)
		v->packet = problems_frame_after(v, 0);
	v->inside = v->packet != 0;
	v->nth = count_nth(v);
}

/* Scrolls the selected row into view. */
static void settle(struct problems_view *v, int page)
{
	uint32_t n = v->top;
	if (v->top == 0 || v->packet < v->top)
		v->top = v->packet;
	for (int row = 1; n != 0 && n < v->packet && row < page; row++)
		n = problems_frame_after(v, n);
	if (n == v->packet || v->top == v->packet)
		return;
	n = v->packet;
	for (int row = 1; n != 0 && row < page; row++) {
		v->top = n;
		n = problems_frame_before(v, n);
	}
	v->top = n != 0 ? n : v->top;
}

static void update(struct view *view)
{
	struct problems_view *v = own(view);
	keep_model(v);
	count_on(v);
	if (v->inside)
		settle(v, rows(view));
}

static void move_kinds(struct problems_view *v, long by)
{
	uint8_t kind[EVENT_COUNT];
	long count = problems_kinds(v, kind), at = problems_kind_row(v, kind, (unsigned)count);
	if (count != 0)
		v->event = kind[by > 0 ? (by > count - 1 - at ? count - 1 : at + by)
		                       : (by < -at ? 0 : at + by)];
}

static void step(struct problems_view *v, bool forward)
{
	uint32_t n =
	    forward ? problems_frame_after(v, v->packet) : problems_frame_before(v, v->packet);
	if (n == 0)
		return;
	v->packet = n;
	v->nth += forward ? 1 : (uint32_t)-1;
}

static void to_end(struct problems_view *v, bool last)
{
	v->packet = last ? problems_frame_before(v, shell_packets(v->view.shell) + 1)
	                 : problems_frame_after(v, 0);
	v->nth = last ? v->tally.begun[v->event] : 1;
}

static void move(struct view *view, long by)
{
	struct problems_view *v = own(view);
	keep_model(v);
	if (!v->inside)
		move_kinds(v, by);
	else if (by == MOVE_FIRST || by == MOVE_LAST)
		to_end(v, by == MOVE_LAST);
	else
		for (; by != 0; by += by > 0 ? -1 : 1)
			step(v, by > 0);
}

static void open(struct view *view, unsigned count)
{
	struct problems_view *v = own(view);
	uint8_t kind[EVENT_COUNT];
	(void)count;
	keep_model(v);
	if (v->inside) {
		session_jump(view->shell, v->packet);
		return;
	}
	unsigned many = problems_kinds(v, kind);
	if (many == 0)
		return;
	v->event = kind[problems_kind_row(v, kind, many)];
	v->inside = true;
	v->top = 0;
	to_end(v, false);
}

static void back(struct view *view, unsigned count)
{
	struct problems_view *v = own(view);
	(void)count;
	if (v->inside)
		v->inside = false;
	else
		shell_pop(view->shell);
}

static void other_scope(struct view *view, unsigned count)
{
	struct problems_view *v = own(view);
	(void)count;
	begin(v, v->tally.session == 0 ? view->shell->session : 0);
}

/* If the view is already open below, go back to it. */
static bool return_to_open(struct shell *shell)
{
	for (unsigned i = 0; i < shell->stacked; i++)
		if (shell->stack[i] == VIEW_PROBLEMS) {
			shell->stacked = i + 1;
			return true;
		}
	return false;
}

void problems_open(struct shell *shell)
{
	bool list = shell_context(shell) == IN_LIST;
	if (shell_packets(shell) == 0) {
		shell_say(shell, "No segments yet");
		return;
	}
	if (!return_to_open(shell)) {
		begin(own(shell->view[VIEW_PROBLEMS]), list ? 0 : shell->session);
		shell_push(shell, VIEW_PROBLEMS);
	}
}

/* Returns false if the row has no frame. */
static bool select_frame(struct problems_view *v, int row)
{
	uint32_t n = v->top, nth = v->nth;
	for (uint32_t m = n; m != 0 && m < v->packet; m = problems_frame_after(v, m))
		nth--;
	for (; row > 0 && n != 0; row--, nth++)
		n = problems_frame_after(v, n);
	if (n == 0)
		return false;
	v->packet = n;
	v->nth = nth;
	return true;
}

static bool select_row(struct problems_view *v, int row)
{
	if (v->inside)
		return select_frame(v, row);
	move_kinds(v, MOVE_FIRST);
	move_kinds(v, row);
	return true;
}

static void point(struct view *view, const struct pointer *pointer)
{
	struct problems_view *v = own(view);
	if (pointer->click == CLICK_WHEEL_UP || pointer->click == CLICK_WHEEL_DOWN)
		move(view, pointer->click == CLICK_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
	int row = pointer->row - view->shell->layout.body.row - 1;
	keep_model(v);
	if (pointer->click > CLICK_DOUBLE || row < 0 || row >= rows(view))
		return;
	if (select_row(v, row) && pointer->click == CLICK_DOUBLE)
		open(view, 0);
}

static bool covers_all(const struct view *view)
{
	return ((const struct problems_view *)view)->tally.session == 0;
}

static void problems_view_free(struct view *view)
{
	free(own(view));
}

static view_action *const on[ACTION_COUNT] = {
	[ACTION_OPEN] = open,
	[ACTION_SEARCH] = problems_search,
	[ACTION_SEARCH_NEXT] = problems_search_next,
	[ACTION_SEARCH_PREV] = problems_search_prev,
	[ACTION_SAVE] = problems_save,
	[ACTION_COPY] = problems_copy,
	[ACTION_BACK] = back,
	[ACTION_QUIT] = back,
	[ACTION_PROBLEMS] = other_scope,
};

static const struct view_ops ops = {
	.free = problems_view_free,
	.context = context,
	.update = update,
	.layout = problems_layout,
	.move = move,
	.rows = rows,
	.on = on,
	.point = point,
	.covers_all = covers_all,
	.due = due,
};

struct view *problems_view_new(struct shell *shell)
{
	struct problems_view *v = memory_zeroed(1, sizeof(*v));
	v->view = (struct view){ .ops = &ops, .shell = shell };
	v->save = (struct text_save){ .shell = shell, .write = problems_write, .ctx = v };
	return &v->view;
}
