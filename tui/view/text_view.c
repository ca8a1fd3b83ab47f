#include "tui/view/text_view.h"

#include <stdio.h>

#include "tui/text/pane_head.h"
#include "tui/view/ui.h"

void text_view_open(struct ui *ui, const char *title, uint32_t about,
    void (*fill)(struct ui *ui, struct page *page, unsigned cells))
{
	struct text_view *v = &ui->text;
	snprintf(v->title, sizeof(v->title), "%s", title);
	v->fill = fill;
	v->about = about;
	v->cells = 0;
	v->pending = false;
	v->page.top = 0;
	v->page.pan = 0;
	if (ui_view(ui) != &text_view_ops)
		ui_push(ui, &text_view_ops);
}

static enum context context(const struct ui *ui)
{
	(void)ui;
	return IN_TEXT;
}

static void draw(struct ui *ui, const struct canvas *screen)
{
	struct text_view *v = &ui->text;
	struct rect body = ui->layout.body;
	struct rect head = { body.row, 0, 1, body.cols };
	struct rect rest = { body.row + 1, 1, body.rows - 1, body.cols - 2 };
	if (v->cells != rest.cols || v->form != ui->set.form || v->pending) {
		v->cells = rest.cols;
		v->form = ui->set.form;
		page_clear(&v->page);
		v->fill(ui, &v->page, (unsigned)rest.cols);
		if (v->page.lines.count == 0 && v->page.len == 0)
			lines_add(&v->page.lines, TINT_FAINT, "This is forgotten by now.");
		page_layout(&v->page, v->form, (unsigned)rest.cols, screen_ascii(ui->screen));
	}
	pane_head_draw(screen, head, v->title, NULL, true);
	struct canvas part = canvas_part(screen, rest);
	page_draw(&v->page, &part);
}

static int rows(const struct ui *ui)
{
	return ui->layout.body.rows - 1;
}

static void move(struct ui *ui, long lines)
{
	page_scroll(&ui->text.page, lines, rows(ui));
}

static void right(struct ui *ui, unsigned count)
{
	(void)count;
	page_pan(&ui->text.page, 8);
}

static void left(struct ui *ui, unsigned count)
{
	(void)count;
	page_pan(&ui->text.page, -8);
}

static void point(struct ui *ui, const struct pointer *pointer)
{
	if (pointer->click == CLICK_WHEEL_UP || pointer->click == CLICK_WHEEL_DOWN)
		move(ui, pointer->click == CLICK_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
}

static action_fn *const on[ACTION_COUNT] = {
	[ACTION_RIGHT] = right,
	[ACTION_LEFT] = left,
};

const struct view_ops text_view_ops = {
	.context = context,
	.draw = draw,
	.move = move,
	.rows = rows,
	.on = on,
	.point = point,
};
