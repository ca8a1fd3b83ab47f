#include "tui/view/replay.h"

#include "capture/os/clock.h"
#include "tui/view/session_rows.h"

/* So many at once, then keys come first again. */
#define BURST 1000

/* Sets the time of the packet after the selected one; stops when there is none. */
static void schedule(struct shell *shell, int64_t now_ns)
{
	const struct model *m = shell->run->model;
	const struct packet *p = model_packet(m, shell->packet);
	if (p == NULL || p->next == 0) {
		shell->play.on = false;
		return;
	}
	play_schedule(&shell->play, now_ns, model_packet(m, p->next)->time_ns - p->time_ns);
}

void replay_toggle(struct shell *shell)
{
	if (shell->packet == 0)
		return;
	if (shell->play.on) {
		shell->play.on = false;
		return;
	}
	/* At the end there is nothing to play but the whole. */
	if (shell->packet == session_last(shell))
		session_select(shell, model_session(shell->run->model, shell->session)->first);
	shell->follow = false;
	shell->play.on = true;
	schedule(shell, clock_monotonic());
}

void replay_faster(struct shell *shell)
{
	play_faster(&shell->play);
	shell_say(shell, "Speed %s", play_speed(&shell->play));
	if (shell->play.on)
		schedule(shell, clock_monotonic());
}

void replay_slower(struct shell *shell)
{
	play_slower(&shell->play);
	shell_say(shell, "Speed %s", play_speed(&shell->play));
	if (shell->play.on)
		schedule(shell, clock_monotonic());
}

/* Each is due after the one before was due, not after it was drawn: so the pace is kept. */
void replay_tick(struct shell *shell, int64_t now_ns)
{
	const struct model *m = shell->run->model;
	for (unsigned i = 0; i < BURST && shell->play.on && shell->play.due_ns <= now_ns; i++) {
		const struct packet *p = model_packet(m, shell->packet);
		session_select(shell, p->next);
		schedule(shell, shell->play.due_ns);
	}
}
