#include "tui/view/session_rows.h"

#include <assert.h>

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

uint32_t session_rows(const struct shell *shell)
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

uint32_t session_last(const struct shell *shell)
{
	return model_nth(shell->run->model, shell->session, session_rows(shell));
}

void session_select(struct shell *shell, uint32_t packet)
{
	const struct packet *p = model_packet(shell->run->model, packet);
	if (p == NULL)
		return;
	assert(model_session(shell->run->model, p->session) != NULL);
	shell->session = p->session;
	shell->packet = packet;
	shell->listed = p->session;
	if (packet != session_last(shell))
		shell->follow = false;
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
	shell->follow = follow;
	if (follow)
		session_select(shell, session_last(shell));
}
