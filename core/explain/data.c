/* Data segments, and the ACKs of data. */
#include "core/explain/story.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/analyse/thresholds.h"
#include "core/base/duration.h"
#include "core/base/grouped.h"
#include "core/base/writer.h"
#include "core/model/message.h"
#include "core/record/seq.h"

#define SINCE_TEXT 96

const char *story_bytes(const struct story *t, const struct packet *p, char out[STORY_BYTES])
{
	uint32_t seq = session_relative(t->s, packet_side(p), p->seq) + !!(p->flags & TCP_SYN);
	uint32_t len = (uint32_t)p->len;
	if (p->flags & TCP_SYN)
		snprintf(out, STORY_BYTES, "%s", p->flags & TCP_ACK ? "the SYN-ACK" : "the SYN");
	else if (len == 0)
		snprintf(out, STORY_BYTES, "%s", p->flags & TCP_FIN ? "the FIN" : "no bytes");
	else if (len == 1)
		snprintf(out, STORY_BYTES, "byte %" PRIu32 "%s", seq,
		    p->flags & TCP_FIN ? " and the FIN" : "");
	else
		snprintf(out, STORY_BYTES, "bytes %" PRIu32 "-%" PRIu32 "%s", seq, seq + len - 1,
		    p->flags & TCP_FIN ? " and the FIN" : "");
	return out;
}

/* Returns true if the session's first message is captured and the client's: what follows are
 * requests and responses. */
static bool asks_first(const struct story *t)
{
	struct message first;
	return t->s->opener_known && session_forgotten(t->s) == 0 &&
	       message_after(t->m, t->s->first, &first) && first.side == SIDE_A;
}

/* Returns the segment to measure the time of new data from: the last one of the other side's
 * message, if the data may answer it, or the sender's own previous one; NULL if there is
 * neither. */
static const struct packet *sent_after(const struct story *t)
{
	struct message before;
	const struct packet *last;
	if (!(t->p->bits & PACKET_MESSAGE))
		return story_before(t, true);
	if (!message_before(t->m, t->number, &before))
		return NULL;
	last = model_packet(t->m, before.last);
	bool heard = (t->p->flags & TCP_ACK) && seq_le(packet_end(last), t->p->ack);
	return before.side == t->side || heard ? last : NULL;
}

/* ", 3.00 s after the request in frame 8"; "" if nothing can be said or the clock went back. */
static void format_since(const struct story *t, char out[SINCE_TEXT])
{
	const struct packet *last = sent_after(t);
	char took[DURATION_TEXT];
	out[0] = '\0';
	if (last == NULL || last->len == 0 || last->time_ns > t->p->time_ns ||
	    story_has(t, NOTE_APPLICATION_LIMITED) || story_has(t, NOTE_OUT_OF_ORDER))
		return;
	duration_format(t->p->time_ns - last->time_ns, took, sizeof(took));
	if (packet_side(last) == t->side && t->p->time_ns - last->time_ns < NS_PER_US)
		snprintf(out, SINCE_TEXT, ", right after the previous segment (frame %" PRIu32 ")",
		    last->frame);
	else if (packet_side(last) == t->side)
		snprintf(out, SINCE_TEXT, ", %s after the previous segment (frame %" PRIu32 ")",
		    took, last->frame);
	else if (asks_first(t))
		snprintf(out, SINCE_TEXT, ", %s after the %s in frame %" PRIu32, took,
		    t->side == SIDE_A ? "response" : "request", last->frame);
	else
		snprintf(out, SINCE_TEXT, ", %s after the data of %s in frame %" PRIu32, took,
		    t->receiver, last->frame);
}

/* Returns how many bytes of the last offered window are left after the packet; -1 if unknown. */
static int64_t window_left(const struct story *t)
{
	const struct packet *other = story_before(t, false);
	bool scaled = false;
	/* What overtook it has used more. */
	if (other == NULL || story_has(t, NOTE_OUT_OF_ORDER) ||
	    (other->flags & (TCP_ACK | TCP_RST)) != TCP_ACK)
		return -1;
	int64_t window = session_window(t->s, other, &scaled);
	int64_t used = seq_diff(packet_end(t->p), other->ack);
	return scaled && used >= 0 && used <= window ? window - used : -1;
}

/* Explains PSH with the first bytes of the session only: later ones say nothing new. */
static bool is_first_push(const struct story *t)
{
	struct message before;
	return (t->p->flags & (TCP_PSH | TCP_FIN)) == TCP_PSH && (t->p->bits & PACKET_MESSAGE) &&
	       story_seq(t) == 1 && session_forgotten(t->s) == 0 &&
	       !message_before(t->m, t->number, &before);
}

