/* Why something was sent again where neither timer nor duplicate ACKs called for it, and why it was
 * cut smaller. */
#include "core/explain/story.h"

#include <inttypes.h>

#include "core/model/repeat.h"
#include "core/record/note.h"
#include "core/record/seq.h"

#define CAUSES                                                                                     \
	(NOTE_BIT(NOTE_RTO_RETRANSMISSION) | NOTE_BIT(NOTE_TAIL_LOSS_PROBE) |                      \
	    NOTE_BIT(NOTE_FAST_RETRANSMISSION))

/* Since what it repeats had passed here, no answer to that can have come to its sender. */
static bool is_too_soon(const struct story *t, const struct packet *first)
{
	int64_t rtt_ns = (int64_t)t->s->flow[t->side].rtt_us * 1000;
	return (t->p->time_ns - first->time_ns) < rtt_ns * 3 / 4;
}

/* Whether the last window told before it had room for all of an earlier copy. */
static bool had_room(const struct story *t, const struct packet *first)
{
	const struct packet *other = story_before(t, false);
	bool scaled;
	return other != NULL &&
	       seq_le(packet_end(first), other->ack + session_window(t->s, other, &scaled));
}

/* What offloading has joined is longer, and is cut when one segment of it is sent again. */
#define ONE_SEGMENT 1460
/* What options may take away from the payload (RFC 9293, 3.1). */
#define OPTIONS_MOST 40

/* Whether it is a smaller size than that of an earlier copy. */
static bool is_smaller_size(const struct story *t, const struct packet *first)
{
	return first->len <= ONE_SEGMENT && first->len - t->p->len > OPTIONS_MOST;
}

static void tell_cut(struct story *t, const struct repeat *repeat)
{
	const struct packet *first = model_packet(t->m, repeat->first);
	const struct packet *last = model_packet(t->m, repeat->last);
	if (t->p->len == 0 || first == NULL || first->len <= t->p->len)
		return;
	bool whole = last->seq == t->p->seq && last->len == first->len;
	if (!(t->p->notes & CAUSES) && is_too_soon(t, first))
		story_add(t,
		    "No answer can have come yet, and it is cut smaller: the network has reported "
		    "that the path takes only smaller packets (path MTU discovery, RFC %s).",
		    addr_is_v4(&t->s->end[SIDE_A].addr) ? "1191" : "8201");
	else if ((t->p->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION)) && repeat->times > 1 && whole &&
	         first->seq == t->p->seq && is_smaller_size(t, first) && had_room(t, first))
		story_add(t,
		    "It is cut to %u of %u bytes, as no answer came to the whole: larger packets "
		    "may be lost on this path without a report (RFC 4821, 7.7).",
		    (unsigned)t->p->len, (unsigned)first->len);
}

/* The last retransmission of its side before it that has a cause, or NULL. */
static const struct packet *cause_before(const struct story *t)
{
	uint32_t n = model_prev(t->m, t->number);
	for (unsigned walked = 0; n != 0 && walked < STORY_WALK; walked++) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) == t->side && (p->notes & CAUSES))
			return p;
		n = model_prev(t->m, n);
	}
	return NULL;
}

/* After a timeout all that was out counts as lost (RFC 5681, 3.1; RFC 6675, 5.1). */
static void tell_follows(struct story *t, const struct repeat *repeat)
{
	const struct packet *first = model_packet(t->m, repeat->first), *cause = cause_before(t);
	if ((t->p->notes & CAUSES) || first == NULL || cause == NULL ||
	    !(cause->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION)) ||
	    first->time_ns >= cause->time_ns || !seq_lt(cause->seq, t->p->seq))
		return;
	story_add(t,
	    "It was out when the timer expired (frame %" PRIu32
	    "), and is sent again as ACKs open the congestion window (slow start, RFC 5681, 3.1).",
	    cause->frame);
}

/* The first packet that brought its last byte, or NULL. */
static const struct packet *brought_end(const struct story *t, uint32_t from)
{
	uint32_t n = from, last = packet_end(t->p) - 1;
	for (unsigned walked = 0; n != 0 && n != t->number && walked < STORY_WALK; walked++) {
		const struct packet *p = model_packet(t->m, n);
		if (packet_side(p) == t->side && packet_span(p) > 0 && seq_le(p->seq, last) &&
		    seq_lt(last, packet_end(p)))
			return p;
		n = p->next;
	}
	return NULL;
}

/* Small segments may be joined when they are sent again. */
static void tell_joined(struct story *t, const struct repeat *repeat)
{
	const struct packet *first = model_packet(t->m, repeat->first);
	if (first == NULL || t->p->len == 0 || !seq_lt(packet_end(first), packet_end(t->p)))
		return;
	const struct packet *end = brought_end(t, repeat->first);
	if (end != NULL)
		story_add(t,
		    "What frames %" PRIu32 " to %" PRIu32 " brought goes in one segment this time.",
		    first->frame, end->frame);
}

void explain_again(struct story *t)
{
	struct repeat repeat = repeat_of(t->m, t->number);
	tell_joined(t, &repeat);
	tell_follows(t, &repeat);
	tell_cut(t, &repeat);
}
