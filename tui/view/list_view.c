#include "tui/view/list_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/os/clock.h"
#include "capture/os/services.h"
#include "capture/source/interfaces.h"
#include "core/base/memory.h"
#include "core/base/text.h"
#include "tui/run/origin_text.h"
#include "tui/text/human.h"
#include "tui/text/pane_head.h"
#include "tui/view/empty.h"
#include "tui/view/filter_prompt.h"
#include "tui/view/list_columns.h"
#include "tui/view/list_verdicts.h"
#include "tui/view/session_rows.h"

#define HEAD_ROWS 2 /* name, titles */
#define JUDGE_NS INT64_C(2000000)
#define NUMBER_MIN 4 /* width of its title with the sort marker */

struct list_view {
	struct view view;
	uint32_t top;   /* row */
	int ends_cells; /* of the widest endpoint seen: columns stay where they are */
	struct list_verdicts verdicts;
};

static struct list_view *own(struct view *view)
{
	return (struct list_view *)view;
}

static enum context context(const struct view *view)
{
	(void)view;
	return IN_LIST;
}

static int rows(const struct view *view)
{
	return view->shell->layout.body.rows - HEAD_ROWS;
}

/* Scrolls the selected session, or the first if the filter hides it, into view. */
static void settle(struct list_view *v)
{
	struct shell *shell = v->view.shell;
	const struct list_order *order = &shell->order;
	uint32_t row = list_order_row(order, shell->listed);
	if (list_order_at(order, row) != shell->listed)
		shell->listed = list_order_at(order, 0);
	uint32_t page = rows(&v->view) > 0 ? (uint32_t)rows(&v->view) : 1;
	if (row < v->top)
		v->top = row;
	if (row >= v->top + page)
		v->top = row + 1 - page;
	if (v->top + page > order->count)
		v->top = order->count > page ? order->count - page : 0;
}

/* With a filter, ui_tick() does it, in slices. */
static void update_order(struct shell *shell)
{
	if (filtering_on(&shell->order.filtering) && !shell->order.resort)
		return;
	list_order_update(
	    &shell->order, shell->run->model, shell_sessions(shell), clock_monotonic());
}

static const char *(*namer(const struct shell *shell))(uint16_t)
{
	return shell->run->options->numeric ? NULL : services_name;
}

static struct list_text text_of(const struct shell *shell, uint32_t session)
{
	const struct model *m = shell->run->model;
	const struct session *s = model_session(m, session);
	return (struct list_text){
		.m = m,
		.service = namer(shell),
		.utc_offset = s != NULL ? clock_utc_offset(model_packet(m, s->first)->time_ns) : 0,
		.interface = origin_interface,
		.run = shell->run,
	};
}

/* Returns the widest endpoint in view, at least as wide as its title. */
static int ends_cells(const struct list_view *v)
{
	const struct shell *shell = v->view.shell;
	unsigned widest = 15;
	for (int row = 0; row < rows(&v->view); row++) {
		uint32_t session = list_order_at(&shell->order, v->top + (uint32_t)row);
		struct list_text how = text_of(shell, session);
		char text[ENDPOINT_TEXT + 32];
		for (enum list_column i = COLUMN_A; session != 0 && i <= COLUMN_B; i++) {
			list_column_text(&how, session, i, text, sizeof(text));
			unsigned cells = text_width(text);
			widest = cells > widest ? cells : widest;
		}
	}
	return (int)widest;
}

static void fit_columns(const struct list_view *v, struct list_columns *out)
{
	const struct shell *shell = v->view.shell;
	char number[HUMAN_TEXT];
	int digits = snprintf(number, sizeof(number), "%u", shell_sessions(shell));
	struct list_facts facts = {
		.cells = shell->layout.body.cols,
		.ends_cells = v->ends_cells,
		.number_cells = digits > NUMBER_MIN ? digits : NUMBER_MIN,
		.interfaces = interfaces_count(source_interfaces(shell->run->source)) > 1,
		.trouble = model_trouble(shell->run->model) != 0,
		.sort = shell->order.sort,
	};
	list_columns_fit(&facts, out);
}

/* Works out the verdicts of the rows in view, in slices of time. */
static void judge(struct list_view *v)
{
	const struct shell *shell = v->view.shell;
	int64_t deadline = clock_monotonic() + JUDGE_NS;
	struct list_columns columns;
	fit_columns(v, &columns);
	v->verdicts.pending = false;
	for (int row = 0; columns.col[COLUMN_VERDICT] >= 0 && row < rows(&v->view); row++) {
		uint32_t session = list_order_at(&shell->order, v->top + (uint32_t)row);
		if (session == 0)
			break;
		if (!list_verdict_known(&v->verdicts, shell->run->model, session) &&
		    clock_monotonic() >= deadline)
			v->verdicts.pending = true;
		else
			list_verdict_judge(&v->verdicts, shell->run->model, session);
	}
}

