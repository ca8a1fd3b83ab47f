/* What was sent again: what it repeats, what called for it, whether it was needed. */
#include "core/explain/story.h"

#include <assert.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

#include "core/base/array.h"
#include "core/base/duration.h"
#include "core/model/repeat.h"
#include "core/record/note.h"
#include "core/record/seq.h"

/* The first packet before it that brought some of what lies behind its first byte, or NULL. */
static const struct packet *partly_before(const struct story *t)
{
	const struct packet *found = NULL;
	uint32_t n = model_prev(t->m, t->number);
	for (unsigned walked = 0; n != 0 && walked < STORY_WALK;
	     walked++, n = model_prev(t->m, n)) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) == t->side && packet_span(p) > 0 && seq_lt(t->p->seq, p->seq) &&
		    seq_lt(p->seq, packet_end(t->p)) &&
		    (found == NULL || seq_le(p->seq, found->seq)))
			found = p;
	}
	return found;
}

/* Of one whose first byte had not come before: small segments that were lost are sent again joined
 * with others. */
static void format_unseen(const struct story *t, char *out, size_t size)
{
	const struct packet *partly = partly_before(t);
	if (partly != NULL)
		snprintf(out, size,
		    "a retransmission; its first %" PRIu32
		    " bytes had not come by this capture point, what follows them had, in "
		    "frame %" PRIu32,
		    partly->seq - t->p->seq, partly->frame);
	else
		snprintf(out, size,
		    "a retransmission whose original %shad not come by this capture point",
		    session_forgotten(t->s) > 0 ? "is forgotten, or " : "");
}

void story_again(const struct story *t, char *out, size_t size)
{
	struct repeat repeat = repeat_of(t->m, t->number);
	const struct packet *first = model_packet(t->m, repeat.first);
	const struct packet *last = model_packet(t->m, repeat.last);
	char since[DURATION_TEXT] = "", since_last[DURATION_TEXT] = "";
	if (first != NULL) {
		duration_format(t->p->time_ns - first->time_ns, since, sizeof(since));
		duration_format(t->p->time_ns - last->time_ns, since_last, sizeof(since_last));
	}
	if (first == NULL)
		format_unseen(t, out, size);
	else if (repeat.times == 1)
		snprintf(out, size, "a retransmission of frame %" PRIu32 ", %s after it",
		    first->frame, since);
	else
		snprintf(out, size,
		    "a retransmission of frame %" PRIu32 ", %s after it and %s after frame %" PRIu32
		    ", the last copy",
		    first->frame, since, since_last, last->frame);
}

/* What had acknowledged all of it before it came, or NULL. The first copy may have brought less. */
static const struct packet *acknowledged_by(const struct story *t)
{
	const struct packet *copy = model_packet(t->m, repeat_of(t->m, t->number).first);
	uint32_t n = copy != NULL ? copy->acked_by : 0;
	for (unsigned walked = 0; n != 0 && n < t->number && walked < STORY_WALK; walked++) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) != t->side && (p->flags & TCP_ACK) &&
		    seq_le(packet_end(t->p), p->ack))
			return p;
		n = p->next;
	}
	return NULL;
}

static void tell_needless(struct story *t)
{
	/* That the first one arrived did not help: that is told. */
	if (t->p->notes & NOTE_BIT(NOTE_LISTEN_OVERFLOW))
		return;
	const struct packet *ack = acknowledged_by(t);
	if (ack != NULL)
		story_add(t, "It was needless: frame %" PRIu32 " had acknowledged it already.",
		    ack->frame);
	else
		story_add(
		    t, "It was needless: what came later shows that an earlier copy arrived, too.");
}

/* Data, SYN and FIN have told it themselves. */
static void tell_retransmission(struct story *t)
{
	char again[STORY_AGAIN];
	if (t->p->len == 0 && !(t->p->flags & (TCP_SYN | TCP_FIN))) {
		story_again(t, again, sizeof(again));
		story_add(t, "It is %s.", again);
	}
}

/* Duplicate ACKs of the other side. */
struct callers {
	uint32_t count, first, last; /* frames */
};

static void add_caller(struct callers *callers, const struct packet *p)
{
	callers->first = callers->count == 0 ? p->frame : callers->first;
	callers->last = p->frame;
	callers->count++;
}

