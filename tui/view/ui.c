#include "tui/view/ui.h"

#include <stdio.h>

#include "capture/os/clock.h"
#include "tui/run/lab_run.h"
#include "tui/term/screen.h"
#include "tui/view/after_forgetting.h"
#include "tui/view/bytes_view.h"
#include "tui/view/filter_prompt.h"
#include "tui/view/list_view.h"
#include "tui/view/problems_view.h"
#include "tui/view/replay.h"
#include "tui/view/session_rows.h"
#include "tui/view/session_view.h"
#include "tui/view/settings_view.h"
#include "tui/view/status.h"
#include "tui/view/text_view.h"

#define SLICE_NS INT64_C(8000000)
/* A screen of this height has a row for the aim of the lab's scenario. */
#define AIM_ROWS 20

void ui_init(struct ui *ui, struct run *run, struct screen *screen)
{
	struct shell *shell = &ui->shell;
	*ui = (struct ui){ .count = 0 };
	shell_init(shell, run, screen);
	tools_init(&ui->tools, shell);
	shell_add(shell, VIEW_SESSION, session_view_new(shell));
	shell_add(shell, VIEW_LIST, list_view_new(shell));
	shell_add(shell, VIEW_TEXT, text_view_new(shell));
	shell_add(shell, VIEW_SETTINGS, settings_view_new(shell));
	shell_add(shell, VIEW_PROBLEMS, problems_view_new(shell));
	filter_prompt_begin(shell);
	shell_add(shell, VIEW_BYTES, bytes_view_new(shell));
	shell_push(shell, VIEW_SESSION);
	if (run->lab != NULL)
		shell_say(shell, "%s: i describes it", lab_run_title(run));
	const char *ascii_why = shell->ascii ? run->options->ascii_why : NULL;
	bool both = run->notice[0] != '\0' && ascii_why != NULL;
	if (run->notice[0] != '\0' || ascii_why != NULL)
		shell_say(shell, "%s%s%s", run->notice, both ? ". " : "",
		    ascii_why != NULL ? ascii_why : "");
}

void ui_free(struct ui *ui)
{
	shell_free(&ui->shell);
	scene_free(&ui->scene);
}

/* Shows the first session when it appears; the list, if a file has several. */
static void begin(struct ui *ui)
{
	struct shell *shell = &ui->shell;
	uint32_t sessions = shell_sessions(shell);
	if (shell->session == 0 && sessions != 0 && shell_is_top(shell, VIEW_SESSION))
		session_show(shell, model_session_after(shell->run->model, 0));
	bool file = shell->run->options->input == INPUT_FILE;
	if (file && sessions > 1 && !ui->touched && shell_is_top(shell, VIEW_SESSION))
		shell_to_list(shell);
}

static void follow(struct shell *shell)
{
	/* The user has just connected the client: shows its session. */
	if (shell->expect_session != 0 && shell_sessions(shell) >= shell->expect_session) {
		uint32_t session = shell->expect_session;
		shell->expect_session = 0;
		shell->follow = true;
		session_show(shell, session);
	}
	if (!shell->follow || shell->play.on || shell->session == 0)
		return;
	uint32_t last = session_last(shell);
	shell->packet = last != 0 ? last : shell->packet;
}

/* Selects the segment that the scenario is about, unless the user has chosen another. */
static void select_focus(struct shell *shell)
{
	uint32_t packet = shell->follow ? lab_run_focus(shell->run) : 0;
	if (packet != 0)
		session_select(shell, packet);
}

/* Says it once, and not during a question. */
static void report_end(struct ui *ui)
{
	struct shell *shell = &ui->shell;
	if (!shell->run->played || ui->end_reported || asking_open(&shell->asking))
		return;
	ui->end_reported = true;
	select_focus(shell);
	shell_say(shell, "%s; L runs it again%s",
	    shell->run->cut_off ? "The scenario reached its time limit" : "The scenario is over",
	    shell->run->vantages > 1 ? ", v switches the vantage point" : "");
}

void ui_tick(struct ui *ui, int64_t now_ns)
{
	struct shell *shell = &ui->shell;
	forgotten_settle(&ui->tools);
	begin(ui);
	report_end(ui);
	filter_prompt_settle(shell);
	follow(shell);
	if (filtering_on(&shell->order.filtering))
		list_order_update(&shell->order, shell->run->model, shell_sessions(shell), now_ns);
	status_tick(shell, now_ns);
	shell->run->watched = shell->session;
	replay_tick(shell, now_ns);
	if (ui->tools.find.search.running)
		find_slice(&ui->tools.find, clock_monotonic() + SLICE_NS);
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

int64_t ui_due(const struct ui *ui)
{
	const struct shell *shell = &ui->shell;
	const struct view *top = shell_top(shell);
	bool busy = ui->tools.find.search.running || list_order_busy(&shell->order) ||
	            segment_rows_busy(&shell->rows);
	int64_t due = busy ? 0 : -1;
	if (shell->play.on)
		due = earlier(due, shell->play.due_ns);
	if (shell->status[0] != '\0' && !asking_open(&shell->asking))
		due = earlier(due, shell->status_until_ns);
	if (top->ops->due != NULL)
		due = earlier(due, top->ops->due(top));
	return due;
}

static void layout_too_small(const struct canvas *c)
{
	char text[80];
	snprintf(text, sizeof(text), "needs %dx%d, has %dx%d", LAYOUT_MIN_COLS, LAYOUT_MIN_ROWS,
	    c->at.cols, c->at.rows);
	canvas_text(c, 0, 0, look(TINT_HEADING), text);
}

/* Sets the layout. */
static void place(struct ui *ui, const struct source_status *status, struct size size)
{
	struct shell *shell = &ui->shell;
	struct layout_wish wish = {
		.size = size,
		.banner = status->failed || status->paused || shell->run->limit[0] != '\0',
		.link = shell->run->lab == NULL ? 0
		        : size.rows < AIM_ROWS  ? 1
		                                : 2,
	};
	session_view_wish(shell, &wish);
	status_wish(&ui->tools, ui->count, &wish);
	layout_compute(&wish, &shell->layout);
	status_settle(shell);
}

void ui_layout(struct ui *ui, struct size size)
{
	struct shell *shell = &ui->shell;
	struct view *top = shell_top(shell);
	struct canvas c = scene_begin(&ui->scene, size, shell->ascii);
	struct source_status status;
	source_status(shell->run->source, &status);
	place(ui, &status, size);
	if (shell->layout.too_small) {
		layout_too_small(&c);
		ui->chrome.cursor = (struct rect){ 0 };
		return;
	}
	if (top->ops->update != NULL)
		top->ops->update(top);
	top->ops->layout(top, &c);
	chrome_layout(&ui->tools, &status, &c, &ui->chrome);
}

void ui_draw(struct ui *ui)
{
	struct canvas c = screen_begin(ui->shell.screen);
	ui_layout(ui, (struct size){ c.at.rows, c.at.cols });
	scene_paint(&ui->scene, &c);
	screen_show(ui->shell.screen, &ui->chrome.cursor);
}
