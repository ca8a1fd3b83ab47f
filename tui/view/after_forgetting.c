#include "tui/view/after_forgetting.h"

#include <inttypes.h>

#include "tui/view/session_view.h"

static bool is_forgotten(const struct model *m, uint32_t packet)
{
	return packet != 0 && packet < model_first(m);
}

static void settle_pause(struct ui *ui)
{
	if (!ui->paused || !is_forgotten(ui->run->model, ui->paused_at))
		return;
	ui->paused = false;
	ui_say(ui, "What was shown is forgotten: the display goes on");
}

/* The session after it took its place at the old end; where there is none, the oldest. */
static uint32_t neighbour(const struct model *m, uint32_t session)
{
	uint32_t next = model_session_after(m, session);
	return next != 0 ? next : model_session_after(m, 0);
}

static void settle_session(struct ui *ui)
{
	struct session_view *v = &ui->ladder;
	const struct model *m = ui->run->model;
	if (v->session == 0 || model_session(m, v->session) != NULL)
		return;
	uint32_t gone = v->session;
	ui->play.on = false;
	v->session = neighbour(m, gone);
	v->packet = model_session(m, v->session)->first;
	v->top = 1;
	if (ui_view(ui) == &session_view_ops)
		ui_say(ui, "Session %" PRIu32 " is forgotten; this is session %" PRIu32, gone,
		    v->session);
}

/* Rows move up as the session loses them, so that the same ones stay in sight. */
static void settle_rows(struct ui *ui)
{
	struct session_view *v = &ui->ladder;
	const struct session *s = model_session(ui->run->model, v->session);
	if (s == NULL)
		return;
	uint32_t gone = session_forgotten(s);
	uint32_t since = v->rows_of == v->session ? gone - v->gone : 0;
	v->top = v->top > since ? v->top - since : 1;
	v->rows_of = v->session;
	v->gone = gone;
	if (is_forgotten(ui->run->model, v->packet))
		v->packet = s->first;
}

static void settle_list(struct ui *ui)
{
	const struct model *m = ui->run->model;
	list_order_forget(&ui->list.order, m);
	if (ui->list.session != 0 && model_session(m, ui->list.session) == NULL)
		ui->list.session = neighbour(m, ui->list.session);
}

static void settle_search(struct ui *ui)
{
	struct search *search = &ui->search;
	const struct model *m = ui->run->model;
	if (!search->running)
		return;
	uint32_t first = model_first(m);
	const struct session *s = model_session(m, search->session);
	if (!search->everywhere && s == NULL) {
		search->running = false;
		ui_say(ui, "The session that was searched is forgotten");
		return;
	}
	if (!search->everywhere)
		first = s->first;
	if (is_forgotten(m, search->at))
		search->at = first;
	if (is_forgotten(m, search->start))
		search->start = first;
}

void forgotten_settle(struct ui *ui)
{
	if (model_first(ui->run->model) == 1)
		return;
	settle_pause(ui);
	settle_session(ui);
	settle_rows(ui);
	settle_list(ui);
	settle_search(ui);
	problems_settle(ui);
}
