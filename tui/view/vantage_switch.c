#include "tui/view/vantage_switch.h"

#include <string.h>

#include "tui/view/list_view.h"
#include "tui/view/session_view.h"

/* What is told of a place by numbers of packets and sessions, at the other place by the
 * numbers there. */
static void translate(struct ui *ui, const struct vantage_way *way)
{
	struct session_view *v = &ui->ladder;
	uint32_t packet = vantage_near(way, v->packet);
	for (unsigned i = 0; i < sizeof(v->marked) / sizeof(v->marked[0]); i++)
		v->marked[i] = v->marked[i] != 0 ? vantage_near(way, v->marked[i]) : 0;
	ui->list.session = vantage_session(way, ui->list.session);
	v->session = packet != 0 ? model_packet(way->to, packet)->session : 0;
	v->packet = packet;
	v->top = 1;
}

/* What was made for the other model. */
static void forget(struct ui *ui)
{
	ui->ladder.details.packet = 0;
	ui->ladder.details.course = (struct course){ 0 };
	ui->list.order.wanted = true;
	ui->search.running = false;
	ui->expect_session = 0;
	ui->play.on = false;
}

void vantage_switch(struct ui *ui, unsigned count)
{
	struct run *run = ui->run;
	(void)count;
	if (run->vantages < 2) {
		ui_say(ui, "There is only one place where packets are captured");
		return;
	}
	unsigned to = (run->current + 1) % run->vantages;
	struct vantage_way way = run_way(run, to);
	uint32_t before = ui->ladder.packet, same = vantage_packet(&way, before);
	translate(ui, &way);
	forget(ui);
	run_look_from(run, to);
	if (ui->paused)
		ui_pause(ui);
	const char *host = to == LAB_A ? "A" : "B";
	if (before != 0 && same == 0)
		ui_say(ui, "At host %s: this segment was not seen here", host);
	else
		ui_say(ui, "At host %s", host);
}