static void tell_more_of_data(struct story *t)
{
	int64_t left = window_left(t);
	/* Explained with the first flight only. */
	bool all = t->p->in_flight == story_seq(t) - 1 + t->p->len;
	const char *means = all ? " (sent, not yet acknowledged)" : "";
	if (t->p->in_flight > t->p->len && left >= 0)
		story_add(t, "%s bytes are now in flight%s; %s byte%s of window left.",
		    GROUPED(t->p->in_flight), means, GROUPED((uint64_t)left), left == 1 ? "" : "s");
	else if (t->p->in_flight > t->p->len)
		story_add(t, "%s bytes are now in flight%s.", GROUPED(t->p->in_flight), means);
	if (is_first_push(t))
		story_add(t, "PSH: end of a write; the receiver should hand the data to its "
		             "application without waiting for more.");
	if ((t->p->flags & TCP_URG) && t->segment != NULL)
		story_add(t, "URG: urgent data up to byte %" PRIu32 " (urgent pointer %u).",
		    story_seq(t) + t->segment->urgent - 1, t->segment->urgent);
	else if (t->p->flags & TCP_URG)
		story_add(t, "URG: the segment marks urgent data.");
}

void story_tell_data(struct story *t)
{
	uint32_t len = (uint32_t)t->p->len, seq = story_seq(t) + !!(t->p->flags & TCP_SYN);
	char since[SINCE_TEXT], range[32] = "";
	struct writer w = writer_begin(range, sizeof(range));
	if (story_has(t, NOTE_RETRANSMISSION)) {
		story_tell_again(t);
		return;
	}
	writer_print(&w, "%" PRIu32, seq);
	if (len > 1)
		writer_print(&w, "-%" PRIu32, seq + len - 1);
	format_since(t, since);
	story_add(t, "%s sends %s byte%s (%s)%s.", t->sender, GROUPED(len), len == 1 ? "" : "s",
	    range, since);
	tell_more_of_data(t);
}

/* Packets to look at for those that an ACK acknowledges. */
#define ACKED_WALK 256

/* Counts the packets of the other side that an ACK is the first to acknowledge. Returns 0 if there
 * are too many to look at; *all: these are all its packets between the first and the last. */
static unsigned count_acked(const struct story *t, struct packet_range range, bool *all)
{
	unsigned count = 0, walked = 0;
	*all = true;
	for (uint32_t n = range.first; n != 0 && n <= range.last; n = model_packet(t->m, n)->next) {
		const struct packet *p = model_packet(t->m, n);
		if (++walked > ACKED_WALK)
			return 0;
		if (packet_side(p) == t->side || packet_span(p) == 0)
			continue;
		count += p->acked_by == t->number;
		*all = *all && p->acked_by == t->number;
	}
	return count;
}

/* " (frame 4)", " (frames 4 to 7)", " (frames 4 and 10)": the frames that a packet is the first to
 * acknowledge. */
static void format_frames(const struct story *t, struct packet_range range, char out[64])
{
	bool all;
	unsigned count = count_acked(t, range, &all);
	uint32_t first = model_packet(t->m, range.first)->frame;
	uint32_t last = model_packet(t->m, range.last)->frame;
	if (range.first == range.last)
		snprintf(out, 64, " (frame %" PRIu32 ")", last);
	else if (count == 2)
		snprintf(out, 64, " (frames %" PRIu32 " and %" PRIu32 ")", first, last);
	else if (count > 0 && all)
		snprintf(out, 64, " (frames %" PRIu32 " to %" PRIu32 ")", first, last);
	else if (count > 0)
		snprintf(out, 64, " (%u segments, the newest in frame %" PRIu32 ")", count, last);
	else
		snprintf(out, 64, " (the newest in frame %" PRIu32 ")", last);
}

/* "; RTT 30.1 ms": from the end of the sender of the data. Elsewhere the time is another one. */
static void format_rtt(const struct story *t, const struct packet *last, char out[SINCE_TEXT])
{
	int64_t rtt = model_rtt(t->m, t->number);
	char took[DURATION_TEXT];
	out[0] = '\0';
	if (rtt < 0)
		return;
	duration_format(rtt, took, sizeof(took));
	if (session_captured_at(t->s, side_other(t->side)))
		snprintf(out, SINCE_TEXT, "; RTT %s", took);
	else if (session_is_nearer(t->s, t->side))
		snprintf(out, SINCE_TEXT, ", %s after frame %" PRIu32, took, last->frame);
	else
		snprintf(out, SINCE_TEXT, "; RTT from this capture point %s", took);
}

