#include "tui/view/vantage_switch.h"

#include <string.h>

#include "tui/view/jumps.h"
#include "tui/view/session_view.h"

/* Translates packet and session numbers to the other vantage point. */
static void translate(struct tools *tools, const struct vantage_way *way)
{
	struct shell *shell = tools->shell;
	uint32_t packet = vantage_near(way, shell->packet);
	marks_renumber(&tools->marks, way);
	jumps_renumber(shell, way);
	shell->listed = vantage_session(way, shell->listed);
	shell->session = packet != 0 ? model_packet(way->to, packet)->session : 0;
	shell->packet = packet;
	session_view_renumber(shell);
}

/* Discards state that belongs to the other model. */
static void forget(struct tools *tools)
{
	struct shell *shell = tools->shell;
	shell->order.wanted = true;
	tools->find.search.running = false;
	shell->expect_session = 0;
	shell->play.on = false;
}

void vantage_switch(struct tools *tools)
{
	struct shell *shell = tools->shell;
	struct run *run = shell->run;
	if (run->vantages < 2) {
		shell_say(shell, "There is only one vantage point");
		return;
	}
	unsigned to = (run->current + 1) % run->vantages;
	struct vantage_way way = run_way(run, to);
	uint32_t before = shell->packet, same = vantage_packet(&way, before);
	translate(tools, &way);
	forget(tools);
	run_look_from(run, to);
	if (shell->paused)
		shell_pause(shell);
	const char *host = to == LAB_A ? "A" : "B";
	if (before != 0 && same == 0)
		shell_say(shell, "At host %s: segment not seen here", host);
	else
		shell_say(shell, "At host %s", host);
}
