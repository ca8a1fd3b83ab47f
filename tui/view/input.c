/* Dispatches keys: to a prompt, a question, a number, or an action of the view. */
#include <stdio.h>

#include "core/base/array.h"
#include "tui/term/screen.h"
#include "tui/view/global_actions.h"
#include "tui/view/status.h"
#include "tui/view/ui.h"

/* Sets the rows that an action moves by. False if the action is no movement. */
static bool rows_of(const struct view *view, enum action action, unsigned count, long *rows)
{
	long page = view->ops->rows(view);
	long times = count != 0 ? (long)count : 1, half = page > 3 ? page / 2 : 1;
	long whole = page > 2 ? page - 1 : 1;
	const struct {
		enum action action;
		long rows;
	} moves[] = {
		{ ACTION_DOWN, times },
		{ ACTION_UP, -times },
		{ ACTION_HALF_DOWN, half },
		{ ACTION_HALF_UP, -half },
		{ ACTION_PAGE_DOWN, whole },
		{ ACTION_PAGE_UP, -whole },
		{ ACTION_FIRST, MOVE_FIRST },
		{ ACTION_LAST, MOVE_LAST },
	};
	for (size_t i = 0; i < ARRAY_LEN(moves); i++)
		if (moves[i].action == action) {
			*rows = moves[i].rows;
			return true;
		}
	return false;
}

static void act(struct ui *ui, enum action action, unsigned count)
{
	struct shell *shell = &ui->shell;
	struct view *view = shell_top(shell);
	const struct view_ops *ops = view->ops;
	long rows;
	if (action == ACTION_LAST && count != 0)
		action = ACTION_GOTO;
	if (rows_of(view, action, count, &rows)) {
		ops->move(view, rows);
		/* Going to the end of a live session starts following. */
		if (action == ACTION_LAST && (shell_context(shell) & IN_LADDER) &&
		    run_running(shell->run))
			shell->follow = true;
	} else if (ops->on != NULL && ops->on[action] != NULL) {
		ops->on[action](view, count);
	} else {
		common_act(&ui->tools, action, count);
	}
}

/* Does what help or a command asked for. */
static void act_on(struct ui *ui)
{
	enum action action = ui->shell.act;
	ui->shell.act = ACTION_NONE;
	if (action != ACTION_NONE)
		act(ui, action, 0);
}

/* Views and menus only set a flag; whether packets would be lost is checked here. */
static void quit_if_asked(struct ui *ui)
{
	bool quit = ui->shell.quit;
	ui->shell.quit = false;
	if (quit)
		common_quit(&ui->tools);
}

void ui_act(struct ui *ui, enum action action)
{
	act(ui, action, 0);
	quit_if_asked(ui);
}

static void press(struct ui *ui, int key)
{
	struct view *top = shell_top(&ui->shell);
	if (top->ops->type != NULL && top->ops->type(top, key))
		return;
	bool digit = (key >= '1' && key <= '9') || (key == '0' && ui->count != 0);
	if (digit) {
		if (ui->count < 100000000)
			ui->count = ui->count * 10 + (unsigned)(key - '0');
		return;
	}
	unsigned count = ui->count;
	ui->count = 0;
	enum action action = keys_action(shell_context(&ui->shell), key);
	if (action != ACTION_NONE) {
		act(ui, action, count);
	} else if (count == 0 || key != PRESS_ESCAPE) {
		char name[KEY_TEXT];
		key_text(key, name, sizeof(name));
		shell_say(&ui->shell, "%s has no function here; ? shows the keys", name);
	}
}

static void point(struct ui *ui)
{
	struct shell *shell = &ui->shell;
	struct view *top = shell_top(shell);
	struct pointer pointer = screen_pointer(shell->screen);
	int key = chrome_key_at(&ui->chrome, shell, &pointer);
	bool wheel = pointer.click == CLICK_WHEEL_UP || pointer.click == CLICK_WHEEL_DOWN;
	if (key != PRESS_NOTHING)
		ui_key(ui, key);
	else if (wheel && rect_holds(shell->layout.status, pointer.row, pointer.col))
		status_scroll(shell, pointer.click == CLICK_WHEEL_UP ? -1 : 1);
	else if (pointer.click == CLICK_DRAG && !shell_is_top(shell, VIEW_SESSION))
		return; /* only borders are dragged */
	else if (!asking_open(&shell->asking) && top->ops->point != NULL)
		top->ops->point(top, &pointer);
}

/* Returns false if the key stopped the search. */
static bool stop_search(struct ui *ui, int key)
{
	if (!ui->tools.find.search.running)
		return true;
	ui->tools.find.search.running = false;
	shell_say(&ui->shell, "Search stopped");
	return key != PRESS_ESCAPE;
}

static void answer(struct ui *ui, int key)
{
	if (!asking_take(&ui->shell.asking, key))
		ui->tools.save.quit_after = false;
}

void ui_key(struct ui *ui, int key)
{
	struct shell *shell = &ui->shell;
	ui->touched = true;
	shell_say_nothing(shell);
	if (!stop_search(ui, key))
		return;
	if (shell->layout.too_small && key != 'q' && key != PRESS_CTRL('c'))
		return;
	if (key == PRESS_POINTER)
		point(ui);
	else if (asking_open(&shell->asking))
		answer(ui, key);
	else
		press(ui, key);
	act_on(ui);
	quit_if_asked(ui);
}
