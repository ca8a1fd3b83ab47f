/* Keys, on their way to what they do: into a line being typed, a question, a number, or an action
 * of the view. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "tui/view/chrome.h"
#include "tui/view/global_actions.h"
#include "tui/view/ui.h"

static void answer(struct ui *ui, int key)
{
	struct question q = ui->question;
	if (key == PRESS_ESCAPE) {
		ui->question.open = false;
		ui->quit_after_save = false;
		return;
	}
	for (size_t i = 0; i < q.choices; i++)
		if (q.choice[i].key == key) {
			ui->question.open = false;
			q.choice[i].chosen(ui);
			return;
		}
	if (q.other != NULL) {
		ui->question.open = false;
		q.other(ui, key);
	}
}

static void type(struct ui *ui, int key)
{
	struct entry *entry = &ui->entry;
	enum prompt_result result = prompt_key(&entry->prompt, key);
	if (result == PROMPT_EDITING)
		return;
	entry->open = false;
	if (result == PROMPT_ENTERED) {
		char text[PROMPT_TEXT];
		memcpy(text, entry->prompt.text, sizeof(text));
		entry->entered(ui, text);
	} else {
		ui->quit_after_save = false;
	}
}

/* Rows that an action moves by. False when it is not about moving. */
static bool rows_of(const struct ui *ui, enum action action, unsigned count, long *rows)
{
	long page = ui_view(ui)->rows(ui);
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
	const struct view_ops *view = ui_view(ui);
	long rows;
	if (action == ACTION_LAST && count != 0)
		action = ACTION_GOTO;
	if (rows_of(ui, action, count, &rows)) {
		view->move(ui, rows);
		/* Whoever goes to the end of what is live wants to stay there. */
		if (action == ACTION_LAST && (ui_context(ui) & IN_LADDER) && ui_running(ui))
			ui->follow = true;
		return;
	}
	action_fn *fn =
	    view->on != NULL && view->on[action] != NULL ? view->on[action] : common_on[action];
	if (fn != NULL)
		fn(ui, count);
}

void ui_act(struct ui *ui, enum action action)
{
	act(ui, action, 0);
}

static void press(struct ui *ui, int key)
{
	bool digit = (key >= '1' && key <= '9') || (key == '0' && ui->count != 0);
	if (digit) {
		if (ui->count < 100000000)
			ui->count = ui->count * 10 + (unsigned)(key - '0');
		return;
	}
	unsigned count = ui->count;
	ui->count = 0;
	enum action action = keys_action(ui_context(ui), key);
	if (action != ACTION_NONE) {
		act(ui, action, count);
	} else if (count == 0 || key != PRESS_ESCAPE) {
		char name[KEY_TEXT];
		key_text(key, name, sizeof(name));
		ui_say(ui, "%s does nothing here; ? shows the keys", name);
	}
}

static void point(struct ui *ui)
{
	struct pointer pointer = screen_pointer(ui->screen);
	int key = chrome_key_at(ui, &pointer);
	if (key != PRESS_NOTHING)
		ui_key(ui, key);
	else if (!ui->question.open && !ui->entry.open && ui_view(ui)->point != NULL)
		ui_view(ui)->point(ui, &pointer);
}

void ui_key(struct ui *ui, int key)
{
	ui->touched = true;
	ui->status[0] = '\0';
	if (ui->search.running) {
		ui->search.running = false;
		ui_say(ui, "Search stopped");
		if (key == PRESS_ESCAPE)
			return;
	}
	if (ui->layout.too_small && key != 'q' && key != PRESS_CTRL('c'))
		return;
	if (key == PRESS_POINTER)
		point(ui);
	else if (ui->entry.open)
		type(ui, key);
	else if (ui->question.open)
		answer(ui, key);
	else
		press(ui, key);
}
