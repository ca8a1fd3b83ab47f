/* Network duplicates: one packet seen twice because the network or the capture copied it (mirror
 * ports, captures on all devices). */
#include "core/analyse/analyse.h"

#include "core/analyse/lookback.h"
#include "core/analyse/thresholds.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"

uint32_t analyse_sack_digest(const struct segment *s)
{
	if (s->sack_count == 0)
		return 0;
	return (s->sack[0].start * UINT32_C(2654435761)) ^ s->sack[0].end ^ 1;
}

bool analyse_is_mirrored(const struct flow *f)
{
	unsigned count = 0;
	for (unsigned bits = f->recovery != NULL ? f->recovery->seen.copies : 0; bits != 0;
	     bits &= bits - 1)
		count++;
	return count >= MIRRORED;
}

bool analyse_is_past(const struct track *t)
{
	uint8_t state = t->session->state[t->side];
	return state == STATE_TIME_WAIT || state == STATE_CLOSED;
}

/* At its sender's own end: returns true if a packet has arrived that it can answer. */
static bool has_come(const struct track *t)
{
	return session_is_nearer(t->session, t->side) && track_side_before(t) != t->side;
}

bool analyse_answers_copy(const struct track *t)
{
	const struct recovery *r = t->peer->recovery;
	const struct packet *p = packet_store_find(t->packets, track_before(t));
	return session_is_nearer(t->session, t->side) && r != NULL && r->seen.copies == 1 &&
	       t->peer->packets > MIRRORED && p != NULL && packet_side(p) == t->side &&
	       p->ack == t->segment->ack && p->len == 0;
}

/* With SACK every duplicate ACK reports something new (RFC 2018, 4; 2883, 4), except that Linux
 * reports nothing in TIME-WAIT. */
static bool acks_nothing_new(const struct track *t)
{
	const struct segment *s = t->segment;
	return s->ts_val != 0 && t->session->sack_ok == 3 && !(s->options & OPTION_BROKEN) &&
	       analyse_sack_digest(s) == t->own->last_sack && !analyse_is_past(t) && !has_come(t);
}

/* Returns true for a SYN-ACK that answers the other side's SYN between it and the earlier one. */
static bool is_syn_again(const struct track *t, const struct packet *earlier)
{
	bool answers = (t->segment->flags & TCP_SYN) && (t->segment->flags & TCP_ACK);
	uint32_t n = earlier->next;
	return answers && n != 0 && n != t->number &&
	       packet_side(packet_store_at(t->packets, n)) != t->side &&
	       (packet_store_at(t->packets, n)->flags & TCP_SYN);
}

/* Returns true for a SYN without ACK that no timer can have sent, while nothing else reached its
 * sender as far as the capture shows. It would have answered an ACK of an older connection with an
 * RST and, at once, the SYN. */
