#include "tui/view/replay.h"

#include "capture/os/clock.h"
#include "tui/view/session_rows.h"

/* Segments per call; then keys are handled. */
#define BURST 1000

/* Sets when the packet after the selected one is due; stops if there is none. */
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
	/* At the end, replay from the start. */
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

/* Due times add up, not drawing times: the pace is kept. */
void replay_tick(struct shell *shell, int64_t now_ns)
{
	const struct model *m = shell->run->model;
	for (unsigned i = 0; i < BURST && shell->play.on && shell->play.due_ns <= now_ns; i++) {
		const struct packet *p = model_packet(m, shell->packet);
		session_select(shell, p->next);
		schedule(shell, shell->play.due_ns);
	}
}