static void update(struct view *view)
{
	struct list_view *v = own(view);
	update_order(view->shell);
	settle(v);
	int cells = ends_cells(v);
	v->ends_cells = cells > v->ends_cells ? cells : v->ends_cells;
	judge(v);
}

/* Sort direction: sessions ascend, everything else descends. */
static enum glyph direction(const struct list_order *order)
{
	return (order->sort == SORT_NUMBER) != order->reverse ? GLYPH_UP : GLYPH_DOWN;
}

static void put_cell(const struct canvas *c, int row, const struct list_columns *columns,
    enum list_column column, const char *text, struct look look)
{
	int cells = columns->cells[column], used = (int)text_width(text);
	int col = columns->col[column];
	if (list_column_right(column) && used < cells)
		col += cells - used;
	canvas_fitted(c, row, col, cells, look, text);
}

static unsigned tint_of(const struct session *s, enum list_column column)
{
	if (column == COLUMN_NUMBER)
		return ROLE_FRAME;
	if (column == COLUMN_TROUBLE)
		return ROLE_TROUBLE;
	if (column != COLUMN_STATE)
		return ROLE_PLAIN;
	return s->ended == SESSION_CLOSED ? ROLE_CLOSE
	       : s->ended == SESSION_OPEN ? ROLE_HANDSHAKE
	                                  : ROLE_RESET;
}

static void put_session(const struct list_view *v, const struct canvas *c, int row,
    const struct list_columns *columns, uint32_t session)
{
	const struct shell *shell = v->view.shell;
	struct list_text how_text = text_of(shell, session);
	const struct session *s = model_session(shell->run->model, session);
	bool selected = session == shell->listed;
	uint8_t mark = selected ? MARK_SELECTED : MARK_NONE;
	if (selected) {
		canvas_fill(c, row, 0, c->at.cols, (struct look){ ROLE_PLAIN, mark });
		canvas_text(
		    c, row, 0, (struct look){ TINT_HEADING, mark }, canvas_glyph(c, GLYPH_POINTER));
	}
	/* Without space for the column of problems, a sign shows them. */
	if (s->trouble != 0 && columns->col[COLUMN_TROUBLE] < 0)
		canvas_text(c, row, 1, (struct look){ ROLE_TROUBLE, mark }, "!");
	for (enum list_column i = 0; i < COLUMN_COUNT; i++) {
		char text[ENDPOINT_TEXT + 32];
		if (columns->col[i] < 0)
			continue;
		struct list_end how = { columns->cells[i], namer(shell), shell->ascii };
		if (i == COLUMN_A || i == COLUMN_B)
			list_end_text(shell->run->model, session, i, &how, text, sizeof(text));
		else if (i == COLUMN_VERDICT)
			snprintf(
			    text, sizeof(text), "%s", list_verdict_word(&v->verdicts, session));
		else
			list_column_text(&how_text, session, i, text, sizeof(text));
		put_cell(c, row, columns, i, text, (struct look){ (uint8_t)tint_of(s, i), mark });
	}
}

static void put_head(
    const struct shell *shell, const struct canvas *screen, const struct list_columns *columns)
{
	const struct list_order *order = &shell->order;
	struct rect body = shell->layout.body;
	char title[64], about[600] = "";
	bool filtered = filtering_on(&order->filtering);
	if (filtered)
		snprintf(about, sizeof(about), "filter: %.500s", filtering_text(&order->filtering));
	if (filtered)
		snprintf(title, sizeof(title), "%u of %u sessions", order->count,
		    model_sessions_kept(shell->run->model));
	else
		snprintf(title, sizeof(title), "%u sessions", order->count);
	pane_head_draw(screen, (struct rect){ body.row, 0, 1, body.cols }, title, about, false);

	struct canvas head = canvas_part(screen, (struct rect){ body.row + 1, 0, 1, body.cols });
	for (enum list_column i = 0; i < COLUMN_COUNT; i++) {
		if (columns->col[i] < 0)
			continue;
		bool sorted = list_column_sort(i) == order->sort;
		char text[32];
		snprintf(text, sizeof(text), "%s%s", list_column_title(i),
		    sorted ? canvas_glyph(&head, direction(order)) : "");
		put_cell(&head, 0, columns, i, text, look(TINT_HEADING));
	}
}

static void put_none(const struct shell *shell, const struct canvas *c)
{
	char why[160];
	bool busy = list_order_busy(&shell->order);
	filter_prompt_why(shell, true, why, sizeof(why));
	canvas_text(c, 1, 2, look(TINT_HEADING),
	    busy ? "No session matches the filter so far"
	         : "No session matches the filter; f changes it, Esc removes it");
	if (!busy)
		canvas_text(c, 2, 2, look(ROLE_PLAIN), why);
}

