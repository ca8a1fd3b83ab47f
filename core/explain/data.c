/* Data segments, and the ACKs of data. */
#include "core/explain/story.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/base/duration.h"
#include "core/record/seq.h"

/* Other facts matter more than PSH. */
static void tell_more_of_data(struct story *t)
{
	uint32_t len = (uint32_t)t->p->len;
	if ((t->p->flags & (TCP_PSH | TCP_FIN)) == TCP_PSH && t->p->notes == 0)
		story_add(t,
		    "PSH: neither end is to wait for more before it passes %s on "
		    "(RFC 9293, 3.9.1.2).",
		    len == 1 ? "it" : "them");
	if (t->p->flags & TCP_URG)
		story_add(t, "URG: the urgent pointer marks urgent data (RFC 9293, 3.8.5).");
	if (t->p->in_flight > len)
		story_add(
		    t, "%" PRIu32 " bytes are now out and not acknowledged.", t->p->in_flight);
}

void story_tell_data(struct story *t)
{
	uint32_t len = (uint32_t)t->p->len, seq = story_seq(t) + !!(t->p->flags & TCP_SYN);
	char numbers[64];
	if (len == 1)
		snprintf(numbers, sizeof(numbers), "1 byte, number %" PRIu32, seq);
	else
		snprintf(numbers, sizeof(numbers),
		    "%" PRIu32 " bytes, numbers %" PRIu32 " to %" PRIu32, len, seq, seq + len - 1);
	if (story_has(t, NOTE_RETRANSMISSION)) {
		char again[STORY_AGAIN];
		story_again(t, again, sizeof(again));
		story_add(t, "%s sends %s%s: %s.", t->sender, numbers,
		    t->p->flags & TCP_FIN ? ", and its FIN" : "", again);
		return;
	}
	story_add(t, "%s sends %s.", t->sender, numbers);
	if (!story_has(t, NOTE_NETWORK_DUPLICATE))
		tell_more_of_data(t);
}

/* "frame 4", "frames 4 to 7": the frames that a packet is the first to acknowledge. */
static void format_frames(const struct packet *first, const struct packet *last, char out[48])
{
	if (first == last)
		snprintf(out, 48, "frame %" PRIu32, last->frame);
	else
		snprintf(out, 48, "frames %" PRIu32 " to %" PRIu32, first->frame, last->frame);
}

/* Shows the arithmetic once: ACK = SEQ + LENGTH. */
static void format_ack(const struct story *t, const struct packet *first, const struct packet *last,
    char *out, size_t size)
{
	uint32_t ack = story_ack(t);
	uint32_t seq = session_relative(t->s, side_other(t->side), last->seq);
	bool exact = first == last && packet_end(last) == t->p->ack;
	if (last->flags & TCP_FIN)
		snprintf(out, size, "ack %" PRIu32 " is the number of the FIN plus one", ack);
	else if (exact && !(last->flags & TCP_SYN))
		snprintf(out, size,
		    "ack %" PRIu32 " is its number %" PRIu32
		    " plus its %u byte%s, the next that %s expects",
		    ack, seq, (unsigned)last->len, last->len == 1 ? "" : "s", t->sender);
	else
		snprintf(out, size, "%s expects byte %" PRIu32 " next", t->sender, ack);
}

static void tell_acked(struct story *t)
{
	struct packet_range range = model_acked(t->m, t->number);
	if (range.last == 0)
		return;
	const struct packet *first = model_packet(t->m, range.first);
	const struct packet *last = model_packet(t->m, range.last);
	char frames[48], number[128], after[64] = "";
	format_frames(first, last, frames);
	format_ack(t, first, last, number, sizeof(number));
	int64_t rtt = model_rtt(t->m, t->number);
	if (rtt >= 0)
		snprintf(after, sizeof(after), ", %" PRId64 ".%03d ms after %s", rtt / 1000000,
		    (int)(rtt / 1000 % 1000), first == last ? "it" : "the last of them");
	bool fin = last->flags & TCP_FIN;
	story_add(t, "It acknowledges %s%s%s%s: %s.", fin && first == last ? "the FIN of " : "",
	    frames, after, fin && first != last ? ", which brought the FIN" : "", number);
}

void story_tell_ack(struct story *t)
{
	bool again = story_has(t, NOTE_DUPLICATE_ACK);
	const struct packet *syn_ack = again ? NULL : story_ended_handshake(t);
	if (syn_ack != NULL)
		story_tell_handshake_ended(t, syn_ack);
	if (!again && (syn_ack == NULL || model_packet(t->m, t->p->acks) != syn_ack))
		tell_acked(t);
	story_tell_closed(t);
}

void story_tell_nothing_new(struct story *t)
{
	const struct packet *before = story_before(t, true);
	uint32_t ack = story_ack(t);
	const struct flow *other = &t->s->flow[side_other(t->side)];
	bool old = !other->syn_seen && (int32_t)ack <= 1;
	bool alien = other->syn_seen && seq_le(t->p->ack, other->base);
	bool follows = before != NULL && (before->flags & TCP_ACK);
	if (!(t->p->flags & TCP_ACK))
		story_add(t, "It carries neither data nor an acknowledgement: its receiver drops "
		             "it (RFC 9293, 3.10.7.4).");
	else if (alien)
		story_add(t,
		    "Its ack is no number of this connection: %s still knows an older one between "
		    "the same ports, and answers for that (RFC 9293, 3.5.1).",
		    t->sender);
	else if (follows && t->p->ack == before->ack && seq_lt(t->p->seq, before->seq))
		story_add(t,
		    "An ACK carries the number that comes next (RFC 9293, 3.10.7.4): %" PRIu32
		    " is less than that of frame %" PRIu32
		    ", so it was sent before and overtaken on the way.",
		    story_seq(t), before->frame);
	else if (follows && seq_lt(t->p->ack, before->ack))
		story_add(t,
		    "Its ack %" PRIu32 " is older than that of frame %" PRIu32
		    ": it was sent before and overtaken on the way.",
		    ack, before->frame);
	else if (old)
		story_add(t, "%s acknowledges what came before this capture.", t->sender);
	else if (follows && t->p->ack == before->ack)
		story_add(t, "It repeats ack %" PRIu32 ": nothing new is acknowledged.", ack);
	else
		story_add(t,
		    "It acknowledges all before byte %" PRIu32
		    ", none of it in a segment that this capture holds.",
		    ack);
}

void tell_nagle(struct story *t, const struct finding *f)
{
	const struct packet *before = model_packet(t->m, f->cause_first);
	const struct packet *ack = model_packet(t->m, f->cause);
	char took[DURATION_TEXT], until[96] = "";
	if (before != NULL && ack != NULL) {
		duration_format(ack->time_ns - before->time_ns, took, sizeof(took));
		snprintf(until, sizeof(until), ", which took %s until frame %" PRIu32 "%s", took,
		    ack->frame, ack->notes & NOTE_BIT(NOTE_DELAYED_ACK) ? ", a delayed ACK" : "");
	}
	story_add(t,
	    "Nagle's algorithm held it back: a small segment waits until the one before is "
	    "acknowledged%s (RFC 9293, 3.7.4; RFC 896).",
	    until);
}
