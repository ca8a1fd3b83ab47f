#include "tui/view/list_view.h"

#include <stdio.h>
#include <string.h>

#include "capture/os/clock.h"
#include "capture/os/services.h"
#include "core/base/text.h"
#include "tui/text/human.h"
#include "tui/text/pane_head.h"
#include "tui/view/empty.h"
#include "tui/view/list_columns.h"
#include "tui/view/session_view.h"

#define HEAD_ROWS 2  /* name, titles */
#define NUMBER_MIN 4 /* cells of its title and the sign of sorting */

static enum context context(const struct ui *ui)
{
	(void)ui;
	return IN_LIST;
}

static int rows(const struct ui *ui)
{
	return ui->layout.body.rows - HEAD_ROWS;
}

/* The selected session, moved to the first where the filter has taken it away. */
static void settle(struct ui *ui)
{
	struct list_view *v = &ui->list;
	uint32_t row = list_order_row(&v->order, v->session);
	if (list_order_at(&v->order, row) != v->session)
		v->session = list_order_at(&v->order, 0);
	uint32_t page = rows(ui) > 0 ? (uint32_t)rows(ui) : 1;
	if (row < v->top)
		v->top = row;
	if (row >= v->top + page)
		v->top = row + 1 - page;
	if (v->top + page > v->order.count)
		v->top = v->order.count > page ? v->order.count - page : 0;
}

static const char *(*namer(const struct ui *ui))(uint16_t)
{
	return ui->run->options->numeric ? NULL : services_name;
}

/* The widest endpoint in sight, and no less than its title needs. */
static int ends_cells(struct ui *ui)
{
	unsigned widest = 15;
	for (int row = 0; row < rows(ui); row++) {
		uint32_t session = list_order_at(&ui->list.order, ui->list.top + (uint32_t)row);
		char text[ENDPOINT_TEXT + 32];
		for (enum list_column i = COLUMN_A; session != 0 && i <= COLUMN_B; i++) {
			list_column_text(ui->run->model, session, i, namer(ui), text, sizeof(text));
			unsigned cells = text_width(text);
			widest = cells > widest ? cells : widest;
		}
	}
	return (int)widest;
}

static void fit_columns(struct ui *ui, struct list_columns *out)
{
	char number[HUMAN_TEXT];
	int digits = snprintf(number, sizeof(number), "%u", ui_sessions(ui));
	struct list_facts facts = {
		.cells = ui->layout.body.cols,
		.ends_cells = ends_cells(ui),
		.number_cells = digits > NUMBER_MIN ? digits : NUMBER_MIN,
		.trouble = model_trouble(ui->run->model) != 0,
		.sort = ui->list.order.sort,
	};
	list_columns_fit(&facts, out);
}

/* Which way the numbers of the column run. Sessions begin with the first, all else with
 * the largest. */
static enum glyph direction(const struct list_order *order)
{
	return (order->sort == SORT_NUMBER) != order->reverse ? GLYPH_UP : GLYPH_DOWN;
}

static void draw_cell(const struct canvas *c, int row, const struct list_columns *columns,
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

static void draw_session(struct ui *ui, const struct canvas *c, int row,
    const struct list_columns *columns, uint32_t session)
{
	const struct session *s = model_session(ui->run->model, session);
	bool selected = session == ui->list.session;
	uint8_t mark = selected ? MARK_SELECTED : MARK_NONE;
	if (selected) {
		canvas_fill(c, row, 0, c->at.cols, (struct look){ ROLE_PLAIN, mark });
		canvas_text(
		    c, row, 0, (struct look){ TINT_HEADING, mark }, canvas_glyph(c, GLYPH_POINTER));
	}
	/* Where the column of problems has no room, a sign still tells of them. */
	if (s->trouble != 0 && columns->col[COLUMN_TROUBLE] < 0)
		canvas_text(c, row, 1, (struct look){ ROLE_TROUBLE, mark }, "!");
	for (enum list_column i = 0; i < COLUMN_COUNT; i++) {
		char text[ENDPOINT_TEXT + 32];
		if (columns->col[i] < 0)
			continue;
		struct list_end how = { columns->cells[i], namer(ui), screen_ascii(ui->screen) };
		if (i == COLUMN_A || i == COLUMN_B)
			list_end_text(ui->run->model, session, i, &how, text, sizeof(text));
		else
			list_column_text(ui->run->model, session, i, namer(ui), text, sizeof(text));
		draw_cell(c, row, columns, i, text, (struct look){ (uint8_t)tint_of(s, i), mark });
	}
}

static void draw_head(
    struct ui *ui, const struct canvas *screen, const struct list_columns *columns)
{
	const struct list_order *order = &ui->list.order;
	struct rect body = ui->layout.body;
	char title[64], about[PROMPT_TEXT + 64] = "";
	if (order->filter[0] != '\0')
		snprintf(about, sizeof(about), "filter: %s", order->filter);
	if (order->filter[0] != '\0')
		snprintf(title, sizeof(title), "%u of %u sessions", order->count,
		    model_sessions_kept(ui->run->model));
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
		draw_cell(&head, 0, columns, i, text, look(TINT_HEADING));
	}
}