static void layout(const struct view *view, const struct canvas *out)
{
	const struct list_view *v = (const struct list_view *)view;
	const struct shell *shell = view->shell;
	struct rect body = shell->layout.body;
	struct list_columns columns;
	fit_columns(v, &columns);
	put_head(shell, out, &columns);

	struct canvas c = canvas_part(
	    out, (struct rect){ body.row + HEAD_ROWS, 0, body.rows - HEAD_ROWS, body.cols });
	for (int row = 0; row < c.at.rows; row++) {
		uint32_t session = list_order_at(&shell->order, v->top + (uint32_t)row);
		if (session == 0)
			break;
		put_session(v, &c, row, &columns, session);
	}
	if (shell_sessions(shell) == 0)
		empty_layout(shell, &c);
	else if (shell->order.count == 0)
		put_none(shell, &c);
}

static void move(struct view *view, long by)
{
	struct shell *shell = view->shell;
	const struct list_order *order = &shell->order;
	long count = order->count, at = (long)list_order_row(order, shell->listed);
	if (count == 0)
		return;
	long to = by > 0 ? (by > count - 1 - at ? count - 1 : at + by) : (by < -at ? 0 : at + by);
	shell->listed = list_order_at(order, (uint32_t)to);
	shell->follow = false;
}

static void open(struct view *view, unsigned count)
{
	struct shell *shell = view->shell;
	(void)count;
	if (shell->listed != 0 && shell->listed != shell->session)
		session_show(shell, shell->listed);
	else if (shell->packet != 0)
		session_select(shell, shell->packet);
}

/* Selects the first row: it has what was sorted for. */
static void sort_by(struct list_view *v, enum sort by, bool reverse)
{
	struct shell *shell = v->view.shell;
	list_order_sort(&shell->order, by, reverse);
	update_order(shell);
	shell->listed = list_order_at(&shell->order, 0);
	v->top = 0;
	shell->follow = false;
	shell_say(shell, "Sorted by %s, %s first", sort_name(by), sort_first(by, reverse));
}

static void sort(struct view *view, unsigned count)
{
	(void)count;
	sort_by(own(view), (view->shell->order.sort + 1) % SORTS, false);
}

static void sort_reverse(struct view *view, unsigned count)
{
	const struct list_order *order = &view->shell->order;
	(void)count;
	sort_by(own(view), order->sort, !order->reverse);
}

static void back(struct view *view, unsigned count)
{
	struct shell *shell = view->shell;
	(void)count;
	struct filter_error error;
	if (filtering_on(&shell->order.filtering))
		list_order_filter(&shell->order, shell->run, "", &error);
	else
		shell_leave(shell, false);
}

static void quit(struct view *view, unsigned count)
{
	(void)count;
	shell_leave(view->shell, true);
}

static void click_title(struct list_view *v, int col)
{
	struct list_columns columns;
	const struct list_order *order = &v->view.shell->order;
	fit_columns(v, &columns);
	for (enum list_column i = 0; i < COLUMN_COUNT; i++) {
		bool hit = columns.col[i] >= 0 && col >= columns.col[i] &&
		           col < columns.col[i] + columns.cells[i];
		enum sort by = list_column_sort(i);
		if (hit && by != SORTS)
			sort_by(v, by, by == order->sort && !order->reverse);
	}
}

static void point(struct view *view, const struct pointer *pointer)
{
	struct list_view *v = own(view);
	struct shell *shell = view->shell;
	int row = pointer->row - shell->layout.body.row - HEAD_ROWS;
	if (pointer->click == CLICK_WHEEL_UP || pointer->click == CLICK_WHEEL_DOWN) {
		move(view, pointer->click == CLICK_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
		return;
	}
	if (row == -1)
		click_title(v, pointer->col);
	uint32_t session = row >= 0 ? list_order_at(&shell->order, v->top + (uint32_t)row) : 0;
	if (session == 0)
		return;
	shell->listed = session;
	if (pointer->click == CLICK_DOUBLE)
		open(view, 0);
}

static bool covers_all(const struct view *view)
{
	(void)view;
	return true;
}

/* With many sessions sorting is delayed: see list_order.h. */
static int64_t due(const struct view *view)
{
	if (((const struct list_view *)view)->verdicts.pending)
		return 0;
	const struct list_order *order = &view->shell->order;
	return order->packets != model_packets(view->shell->run->model) ? order->next_ns : -1;
}

static void list_view_free(struct view *view)
{
	free(own(view));
}

static view_action *const on[ACTION_COUNT] = {
	[ACTION_OPEN] = open,
	[ACTION_SORT] = sort,
	[ACTION_SORT_REVERSE] = sort_reverse,
	[ACTION_BACK] = back,
	[ACTION_QUIT] = quit,
};

static const struct view_ops ops = {
	.free = list_view_free,
	.context = context,
	.update = update,
	.layout = layout,
	.move = move,
	.rows = rows,
	.on = on,
	.point = point,
	.covers_all = covers_all,
	.due = due,
};

struct view *list_view_new(struct shell *shell)
{
	struct list_view *v = memory_zeroed(1, sizeof(*v));
	v->view = (struct view){ .ops = &ops, .shell = shell };
	return &v->view;
}
