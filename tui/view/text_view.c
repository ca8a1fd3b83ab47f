#include "tui/view/text_view.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/memory.h"
#include "tui/text/pane_head.h"

#define PAN_STEP 8

struct text_view {
	struct view view;
	struct page page;
	char title[120];
	struct text_source source;
	int cells;    /* width that it was filled for; 0: fill again */
	bool pending; /* more text will follow */
	enum form form;
};

static struct text_view *own(struct view *view)
{
	return (struct text_view *)view;
}

static const struct text_view *text_of(const struct shell *shell)
{
	return (const struct text_view *)shell->view[VIEW_TEXT];
}

void text_view_open(struct shell *shell, const char *title, const struct text_source *source)
{
	struct text_view *v = own(shell->view[VIEW_TEXT]);
	snprintf(v->title, sizeof(v->title), "%s", title);
	v->source = *source;
	v->cells = 0;
	v->pending = false;
	v->page.top = 0;
	v->page.pan = 0;
	if (!shell_is_top(shell, VIEW_TEXT))
		shell_push(shell, VIEW_TEXT);
}

bool text_view_holds(const struct shell *shell, text_fill *fill)
{
	return text_of(shell)->source.fill == fill;
}

bool text_view_has_bytes(const struct shell *shell)
{
	return text_of(shell)->page.len != 0;
}

static enum context context(const struct view *view)
{
	(void)view;
	return IN_TEXT;
}

static int rows(const struct view *view)
{
	return view->shell->layout.body.rows - 1;
}

static struct rect text_rect(const struct shell *shell)
{
	struct rect body = shell->layout.body;
	return (struct rect){ body.row + 1, 1, body.rows - 1, body.cols - 2 };
}

static void fill(struct text_view *v, int cells)
{
	const struct shell *shell = v->view.shell;
	v->cells = cells;
	v->form = shell->set.form;
	page_clear(&v->page);
	v->pending = v->source.fill(&v->source, shell, &v->page, (unsigned)cells);
	if (v->page.lines.count == 0 && v->page.len == 0)
		lines_add(&v->page.lines, TINT_FAINT, "These packets are forgotten.");
	page_layout(&v->page, v->form, (unsigned)cells, shell->ascii);
}

static void update(struct view *view)
{
	struct text_view *v = own(view);
	struct rect rect = text_rect(view->shell);
	if (v->cells != rect.cols || v->form != view->shell->set.form || v->pending)
		fill(v, rect.cols);
	page_settle(&v->page, rect.rows);
}

static void layout(const struct view *view, const struct canvas *out)
{
	const struct text_view *v = (const struct text_view *)view;
	struct rect body = view->shell->layout.body;
	struct canvas part = canvas_part(out, text_rect(view->shell));
	pane_head_draw(out, (struct rect){ body.row, 0, 1, body.cols }, v->title, NULL, true);
	page_draw(&v->page, &part);
}

static void move(struct view *view, long lines)
{
	page_scroll(&own(view)->page, lines, rows(view));
}

static void right(struct view *view, unsigned count)
{
	(void)count;
	page_pan(&own(view)->page, PAN_STEP);
}

static void left(struct view *view, unsigned count)
{
	(void)count;
	page_pan(&own(view)->page, -PAN_STEP);
}

static void point(struct view *view, const struct pointer *pointer)
{
	if (pointer->click == CLICK_WHEEL_UP || pointer->click == CLICK_WHEEL_DOWN)
		move(view, pointer->click == CLICK_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
}

static int64_t due(const struct view *view)
{
	return ((const struct text_view *)view)->pending ? 0 : -1;
}

static void text_view_free(struct view *view)
{
	page_free(&own(view)->page);
	free(own(view));
}

static view_action *const on[ACTION_COUNT] = {
	[ACTION_RIGHT] = right,
	[ACTION_LEFT] = left,
};

static const struct view_ops ops = {
	.free = text_view_free,
	.context = context,
	.update = update,
	.layout = layout,
	.move = move,
	.rows = rows,
	.on = on,
	.point = point,
	.due = due,
};

struct view *text_view_new(struct shell *shell)
{
	struct text_view *v = memory_zeroed(1, sizeof(*v));
	v->view = (struct view){ .ops = &ops, .shell = shell };
	return &v->view;
}
