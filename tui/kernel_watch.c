#include "tui/kernel_watch.h"

#include "capture/kernel.h"
#include "tui/kernel_text.h"

/* Sessions that are asked about at a time: some 20 us each. */
#define LOOKS_MAX 32

/* The session on the screen; without one, every session that is printed with what the kernel says. */
static bool is_watched(const struct run *run, uint32_t session)
{
	if (run->options->output == OUTPUT_SCREEN)
		return run->watched == session;
	uint32_t wanted = run->options->session;
	return run->options->output == OUTPUT_JSON && (wanted == 0 || wanted == session);
}

/* The kernel has no socket for an end that is on another machine: only of one that was there it is news that it is gone. */
static void look(struct run *run, uint32_t packet, enum side side)
{
	const struct packet *p = model_packet(run->model, packet);
	const struct session *s = model_session(run->model, p->session);
	struct kernel_view view;
	if (!kernel_look(run->kernel, &s->end[side], &s->end[side_other(side)], &view, NULL))
		return;
	bool there = view.state != STATE_CLOSED && view.state != STATE_LISTEN;
	if (!there && kernel_view_near(run, packet, side, NULL) == NULL)
		return;
	truth_add_view(
	    run->truth, packet, packet_side(p) == side ? TRUTH_SENDER : TRUTH_RECEIVER, &view);
}

void kernel_watch(struct run *run, uint32_t first)
{
	unsigned looks = 0;
	for (uint32_t n = first; n <= model_packets(run->model) && looks < LOOKS_MAX; n++) {
		const struct packet *p = model_packet(run->model, n);
		if (p->next != 0 || !is_watched(run, p->session))
			continue;
		look(run, n, SIDE_A);
		look(run, n, SIDE_B);
		looks++;
	}
}
