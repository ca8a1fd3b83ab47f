#include "tui/view/replay.h"

#include "capture/os/clock.h"
#include "tui/view/session_view.h"

/* So many at once, then keys come first again. */
#define BURST 1000

/* Sets the time of the packet after the selected one; stops when there is none. */
static void schedule(struct ui *ui, int64_t now_ns)
{
	const struct model *m = ui->run->model;
	const struct packet *p = model_packet(m, ui->ladder.packet);
	if (p == NULL || p->next == 0) {
		ui->play.on = false;
		return;
	}
	play_schedule(&ui->play, now_ns, model_packet(m, p->next)->time_ns - p->time_ns);
}

void replay_toggle(struct ui *ui, unsigned count)
{
	(void)count;
	struct session_view *v = &ui->ladder;
	if (v->packet == 0)
		return;
	if (ui->play.on) {
		ui->play.on = false;
		return;
	}
	/* At the end there is nothing to play but the whole. */
	if (v->packet == session_last(ui))
		session_select(ui, model_session(ui->run->model, v->session)->first);
	ui->follow = false;
	ui->play.on = true;
	schedule(ui, clock_monotonic());
}

void replay_faster(struct ui *ui, unsigned count)
{
	(void)count;
	play_faster(&ui->play);
	ui_say(ui, "Speed %s", play_speed(&ui->play));
	if (ui->play.on)
		schedule(ui, clock_monotonic());
}

void replay_slower(struct ui *ui, unsigned count)
{
	(void)count;
	play_slower(&ui->play);
	ui_say(ui, "Speed %s", play_speed(&ui->play));
	if (ui->play.on)
		schedule(ui, clock_monotonic());
}

/* Each is due after the one before was due, not after it was drawn: so the pace is kept. */
void replay_tick(struct ui *ui, int64_t now_ns)
{
	const struct model *m = ui->run->model;
	for (unsigned i = 0; i < BURST && ui->play.on && ui->play.due_ns <= now_ns; i++) {
		const struct packet *p = model_packet(m, ui->ladder.packet);
		session_select(ui, p->next);
		schedule(ui, ui->play.due_ns);
	}
}
