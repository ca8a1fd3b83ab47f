#include "tui/view/ui.h"

#include <stdarg.h>
#include <stdio.h>

#include "capture/os/clock.h"
#include "capture/os/services.h"
#include "tui/run/lab_run.h"
#include "tui/view/after_forgetting.h"
#include "tui/view/chrome.h"
#include "tui/view/global_actions.h"
#include "tui/view/go_to.h"
#include "tui/view/list_view.h"
#include "tui/view/replay.h"
#include "tui/view/session_view.h"

#define SLICE_NS INT64_C(8000000)

void ui_init(struct ui *ui, struct run *run, struct screen *screen)
{
	*ui = (struct ui){ .run = run, .screen = screen };
	ui->set.raw_seq = run->options->raw_seq;
	ui->set.form = run->options->form;
	ui->set.time = run->options->time;
	ui->follow = run->options->input != INPUT_FILE;
	play_init(&ui->play);
	ui_push(ui, &session_view_ops);
	if (run->lab != NULL)
		ui_say(ui, "%s: i tells what is to be seen", lab_run_title(run));
	if (run->notice[0] != '\0')
		ui_say(ui, "%s", run->notice);
}

void ui_free(struct ui *ui)
{
	page_free(&ui->ladder.details.page);
	page_free(&ui->text.page);
	list_order_free(&ui->list.order);
}

const struct view_ops *ui_view(const struct ui *ui)
{
	return ui->view[ui->views - 1];
}

enum context ui_context(const struct ui *ui)
{
	return ui_view(ui)->context(ui);
}

void ui_push(struct ui *ui, const struct view_ops *view)
{
	if (ui->views < VIEWS_MAX)
		ui->view[ui->views++] = view;
}

void ui_pop(struct ui *ui)
{
	if (ui->views > 1)
		ui->views--;
}

void ui_to_list(struct ui *ui)
{
	ui->view[0] = &list_view_ops;
	ui->views = 1;
	ui->play.on = false;
	if (ui->list.session == 0)
		ui->list.session = ui->ladder.session;
}

void ui_leave(struct ui *ui, bool quit)
{
	if (ui->views > 1)
		ui_pop(ui);
	else if (ui_view(ui) == &session_view_ops && ui_sessions(ui) > 1)
		ui_to_list(ui);
	else if (quit)
		common_quit(ui);
	else
		ui_say(ui, "q quits");
}

void ui_say(struct ui *ui, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(ui->status, sizeof(ui->status), format, args);
	va_end(args);
	ui->status_is_error = false;
}

void ui_fail(struct ui *ui, const struct err *err)
{
	ui_say(ui, "%s", err->text);
	ui->status_is_error = true;
}

void ui_ask(struct ui *ui, const char *text, const struct choice *choices, size_t count)
{
	struct question *q = &ui->question;
	*q = (struct question){ .open = true };
	snprintf(q->text, sizeof(q->text), "%s", text);
	for (size_t i = 0; i < count && i < CHOICES_MAX; i++)
		q->choice[q->choices++] = choices[i];
}

void ui_enter(struct ui *ui, const char *label, const char *text, struct history *history,
    void (*entered)(struct ui *ui, const char *text))
{
	ui->entry.open = true;
	ui->entry.label = label;
	ui->entry.entered = entered;
	prompt_begin(&ui->entry.prompt, text, history);
}

struct ladder_style ui_style(const struct ui *ui, int cells)
{
	const struct model *m = ui->run->model;
	const struct packet *last = model_packet(m, model_packets(m));
	return (struct ladder_style){
		.width = cells > LADDER_WIDTH_MIN ? (unsigned)cells : LADDER_WIDTH_MIN,
		.ascii = screen_ascii(ui->screen),
		.raw_seq = ui->set.raw_seq,
		.wide_frames = last != NULL && last->frame > 99999,
		.time = ui->set.time,
		.utc_offset = last != NULL ? clock_utc_offset(last->time_ns) : 0,
		.service = ui->run->options->numeric ? NULL : services_name,
	};
}

uint32_t ui_packets(const struct ui *ui)
{
	return ui->paused ? ui->paused_at : model_packets(ui->run->model);
}

uint32_t ui_packets_kept(const struct ui *ui)
{
	uint32_t first = model_first(ui->run->model), last = ui_packets(ui);
	return last >= first ? last - first + 1 : 0;
}