static void draw(struct ui *ui, const struct canvas *screen)
{
	struct rect body = ui->layout.body;
	struct list_view *v = &ui->list;
	struct list_columns columns;
	list_order_update(&v->order, ui->run->model, ui_sessions(ui), clock_monotonic());
	settle(ui);
	fit_columns(ui, &columns);
	draw_head(ui, screen, &columns);

	struct canvas c = canvas_part(
	    screen, (struct rect){ body.row + HEAD_ROWS, 0, body.rows - HEAD_ROWS, body.cols });
	for (int row = 0; row < c.at.rows; row++) {
		uint32_t session = list_order_at(&v->order, v->top + (uint32_t)row);
		if (session == 0)
			break;
		draw_session(ui, &c, row, &columns, session);
	}
	if (ui_sessions(ui) == 0)
		empty_draw(ui, &c);
	else if (v->order.count == 0)
		canvas_text(&c, 1, 2, look(TINT_HEADING),
		    "No session matches the filter: f changes it, Esc takes it away");
}

static void move(struct ui *ui, long by)
{
	struct list_view *v = &ui->list;
	long count = v->order.count, at = (long)list_order_row(&v->order, v->session);
	if (count == 0)
		return;
	long to = by > 0 ? (by > count - 1 - at ? count - 1 : at + by) : (by < -at ? 0 : at + by);
	v->session = list_order_at(&v->order, (uint32_t)to);
	ui->follow = false;
}

static void open(struct ui *ui, unsigned count)
{
	(void)count;
	if (ui->list.session != 0 && ui->list.session != ui->ladder.session)
		session_show(ui, ui->list.session);
	else if (ui->ladder.packet != 0)
		session_select(ui, ui->ladder.packet);
}

/* The selection goes to the first row: what is sorted for stands there. */
static void sort_by(struct ui *ui, enum sort by, bool reverse)
{
	struct list_order *order = &ui->list.order;
	list_order_sort(order, by, reverse);
	list_order_update(order, ui->run->model, ui_sessions(ui), clock_monotonic());
	ui->list.session = list_order_at(order, 0);
	ui->list.top = 0;
	ui->follow = false;
	ui_say(ui, "Sorted by %s, %s first", sort_name(by), sort_first(by, reverse));
}

static void sort(struct ui *ui, unsigned count)
{
	(void)count;
	sort_by(ui, (ui->list.order.sort + 1) % SORTS, false);
}

static void sort_reverse(struct ui *ui, unsigned count)
{
	(void)count;
	sort_by(ui, ui->list.order.sort, !ui->list.order.reverse);
}

static void filter_entered(struct ui *ui, const char *text)
{
	list_order_filter(&ui->list.order, text);
	ui->list.top = 0;
	if (ui_view(ui) != &list_view_ops)
		ui_to_list(ui);
}

void list_view_filter(struct ui *ui, unsigned count)
{
	(void)count;
	ui_enter(ui, "Sessions with (address, port, state):", ui->list.order.filter,
	    &ui->typed_filters, filter_entered);
}

static void back(struct ui *ui, unsigned count)
{
	(void)count;
	if (ui->list.order.filter[0] != '\0')
		list_order_filter(&ui->list.order, "");
	else
		ui_leave(ui, false);
}

static void quit(struct ui *ui, unsigned count)
{
	(void)count;
	ui_leave(ui, true);
}

static void click_title(struct ui *ui, int col)
{
	struct list_columns columns;
	struct list_order *order = &ui->list.order;
	fit_columns(ui, &columns);
	for (enum list_column i = 0; i < COLUMN_COUNT; i++) {
		bool hit = columns.col[i] >= 0 && col >= columns.col[i] &&
		           col < columns.col[i] + columns.cells[i];
		enum sort by = list_column_sort(i);
		if (hit && by != SORTS)
			sort_by(ui, by, by == order->sort && !order->reverse);
	}
}

static void point(struct ui *ui, const struct pointer *pointer)
{
	int row = pointer->row - ui->layout.body.row - HEAD_ROWS;
	if (pointer->click == CLICK_WHEEL_UP || pointer->click == CLICK_WHEEL_DOWN) {
		move(ui, pointer->click == CLICK_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
		return;
	}
	if (row == -1)
		click_title(ui, pointer->col);
	uint32_t session =
	    row >= 0 ? list_order_at(&ui->list.order, ui->list.top + (uint32_t)row) : 0;
	if (session == 0)
		return;
	ui->list.session = session;
	if (pointer->click == CLICK_DOUBLE)
		open(ui, 0);
}

static action_fn *const on[ACTION_COUNT] = {
	[ACTION_OPEN] = open,
	[ACTION_SORT] = sort,
	[ACTION_SORT_REVERSE] = sort_reverse,
	[ACTION_BACK] = back,
	[ACTION_QUIT] = quit,
};

const struct view_ops list_view_ops = {
	.context = context,
	.draw = draw,
	.move = move,
	.rows = rows,
	.on = on,
	.point = point,
};