static bool is_untimely_syn(const struct track *t, const struct packet *earlier)
{
	bool alone = t->own->packets == 1 || t->peer->packets == 0;
	return (t->segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN && alone &&
	       t->segment->time_ns - earlier->time_ns < SYN_LEAST_NS;
}

/* Without IP identifications, the same bytes with the same timestamp may still be a retransmission,
 * because a timestamp stays the same for a while. But a sender has no reason to retransmit before
 * it can have received an answer to the first copy. stamped: same timestamp. */
static bool has_no_reason(const struct track *t, const struct packet *earlier, bool stamped)
{
	const struct segment *s = t->segment;
	int64_t passed = t->segment->time_ns - earlier->time_ns;
	int64_t rtt = ((int64_t)t->own->rtt_us + t->peer->rtt_us) * NS_PER_US;
	/* Its sender's clock has moved on since. */
	if (stamped && s->ts_val != 0 && seq_lt(s->ts_val, t->own->recovery->seen.ts_high))
		return true;
	/* No timestamp stays the same for this long. */
	if (stamped && s->ts_val != 0 && packet_span(t->packet) > 0 &&
	    (rtt >= TICK_MOST_NS || passed >= TICK_MOST_NS))
		return true;
	if (is_untimely_syn(t, earlier))
		return true;
	if (passed >= COPY_NS || is_syn_again(t, earlier))
		return false;
	if ((s->flags & TCP_SYN) || analyse_is_mirrored(t->own) || analyse_is_mirrored(t->peer))
		return true;
	if (t->span > 0)
		return rtt == 0 || passed < rtt / 2;
	return acks_nothing_new(t) && !analyse_answers_copy(t);
}

/* A packet with new numbers, or that acknowledges some, cannot have been seen before. */
static bool is_new(const struct track *t)
{
	const struct segment *s = t->segment;
	if (t->span > 0)
		return t->own->base_known && seq_le(t->own->next, s->seq);
	return (s->flags & TCP_ACK) && t->peer->acked_known && seq_lt(t->peer->acked, s->ack);
}

/* Returns true for an ACK below the highest ACK number. */
static bool is_old_ack(const struct track *t)
{
	const struct segment *s = t->segment;
	return (s->flags & TCP_ACK) && t->peer->acked_known && seq_lt(s->ack, t->peer->acked);
}

/* A SYN after later data is a delayed copy, not a retransmission; so is a SYN-ACK after an ACK of
 * what the other side sent next. With fast open, data comes earlier. */
static bool is_syn_after_data(const struct track *t)
{
	if (!(t->segment->flags & TCP_SYN))
		return false;
	return t->segment->flags & TCP_ACK
	           ? is_old_ack(t)
	           : t->own->acked_known && t->own->data_seen && t->own->recovery->win_most != 0;
}

/* Returns true if another packet of the side has the same IP identification: it is constant, or
 * chosen otherwise, and shows nothing. */
static bool is_common_id(const struct track *t)
{
	struct recovery *r = t->own->recovery;
	for (unsigned i = 0; i < r->seen.room; i++) {
		const struct packet *p = packet_store_find(t->packets, track_seen(t, t->side, i));
		if (p != NULL && p->ip_id == (t->segment->ip_id & 0xffff) && !track_is_twin(t, p))
			return true;
	}
	return false;
}

/* For originals older than the stored packets: a delayed copy has an identification not newer than
 * what was sent since. */
static bool is_delayed_copy(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	uint16_t id = (uint16_t)t->segment->ip_id;
	if (is_syn_after_data(t))
		return true;
	bool counted = recovery_numbers_packets(r) && (int16_t)(uint16_t)(id - r->last_id) <= 0;
	return id != 0 && (t->span > 0 ? counted : is_old_ack(t));
}

/* Returns the original of the packet right before if that is a network duplicate of the same time,
 * and this one equals it: a mirror port may copy a packet more than once. */
static uint32_t twin_of_copy(const struct track *t)
{
	uint32_t before = track_before(t);
	const struct packet *p = packet_store_find(t->packets, before);
	if (p == NULL || !(p->notes & NOTE_BIT(NOTE_NETWORK_DUPLICATE)) ||
	    packet_side(p) != t->side || !track_is_twin(t, p))
		return 0;
	const struct finding *f = findings_find(t->findings, before, NOTE_NETWORK_DUPLICATE);
	return t->segment->time_ns == p->time_ns && f != NULL ? f->copy : 0;
}

/* Later than this, a packet can no longer be on its way. */
static bool is_too_old(const struct track *t, uint32_t original)
{
	const struct packet *p = packet_store_find(t->packets, original);
	return p != NULL && t->segment->time_ns - p->time_ns > COPY_MOST_NS;
}

static struct twin twin_seen(const struct track *t)
{
	const struct segment *s = t->segment;
	struct recovery *r = t->own->recovery;
	uint16_t digest = track_digest(s);
	uint16_t *seen = seen_digests(&r->seen);
	for (unsigned i = 0; i < r->seen.room; i++) {
		bool stamped = seen[i] == digest;
		uint32_t number = stamped || seen[i] == SEEN_ANY ? track_seen(t, t->side, i) : 0;
		if (number == 0)
			continue;
		const struct packet *p = packet_store_at(t->packets, number);
		bool same = track_is_twin(t, p);
		if (same && p->ip_id != 0 && !is_common_id(t))
			return (struct twin){ number, RULE_TWIN_IP_ID };
		if (same && has_no_reason(t, p, stamped)) {
			/* The next identical packet is the copy of another one. */
			seen[i] = SEEN_NONE;
			return (struct twin){ number, RULE_TWIN_NO_REASON };
		}
	}
	return (struct twin){ 0, RULE_NONE };
}

/* Returns an older packet with the same header, timestamp included as far as it is known. */
static uint32_t older_twin(const struct track *t)
{
	uint32_t twin = track_twin(t), stamp;
	const struct segment *s = t->segment;
	bool other = (s->options & OPTION_TIMESTAMP) && twin != 0 &&
	             track_stamp(t, t->side, twin, s->ts_val, &stamp) && stamp != s->ts_val;
	return other ? 0 : twin;
}

struct twin analyse_twin(const struct track *t)
{
	if (t->own->recovery == NULL || is_new(t))
		return (struct twin){ 0, RULE_NONE };
	struct twin twin = twin_seen(t);
	if (twin.packet == 0)
		twin = (struct twin){ twin_of_copy(t), RULE_TWIN_NO_REASON };
	if (twin.packet == 0)
		twin = (struct twin){ is_delayed_copy(t) ? older_twin(t) : 0, RULE_TWIN_LATE };
	return is_too_old(t, twin.packet) ? (struct twin){ 0, RULE_NONE } : twin;
}
