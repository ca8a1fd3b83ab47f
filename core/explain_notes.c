#include "core/explain_parts.h"

#include <assert.h>
#include <inttypes.h>
#include <stddef.h>

#include "core/array.h"
#include "core/note.h"
#include "core/seq.h"

#define ORIGINAL_WALK 4096

const struct packet *story_earlier_copy(const struct story *t)
{
	uint32_t n = model_prev(t->m, t->number);
	for (unsigned walked = 0; n != 0 && walked < ORIGINAL_WALK; walked++) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) == t->side && packet_span(p) > 0 && seq_le(p->seq, t->p->seq) &&
		    seq_lt(t->p->seq, packet_end(p)))
			return p;
		n = model_prev(t->m, n);
	}
	return NULL;
}

static void tell_needless(struct story *t, const struct packet *copy)
{
	if (!(t->p->notes & NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION)))
		return;
	if (copy != NULL && copy->acked_by != 0 && copy->acked_by < t->number)
		story_add(t,
		    "It was needless: frame %" PRIu32 " had acknowledged those bytes already.",
		    model_packet(t->m, copy->acked_by)->frame);
	else
		story_add(
		    t, "It was needless: what came later shows that an earlier copy arrives, too.");
}

static void tell_retransmission(struct story *t)
{
	const struct packet *copy = story_earlier_copy(t);
	if (copy != NULL)
		story_add(t,
		    "It is a retransmission of frame %" PRIu32 ", %" PRId64 " ms after it.",
		    copy->frame, (t->p->time_ns - copy->time_ns) / 1000000);
	else if (session_forgotten(t->s) > 0)
		story_add(t, "It is a retransmission: the original is forgotten, or has not come "
		             "by this capture point.");
	else
		story_add(
		    t, "It is a retransmission: the original has not come by this capture point.");
	tell_needless(t, copy);
}

static void tell_fast(struct story *t)
{
	story_add(t,
	    "Duplicate ACKs called for it before the timer did (fast retransmit, RFC 5681, 3.2).");
}

static void tell_timeout(struct story *t)
{
	story_add(t,
	    "No ACK had come for so long that %s's retransmission timer expired (RFC 6298, 5).",
	    t->sender);
}

static void tell_tail_probe(struct story *t)
{
	story_add(t, "A tail loss probe: the last segment, sent again before the timer would, so "
	             "that an ACK shows "
	             "what arrived (RFC 8985, 7).");
}

static void tell_network_duplicate(struct story *t)
{
	story_add(t,
	    "The same IP packet was seen before: the network or the capture doubled it, %s sent it "
	    "once.",
	    t->sender);
}

static void tell_out_of_order(struct story *t)
{
	story_add(t,
	    "It is the first transmission, overtaken on the way by segments that were sent later.");
}

static void tell_lost(struct story *t)
{
	const struct packet *before = story_before(t, true);
	int32_t missing = before != NULL ? seq_diff(t->p->seq, packet_end(before)) : 0;
	if (missing > 0)
		story_add(t,
		    "The %" PRId32 " bytes before it have not been seen at this capture point.",
		    missing);
}

static void tell_ack_lost(struct story *t)
{
	story_add(t, "It acknowledges bytes that this capture never saw, so they did arrive.");
}

static void tell_duplicate(struct story *t)
{
	story_add(t,
	    "It repeats ack %" PRIu32
	    " because what arrived was not the next in order, or had arrived before: %s "
	    "waits for byte %" PRIu32 " (RFC 5681, 2).",
	    story_ack(t), t->sender, story_ack(t));
}

static void tell_window_update(struct story *t)
{
	const struct packet *before = story_before(t, true);
	bool scaled;
	if (before == NULL)
		return;
	uint32_t was = session_window(t->s, before, &scaled);
	uint32_t now = session_window(t->s, t->p, &scaled);
	story_add(t, "Nothing new arrived; the window goes from %" PRIu32 " to %" PRIu32 "%s%s.",
	    was, now, scaled ? " bytes" : " (scale unknown)",
	    now > was ? " because the application has read" : "");
}