static void tell_acked(struct story *t)
{
	struct packet_range range = model_acked(t->m, t->number);
	if (range.last == 0)
		return;
	const struct packet *last = model_packet(t->m, range.last);
	uint32_t ack = story_ack(t), seq = session_relative(t->s, side_other(t->side), last->seq);
	char frames[64], rtt[SINCE_TEXT], sum[48] = "";
	format_frames(t, range, frames);
	format_rtt(t, last, rtt);
	if ((last->flags & TCP_FIN) && packet_end(last) == t->p->ack) {
		story_add(t, "ACKs %sthe FIN%s%s.",
		    range.first != range.last || last->len > 0 ? "everything including " : "",
		    frames, rtt);
		return;
	}
	/* The sum shows once how an acknowledgement number comes about. */
	if (range.first == range.last && seq == 1 && packet_end(last) == t->p->ack &&
	    !(last->flags & TCP_SYN))
		snprintf(sum, sizeof(sum), " (%" PRIu32 " + %u)", seq, (unsigned)last->len);
	if (ack > 1)
		story_add(t, "ACKs everything up to byte %" PRIu32 "%s%s.", ack - 1, frames, rtt);
	if (sum[0] != '\0')
		story_add(
		    t, "The next byte that %s expects is %" PRIu32 "%s.", t->sender, ack, sum);
}

void story_tell_ack(struct story *t)
{
	bool again = story_has(t, NOTE_DUPLICATE_ACK);
	const struct packet *syn_ack = again ? NULL : story_ended_handshake(t);
	if (syn_ack != NULL)
		story_tell_handshake_ended(t, syn_ack);
	if (!again && !story_has(t, NOTE_ACK_LOST_SEGMENT) &&
	    (syn_ack == NULL || model_packet(t->m, t->p->acks) != syn_ack))
		tell_acked(t);
	story_tell_closed(t);
}

static void tell_alien(struct story *t)
{
	story_add(t, "ACK of another connection: the number is none of this one.");
	story_add(t,
	    "%s still knows an older connection between the same ports and answers for "
	    "that.",
	    t->sender);
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
		story_add(t, "Neither data nor an acknowledgement: the receiver drops it.");
	else if (alien)
		tell_alien(t);
	else if (follows && t->p->ack == before->ack && seq_lt(t->p->seq, before->seq))
		story_add(t,
		    "Reordered ACK: sent before frame %" PRIu32
		    " but arrived after it, because its sequence number is lower (%" PRIu32 ").",
		    before->frame, story_seq(t));
	else if (follows && seq_lt(t->p->ack, before->ack))
		story_add(t,
		    "Reordered ACK: sent before frame %" PRIu32
		    " but arrived after it, because it acknowledges less (%" PRIu32 ").",
		    before->frame, ack);
	else if (old)
		story_add(t, "ACKs data from before this capture.");
	else if (follows && t->p->ack == before->ack)
		story_add(t, "Repeats ack %" PRIu32 ": nothing new is acknowledged.", ack);
	else
		story_add(
		    t, "ACKs up to byte %" PRIu32 "; that data is not in this capture.", ack - 1);
}

void tell_acks_unseen(struct story *t, const struct finding *f)
{
	(void)f;
	/* A side that has sent only its SYN cannot have sent what the capture lacks. */
	if (packet_state(t->p, side_other(t->side)) == STATE_SYN_SENT)
		story_add(t,
		    "ACK of another connection: %s has not sent the number that it acknowledges "
		    "(%" PRIu32 ").",
		    t->receiver, t->p->ack);
	else
		story_add(t,
		    "ACKs everything up to byte %" PRIu32 "; that data is not in this "
		    "capture.",
		    story_ack(t) - 1);
}

void tell_nagle(struct story *t, const struct finding *f)
{
	const struct packet *before = model_packet(t->m, f->cause_first);
	const struct packet *ack = model_packet(t->m, f->cause);
	char took[DURATION_TEXT];
	if (before == NULL || ack == NULL) {
		story_add(t, "Nagle's algorithm delayed this small segment until the one before it "
		             "was acknowledged.");
		return;
	}
	duration_format(ack->time_ns - before->time_ns, took, sizeof(took));
	story_add(t,
	    "Nagle's algorithm delayed this small segment until frame %" PRIu32
	    " was acknowledged; that took %s, until frame %" PRIu32 "%s.",
	    before->frame, took, ack->frame,
	    ack->notes & NOTE_BIT(NOTE_DELAYED_ACK) ? " (a delayed ACK)" : "");
}
