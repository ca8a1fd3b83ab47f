#include "tui/view/after_forgetting.h"

#include <inttypes.h>

#include "tui/view/problems_view.h"
#include "tui/view/session_view.h"

static bool is_forgotten(const struct model *m, uint32_t packet)
{
	return packet != 0 && packet < model_first(m);
}

static void settle_pause(struct shell *shell)
{
	if (!shell->paused || !is_forgotten(shell->run->model, shell->paused_at))
		return;
	shell->paused = false;
	shell_say(shell, "The paused segments are forgotten; display resumed");
}

/* Returns the next session that is kept, which is now the oldest, or, after the last, the
 * oldest one. */
static uint32_t neighbour(const struct model *m, uint32_t session)
{
	uint32_t next = model_session_after(m, session);
	return next != 0 ? next : model_session_after(m, 0);
}

static void settle_session(struct shell *shell)
{
	const struct model *m = shell->run->model;
	if (shell->session == 0 || model_session(m, shell->session) != NULL)
		return;
	uint32_t gone = shell->session;
	shell->play.on = false;
	shell->session = neighbour(m, gone);
	shell->packet = model_session(m, shell->session)->first;
	if (shell_is_top(shell, VIEW_SESSION))
		shell_say(shell, "Session %" PRIu32 " is forgotten; showing session %" PRIu32, gone,
		    shell->session);
}

static void settle_packet(struct shell *shell)
{
	const struct model *m = shell->run->model;
	const struct session *s = model_session(m, shell->session);
	if (s != NULL && is_forgotten(m, shell->packet))
		shell->packet = s->first;
}

static void settle_list(struct shell *shell)
{
	const struct model *m = shell->run->model;
	list_order_forget(&shell->order, m);
	if (shell->listed != 0 && model_session(m, shell->listed) == NULL)
		shell->listed = neighbour(m, shell->listed);
}

void forgotten_settle(struct tools *tools)
{
	struct shell *shell = tools->shell;
	if (model_first(shell->run->model) == 1)
		return;
	settle_pause(shell);
	settle_session(shell);
	session_view_forget(shell);
	settle_packet(shell);
	settle_list(shell);
	find_forget(&tools->find);
	problems_forget(shell);
}
