#include "tui/view/session_rows.h"

#include <assert.h>

#include "capture/os/clock.h"

/* Returns the last packet of a session with a number up to a limit, by binary search. */
static uint32_t rows_until(const struct model *m, uint32_t session, uint32_t limit)
{
	const struct session *s = model_session(m, session);
	assert(s != NULL);
	uint32_t low = 0, high = s->count;
	while (low < high) {
		uint32_t middle = low + (high - low + 1) / 2;
		if (model_nth(m, session, middle) <= limit)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

uint32_t session_segments(const struct shell *shell)
{
	const struct model *m = shell->run->model;
	const struct session *s = model_session(m, shell->session);
	if (s == NULL)
		return 0;
	if (shell->play.on)
		return model_ordinal(m, shell->packet);
	uint32_t limit = shell_packets(shell);
	return limit >= s->last ? s->count : rows_until(m, shell->session, limit);
}

/* Returns the filter's rows, NULL without a filter. */
static const struct segment_rows *filtered(const struct shell *shell)
{
	return filtering_on(&shell->rows.filtering) ? &shell->rows : NULL;
}

uint32_t session_rows(const struct shell *shell)
{
	const struct segment_rows *r = filtered(shell);
	if (r == NULL)
		return session_segments(shell);
	if (r->session != shell->session)
		return 0;
	return segment_rows_until(r, shell->play.on ? shell->packet : shell_packets(shell));
}

uint32_t session_row_at(const struct shell *shell, uint32_t n)
{
	const struct segment_rows *r = filtered(shell);
	return r != NULL ? segment_rows_at(r, n) : model_nth(shell->run->model, shell->session, n);
}

uint32_t session_row_of(const struct shell *shell, uint32_t packet)
{
	const struct segment_rows *r = filtered(shell);
	return r != NULL ? segment_rows_until(r, packet) : model_ordinal(shell->run->model, packet);
}

bool session_shows(const struct shell *shell, uint32_t packet)
{
	const struct segment_rows *r = filtered(shell);
	return r == NULL || segment_rows_fit(r, packet);
}

uint32_t session_last(const struct shell *shell)
{
	return session_row_at(shell, session_rows(shell));
}

void session_take(struct shell *shell, uint32_t packet)
{
	const struct packet *p = model_packet(shell->run->model, packet);
	if (p == NULL)
		return;
	assert(model_session(shell->run->model, p->session) != NULL);
	shell->session = p->session;
	shell->packet = packet;
	shell->listed = p->session;
	shell->snap = false;
	if (packet != session_last(shell))
		shell->follow = false;
}

void session_select(struct shell *shell, uint32_t packet)
{
	if (model_packet(shell->run->model, packet) == NULL)
		return;
	session_take(shell, packet);
	if (!shell_is_top(shell, VIEW_SESSION))
		shell_push(shell, VIEW_SESSION);
}

void session_jump(struct shell *shell, uint32_t packet)
{
	if (model_packet(shell->run->model, packet) == NULL)
		return;
	shell->play.on = false;
	if (packet != shell->packet)
		trail_leave(&shell->trail, shell->packet);
	session_select(shell, packet);
}

uint32_t session_beside(struct shell *shell, uint32_t session, long by)
{
	struct list_order *order = &shell->order;
	list_order_update(order, shell->run->model, shell_sessions(shell), clock_monotonic());
	long row = (long)list_order_row(order, session) + by;
	return row >= 0 && row <= UINT32_MAX ? list_order_at(order, (uint32_t)row) : 0;
}

static void restart_views(struct shell *shell)
{
	for (enum view_id id = 0; id < VIEW_COUNT; id++) {
		assert(shell->view[id] != NULL);
		if (shell->view[id]->ops->restart != NULL)
			shell->view[id]->ops->restart(shell->view[id]);
	}
}

void session_show(struct shell *shell, uint32_t session)
{
	const struct session *s = model_session(shell->run->model, session);
	if (s == NULL)
		return;
	bool follow = shell->follow;
	shell->play.on = false;
	restart_views(shell);
	session_select(shell, s->first);
	shell->snap = true;
	shell->follow = follow;
	if (follow && session_last(shell) != 0)
		session_select(shell, session_last(shell));
}