static void tell_zero_window(struct story *t)
{
	if (t->p->notes & NOTE_BIT(NOTE_ZERO_WINDOW_PROBE_ACK))
		return;
	story_add(t,
	    "Its receive buffer is full: %s must stop sending until the window opens "
	    "(RFC 9293, 3.8.6.1).",
	    t->receiver);
}

static void tell_window_full(struct story *t)
{
	story_add(t, "It fills %s's window to the last byte: %s has to wait for room there.",
	    t->receiver, t->sender);
}

static void tell_probe(struct story *t)
{
	story_add(t,
	    "%s probes the closed window of %s, so that a lost window update cannot stall the "
	    "session "
	    "(RFC 9293, 3.8.6.1).",
	    t->sender, t->receiver);
}

static void tell_probe_ack(struct story *t)
{
	story_add(t, "It answers the window probe: the window is still closed.");
}

static void tell_keep_alive(struct story *t)
{
	story_add(t,
	    "A keep-alive: %s repeats the number before the next one, which %s must answer if it "
	    "is "
	    "still there (RFC 9293, 3.8.4).",
	    t->sender, t->receiver);
}

static void tell_keep_alive_ack(struct story *t)
{
	story_add(t, "It answers the keep-alive: the session is still alive.");
}

static void tell_reused(struct story *t)
{
	story_add(t, "The same addresses and ports served an earlier session; the new initial "
	             "sequence number "
	             "begins another.");
}

static void tell_shrink(struct story *t)
{
	story_add(t, "It takes back window that it had offered before, which a receiver should not "
	             "do (RFC 9293, 3.8.6).");
}

static void tell_mark(struct story *t)
{
	story_add(t, "A router on its way had a queue and marked it Congestion Experienced instead "
	             "of dropping it "
	             "(RFC 3168, 5).");
}

static void tell_echo(struct story *t)
{
	story_add(t,
	    "ECE tells %s that marked segments arrive, until CWR confirms it (RFC 3168, 6.1.3).",
	    t->receiver);
}

static void tell_reduced(struct story *t)
{
	story_add(t,
	    "CWR: %s has reduced its congestion window because of the mark (RFC 3168, 6.1.2).",
	    t->sender);
}

static void (*const tell[])(struct story *t) = {
	[NOTE_RETRANSMISSION] = tell_retransmission,
	[NOTE_RTO_RETRANSMISSION] = tell_timeout,
	[NOTE_TAIL_LOSS_PROBE] = tell_tail_probe,
	[NOTE_NETWORK_DUPLICATE] = tell_network_duplicate,
	[NOTE_FAST_RETRANSMISSION] = tell_fast,
	[NOTE_SPURIOUS_RETRANSMISSION] = NULL, /* told with the retransmission */
	[NOTE_OUT_OF_ORDER] = tell_out_of_order,
	[NOTE_LOST_SEGMENT] = tell_lost,
	[NOTE_ACK_LOST_SEGMENT] = tell_ack_lost,
	[NOTE_DUPLICATE_ACK] = tell_duplicate,
	[NOTE_WINDOW_UPDATE] = tell_window_update,
	[NOTE_ZERO_WINDOW] = tell_zero_window,
	[NOTE_WINDOW_FULL] = tell_window_full,
	[NOTE_ZERO_WINDOW_PROBE] = tell_probe,
	[NOTE_ZERO_WINDOW_PROBE_ACK] = tell_probe_ack,
	[NOTE_KEEP_ALIVE] = tell_keep_alive,
	[NOTE_KEEP_ALIVE_ACK] = tell_keep_alive_ack,
	[NOTE_REUSED_PORTS] = tell_reused,
	[NOTE_WINDOW_SHRINK] = tell_shrink,
	[NOTE_ECN_MARK] = tell_mark,
	[NOTE_ECN_ECHO] = tell_echo,
	[NOTE_ECN_REDUCED] = tell_reduced,
};
static_assert(ARRAY_LEN(tell) == NOTE_ORIGINAL_UNSEEN, "explain_causes.c explains the others");

void explain_notes(struct story *story)
{
	for (unsigned note = 0; note < NOTE_COUNT; note++)
		if (!(story->p->notes & NOTE_BIT(note)))
			continue;
		else if (note >= NOTE_ORIGINAL_UNSEEN)
			explain_cause(story, (enum note)note);
		else if (tell[note] != NULL)
			tell[note](story);
}
