#include "tui/run/kernel_watch.h"

#include "capture/kernel/kernel_view.h"
#include "capture/os/clock.h"
#include "tui/run/kernel_text.h"

/* Sessions asked about per call, at about 7 us each. */
#define LOOKS_MAX 32
/* Pause after asking about sessions that are not on the screen, in multiples of the time it
 * took. */
#define REST_SHARE 9

/* Returns true if the kernel is asked about a session whenever it has new packets. */
static bool is_watched(const struct run *run, uint32_t session)
{
	if (run->options->output == OUTPUT_SCREEN)
		return run->watched == session;
	uint32_t wanted = run->options->session;
	return run->options->output == OUTPUT_JSON && (wanted == 0 || wanted == session);
}

/* The kernel has no socket for an end on another machine. That a socket is gone is news only if
 * it existed. */
static void look(struct run *run, uint32_t packet, enum side side)
{
	const struct packet *p = model_packet(run->model, packet);
	const struct session *s = model_session(run->model, p->session);
	struct kernel_view view;
	if (!kernel_view_read(run->kernel, &s->end[side], &s->end[side_other(side)], &view, NULL))
		return;
	bool there = view.state != STATE_CLOSED && view.state != STATE_LISTEN;
	if (!there && kernel_view_near(run, packet, side, NULL) == NULL)
		return;
	packet_truth_add_view(run->truth, packet,
	    packet_side(p) == side ? PACKET_TRUTH_SENDER : PACKET_TRUTH_RECEIVER, &view);
}

/* Asks about the sessions of the packets from `first` on, each at its newest packet: the
 * watched ones or the others. */
static void look_at(struct run *run, uint32_t first, bool watched)
{
	unsigned looks = 0;
	for (uint32_t n = first; n <= model_packets(run->model) && looks < LOOKS_MAX; n++) {
		const struct packet *p = model_packet(run->model, n);
		if (p == NULL || p->next != 0 || is_watched(run, p->session) != watched)
			continue;
		look(run, n, SIDE_A);
		look(run, n, SIDE_B);
		looks++;
	}
}

void kernel_watch(struct run *run, uint32_t first)
{
	look_at(run, first, true);
	int64_t began = clock_monotonic();
	if (run->options->output != OUTPUT_SCREEN || began < run->look_due_ns)
		return;
	look_at(run, first, false);
	int64_t now = clock_monotonic();
	run->look_due_ns = now + REST_SHARE * (now - began);
}