uint32_t ui_sessions(const struct ui *ui)
{
	return ui->paused ? ui->paused_sessions : model_sessions(ui->run->model);
}

void ui_pause(struct ui *ui)
{
	ui->paused = true;
	ui->paused_at = model_packets(ui->run->model);
	ui->paused_sessions = model_sessions(ui->run->model);
}

bool ui_running(const struct ui *ui)
{
	return run_running(ui->run);
}

/* Shows the first session as soon as there is one; the list, where a file turns out to
 * have several. */
static void begin(struct ui *ui)
{
	uint32_t sessions = ui_sessions(ui);
	if (ui->ladder.session == 0 && sessions != 0 && ui_view(ui) == &session_view_ops)
		session_show(ui, model_session_after(ui->run->model, 0));
	bool file = ui->run->options->input == INPUT_FILE;
	if (file && sessions > 1 && !ui->touched && ui_view(ui) == &session_view_ops)
		ui_to_list(ui);
}

static void follow(struct ui *ui)
{
	/* The user has just connected the client, and wants to see that. */
	if (ui->expect_session != 0 && ui_sessions(ui) >= ui->expect_session) {
		uint32_t session = ui->expect_session;
		ui->expect_session = 0;
		ui->follow = true;
		session_show(ui, session);
	}
	if (!ui->follow || ui->play.on || ui->ladder.session == 0)
		return;
	ui->ladder.packet = session_last(ui);
}

/* Said once, and not in the middle of something else. */
static void tell_end(struct ui *ui)
{
	if (!ui->run->played || ui->told_end || ui->question.open || ui->entry.open)
		return;
	ui->told_end = true;
	ui_say(ui, "%s; L runs it again%s",
	    ui->run->cut_off ? "The run was cut off by its limit" : "The run is over",
	    ui->run->vantages > 1 ? ", v looks from the other end" : "");
}

void ui_tick(struct ui *ui, int64_t now_ns)
{
	forgotten_settle(ui);
	begin(ui);
	tell_end(ui);
	follow(ui);
	ui->run->watched = ui->ladder.session;
	replay_tick(ui, now_ns);
	if (ui->search.running)
		find_slice(ui, clock_monotonic() + SLICE_NS);
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

int64_t ui_due(const struct ui *ui)
{
	const struct list_order *order = &ui->list.order;
	int64_t due = -1;
	bool filling = ui_view(ui) == &text_view_ops && ui->text.pending;
	if (ui->search.running || problems_pending(ui) || filling)
		due = 0;
	if (ui->play.on)
		due = earlier(due, ui->play.due_ns);
	if (ui_view(ui) == &list_view_ops && order->packets != model_packets(ui->run->model))
		due = earlier(due, order->next_ns);
	return due;
}

static void draw_too_small(const struct canvas *c)
{
	char text[80];
	snprintf(text, sizeof(text), "needs %dx%d, has %dx%d", LAYOUT_MIN_COLS, LAYOUT_MIN_ROWS,
	    c->at.cols, c->at.rows);
	canvas_text(c, 0, 0, look(TINT_HEADING), text);
}

/* All rows that the ladder will have, also those that playing has not come to: the panes stay
 * where they are. */
static int ladder_rows(const struct ui *ui)
{
	const struct session *s = model_session(ui->run->model, ui->ladder.session);
	return s == NULL ? 0 : s->count < INT16_MAX ? (int)s->count : INT16_MAX;
}

void ui_draw(struct ui *ui)
{
	struct canvas c = screen_begin(ui->screen);
	struct source_status status;
	struct rect cursor = { 0 };
	source_status(ui->run->source, &status);
	struct layout_wish wish = {
		.size = { c.at.rows, c.at.cols },
		.banner = status.failed || status.paused || ui->run->limit[0] != '\0',
		.link = ui->run->lab != NULL,
		.nothing = ui->ladder.packet == 0,
		.explain = ui_view(ui) == &session_view_ops,
		.details = ui->ladder.details_open,
		.zoom = ui->ladder.zoom,
		.focus = ui->ladder.focus,
		.grow = ui->ladder.grow,
		.ladder_rows = ladder_rows(ui),
	};
	layout_compute(&wish, &ui->layout);
	if (ui->layout.too_small) {
		draw_too_small(&c);
	} else {
		ui_view(ui)->draw(ui, &c);
		chrome_draw(ui, &c, &status, &cursor);
	}
	screen_show(ui->screen, &cursor);
}
