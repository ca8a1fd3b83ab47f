#include "tui/view/jumps.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/model/related.h"
#include "core/model/vantage.h"
#include "tui/text/human.h"
#include "tui/view/session_rows.h"

/* Returns the first packet with this frame number or a higher one, or 0. Frame and packet
 * numbers ascend together. */
static uint32_t packet_of_frame(const struct shell *shell, uint32_t frame)
{
	const struct model *m = shell->run->model;
	uint32_t low = model_first(m), high = shell_packets(shell) + 1;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (model_packet(m, middle)->frame < frame)
			low = middle + 1;
		else
			high = middle;
	}
	return low <= shell_packets(shell) ? low : 0;
}

void jump_to_frame(struct shell *shell, uint32_t frame)
{
	const struct model *m = shell->run->model;
	uint32_t packet = packet_of_frame(shell, frame), before = shell->session;
	if (packet == 0) {
		shell_say(shell, "There is no frame %" PRIu32 "; the last one is %" PRIu32, frame,
		    shell_packets(shell) != 0 ? model_packet(m, shell_packets(shell))->frame : 0);
		return;
	}
	const struct packet *p = model_packet(m, packet);
	session_jump(shell, packet);
	if (p->frame != frame && packet > 1 && packet == model_first(m))
		shell_say(shell, "Frame %" PRIu32 " is forgotten; showing the oldest frame", frame);
	else if (p->frame != frame)
		shell_say(
		    shell, "Frame %" PRIu32 " is no TCP segment; showing the next one", frame);
	else if (p->session != before)
		shell_say(shell, "Frame %" PRIu32 " is in session %" PRIu32, frame, p->session);
}

static uint32_t frame_of(const struct shell *shell, uint32_t packet)
{
	return model_packet(shell->run->model, packet)->frame;
}

/* Says where the jump led, and where another one would. */
static void say_related(struct shell *shell, const struct related *all, size_t count, size_t nth)
{
	char more[96] = "";
	size_t other = nth == 0 ? 1 : 0;
	if (other < count)
		snprintf(more, sizeof(more), "; %zu%% goes to %s, frame %" PRIu32, other + 1,
		    relation_words(all[other].relation), frame_of(shell, all[other].packet));
	shell_say(shell, "Frame %" PRIu32 " is %s; %% returns%s", frame_of(shell, all[nth].packet),
	    relation_words(all[nth].relation), more);
}

void jump_to_related(struct shell *shell, unsigned nth)
{
	struct related all[RELATED_MOST];
	if (shell->packet == 0)
		return;
	if (nth == 0 && shell->related == shell->packet && shell->trail.at > 0) {
		jump_back(shell);
		shell->related = 0;
		return;
	}
	size_t count = related_find(shell->run->model, shell->packet, all);
	size_t at = nth > 0 ? nth - 1 : 0;
	if (at >= count) {
		char many[HUMAN_TEXT];
		human_plural(count, "segment", many, sizeof(many));
		shell_say(shell, "%s related to this one%s", count == 0 ? "No segment is" : many,
		    count == 0 ? "" : ", no more");
		return;
	}
	session_jump(shell, all[at].packet);
	shell->related = shell->packet;
	say_related(shell, all, count, at);
}

static void go_along(struct shell *shell, uint32_t packet, const char *none)
{
	shell->play.on = false;
	if (packet == 0 || model_packet(shell->run->model, packet) == NULL)
		shell_say(shell, "%s", none);
	else
		session_select(shell, packet);
}

void jump_back(struct shell *shell)
{
	uint32_t oldest = model_first(shell->run->model);
	go_along(
	    shell, trail_back(&shell->trail, shell->packet, oldest), "No jump to go back from");
}

void jump_forward(struct shell *shell)
{
	go_along(shell, trail_forward(&shell->trail), "No jump to go forward to");
}

void jumps_renumber(struct shell *shell, const struct vantage_way *way)
{
	struct trail *t = &shell->trail;
	for (unsigned i = 0; i < t->count; i++)
		t->packet[i] = vantage_near(way, t->packet[i]);
	shell->related = 0;
}
