#include "tui/run/explain_text.h"

#include <inttypes.h>
#include <stdbool.h>

#include "core/base/writer.h"
#include "tui/run/fate_text.h"
#include "tui/run/kernel_text.h"

static void put_fate(const struct run *run, uint32_t packet, struct writer *w)
{
	char brief[FATE_TEXT], fate[FATE_TEXT];
	if (fate_short(run, packet, brief, sizeof(brief), NULL) > 0 &&
	    fate_long(run, packet, fate, sizeof(fate)) > 0)
		writer_print(w, "%sOn the link: %s.", w->len > 0 ? " " : "", fate);
}

static const char *limited_by(enum kernel_limit limit)
{
	static const char *const words[KERNEL_LIMITS] = {
		[KERNEL_LIMIT_APPLICATION] = "application-limited: it has nothing more to send",
		[KERNEL_LIMIT_WINDOW] = "limited by the receive window of its peer",
		[KERNEL_LIMIT_CONGESTION] = "limited by the congestion window",
		[KERNEL_LIMIT_OTHER] = "limited by pacing, Nagle's algorithm or its send buffer",
	};
	return words[limit];
}

/* Only a view taken with this packet belongs to it. */
static void put_kernel(const struct run *run, uint32_t packet, struct writer *w)
{
	const struct packet *p = model_packet(run->model, packet);
	uint32_t at = 0;
	if (p == NULL || packet_span(p) == 0)
		return;
	const struct kernel_view *v = kernel_view_near(run, packet, packet_side(p), &at);
	if (v == NULL || at != packet || v->cwnd == 0)
		return;
	writer_print(w,
	    "%sKernel of the sender: %s state, congestion window %" PRIu32 " segments, %" PRIu32
	    " in flight",
	    w->len > 0 ? " " : "", kernel_recovery_name((enum kernel_recovery)v->recovery), v->cwnd,
	    v->in_flight);
	if (limited_by((enum kernel_limit)v->limit) != NULL)
		writer_print(w, "; %s", limited_by((enum kernel_limit)v->limit));
	writer_text(w, ".");
}

size_t explain_with_lab(struct run *run, uint32_t packet, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	w.len = run_explain(run, packet, out, size);
	put_fate(run, packet, &w);
	put_kernel(run, packet, &w);
	return w.len;
}