/* One that asks for what it brings or for less, and had the time to reach its sender: near the
 * receiver's end those that passed here within the last round trip had not. */
static bool is_caller(const struct story *t, const struct packet *p)
{
	int64_t rtt_ns = (int64_t)t->s->flow[side_other(t->side)].rtt_us * 1000;
	return packet_side(p) != t->side && (p->notes & NOTE_BIT(NOTE_DUPLICATE_ACK)) &&
	       seq_le(p->ack, t->p->seq) && t->p->time_ns - p->time_ns >= rtt_ns * 3 / 4;
}

/* Those since the last copy. */
static struct callers callers_of(const struct story *t)
{
	struct callers found = { 0 };
	uint32_t n = repeat_of(t->m, t->number).last;
	for (; n != 0 && n != t->number; n = model_packet(t->m, n)->next)
		if (is_caller(t, model_packet(t->m, n)))
			add_caller(&found, model_packet(t->m, n));
	return found;
}

/* Where no copy was captured: the frame of the first one that asks for its first byte, or 0. How
 * many of them its sender had heard of when it sent this is not known here. */
static uint32_t first_caller(const struct story *t)
{
	uint32_t n = model_prev(t->m, t->number), frame = 0;
	for (unsigned walked = 0; n != 0 && walked < STORY_WALK;
	     walked++, n = model_prev(t->m, n)) {
		const struct packet *p = model_packet(t->m, n);
		if (is_caller(t, p) && p->ack == t->p->seq)
			frame = p->frame;
	}
	return frame;
}

/* Whether the other side has sent anything since the last copy: without, nothing can
 * have called. */
static bool was_answered_since(const struct story *t)
{
	const struct packet *last = model_packet(t->m, repeat_of(t->m, t->number).last);
	const struct packet *other = story_before(t, false);
	return last == NULL || (other != NULL && other->frame > last->frame);
}

static void tell_fast(struct story *t)
{
	struct callers callers = callers_of(t);
	uint32_t first = callers.count == 0 ? first_caller(t) : 0;
	if (first != 0)
		story_add(t,
		    "Duplicate ACKs for byte %" PRIu32 ", from frame %" PRIu32
		    " on, called for it before the timer did (fast retransmit, RFC 5681, 3.2).",
		    story_seq(t), first);
	else if (callers.count == 0 && !was_answered_since(t))
		return;
	else if (callers.count == 0)
		story_add(t,
		    "Duplicate ACKs or SACK called for it before the timer did (fast recovery, "
		    "RFC 5681, 3.2).");
	else if (callers.count == 1)
		story_add(t,
		    "A duplicate ACK, frame %" PRIu32
		    ", called for it before the timer did (fast retransmit, RFC 5681, 3.2).",
		    callers.first);
	else
		story_add(t,
		    "%" PRIu32 " duplicate ACKs, frames %" PRIu32 " to %" PRIu32
		    ", called for it before the timer did (fast retransmit, RFC 5681, 3.2).",
		    callers.count, callers.first, callers.last);
}

static void tell_timeout(struct story *t)
{
	/* They say it better. */
	if (t->p->notes & (NOTE_BIT(NOTE_SYN_TIMEOUT) | NOTE_BIT(NOTE_LISTEN_OVERFLOW)))
		return;
	story_add(t,
	    "%s's retransmission timer expired before an ACK came, and is doubled for the next try "
	    "(RFC 6298, 5.4 and 5.5).",
	    t->sender);
}

static void tell_tail_probe(struct story *t)
{
	story_add(t, "A tail loss probe: the last segment, sent again before the timer would, so "
	             "that an ACK shows what arrived (RFC 8985, 7).");
}

static void (*const tell[])(struct story *t) = {
	[NOTE_RETRANSMISSION] = tell_retransmission,
	[NOTE_RTO_RETRANSMISSION] = tell_timeout,
	[NOTE_TAIL_LOSS_PROBE] = tell_tail_probe,
	[NOTE_FAST_RETRANSMISSION] = tell_fast,
	[NOTE_SPURIOUS_RETRANSMISSION] = tell_needless,
};
static_assert(ARRAY_LEN(tell) == NOTE_SPURIOUS_RETRANSMISSION + 1, "each of them is explained");

void explain_resent(struct story *story, enum note note)
{
	tell[note](story);
}
