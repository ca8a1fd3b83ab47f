/* Segments with numbers that their side had sent before: an original out of order or a
 * retransmission. core/analyse/resend_cause.c finds its trigger. */
#include "core/analyse/analyse.h"

#include "core/analyse/capture_point.h"
#include "core/analyse/conclude.h"
#include "core/analyse/lookback.h"
#include "core/analyse/thresholds.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"

/* Returns true if it has data of a hole and data seen before. */
static bool overlaps(const struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	return e->fresh < s->len;
}

/* Returns true if IP identifications show the order of two packets: their sender counts them, or,
 * if too few were seen to know that, or the host counts all its packets, they are so close that
 * only a counter explains it. */
static bool ids_show_order(const struct recovery *r, uint16_t a, uint16_t b)
{
	int16_t apart = (int16_t)(uint16_t)(a - b);
	if (a == 0 || b == 0)
		return false;
	return recovery_numbers_packets(r) ||
	       (r->ids_odd == 0 && apart < IDS_NEAR && apart > -IDS_NEAR) ||
	       (apart < IDS_NEXT && apart > -IDS_NEXT);
}

/* Returns true if the hole was reported and the sender had not received the report, because the
 * segment echoes an older timestamp. Without SACK, data above the first hole is retransmitted when
 * a partial ACK arrives (RFC 6582, 3.2). */
static bool echoes_no_report(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	const struct segment *s = t->segment;
	bool reported = false;
	if (!sack_in_use(t) && t->peer->dup_acks == 0 && s->seq == t->own->acked)
		return has_not_heard(t);
	for (unsigned i = 0; r->loss != NULL && i < REPORTS; i++) {
		const struct report *report = &r->loss->report[i];
		if (report->time_ns == 0 || !seq_le(report->from, s->seq) ||
		    !seq_lt(s->seq, report->to))
			continue;
		if (report->ts_first == 0 || seq_le(report->ts_first, s->ts_ecr))
			return false;
		reported = true;
	}
	return reported;
}

static bool is_at_sender(const struct track *t, const struct evidence *e)
{
	(void)e;
	return captured_at_sender(t);
}

static bool ids_tell_of_hole(const struct track *t, const struct evidence *e)
{
	return ids_show_order(t->own->recovery, (uint16_t)t->segment->ip_id, e->hole.ip_id);
}

static bool has_older_id(const struct track *t, const struct evidence *e)
{
	return ids_tell_of_hole(t, e) && (int16_t)(uint16_t)(t->segment->ip_id - e->hole.ip_id) < 0;
}

static bool stamps_tell_of_hole(const struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	return (s->options & OPTION_TIMESTAMP) && e->hole.ts_val != 0 &&
	       s->ts_val != e->hole.ts_val;
}

static bool has_older_stamp(const struct track *t, const struct evidence *e)
{
	return stamps_tell_of_hole(t, e) && seq_lt(t->segment->ts_val, e->hole.ts_val);
}

/* Returns true if it was sent in the same timestamp tick as the segment that opened the hole; the
 * sender could not know of the hole yet. */
static bool is_in_same_tick(const struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	return (s->options & OPTION_TIMESTAMP) && e->hole.ts_val == s->ts_val &&
	       (round_trip_ns(t) >= TICK_NS || echoes_no_report(t));
}

static bool came_too_soon(const struct track *t, const struct evidence *e)
{
	int64_t patience = round_trip_ns(t) * 9 / 10;
	/* The known direction may be the short one. */
	if ((t->own->rtt_us == 0 || t->peer->rtt_us == 0) && patience < REORDERING_NS)
		patience = REORDERING_NS;
	return t->segment->time_ns - e->hole.opened_ns < patience;
}

/* Segments that fill a hole: an original sent before the segment that opened it, or a
 * retransmission. Decided by capture point, IP identification, timestamp, and time. */
static const struct ruling hole_filled[] = {
	{ RULE_OOO_IP_ID, has_older_id },
	{ RULE_UNSEEN_AT_SENDER, is_at_sender },
	{ RULE_UNSEEN_IP_ID, ids_tell_of_hole },
	{ RULE_OOO_TIMESTAMP, has_older_stamp }, /* RFC 7323, 3.2 */
	{ RULE_UNSEEN_TIMESTAMP, stamps_tell_of_hole },
	/* Originals do not overlap: it was split anew for a smaller path MTU. */
	{ RULE_UNSEEN_TOO_LATE, overlaps },
	{ RULE_OOO_SAME_TICK, is_in_same_tick },
	{ RULE_OOO_TOO_SOON, came_too_soon },
	{ RULE_UNSEEN_TOO_LATE, rule_always },
};

/* Returns a recent packet with the segment's first byte and a newer timestamp than the
 * segment's. */
static uint32_t overtaken_by_seen(const struct track *t)
{
	const struct segment *s = t->segment;
	uint32_t stamp;
	if (!(s->options & OPTION_TIMESTAMP) || !seq_lt(s->ts_val, t->own->recovery->seen.ts_high))
		return 0;
	return track_stamp(t, t->side, t->copy, s->ts_val, &stamp) && seq_lt(s->ts_val, stamp)
	           ? t->copy
	           : 0;
}

uint32_t analyse_overtaker(const struct track *t, enum rule *rule)
{
	const struct segment *s = t->segment;
	const struct recovery *r = t->own->recovery;
	bool counts = recovery_numbers_packets(r) || (r->ids_odd == 0 && r->last_id != 0);
	bool stamps = s->ip_id == 0 || !counts;
	if (rule != NULL)
		*rule = stamps ? RULE_OOO_COPY_TIMESTAMP : RULE_OOO_COPY_IP_ID;
	if (captured_at_sender(t))
		return 0;
	if (stamps) {
		uint32_t resent = recovery_overtook(r, s);
		return resent != 0 ? resent : overtaken_by_seen(t);
	}
	/* A segment sent after all others cannot have been overtaken. */
	if ((int16_t)(uint16_t)(s->ip_id - r->last_id) > 0)
		return 0;
	if (t->copy == 0)
		return 0;
	uint16_t id = (uint16_t)packet_store_at(t->packets, t->copy)->ip_id;
	bool tells = ids_show_order(r, (uint16_t)s->ip_id, id);
	return tells && (int16_t)(uint16_t)(s->ip_id - id) < 0 ? t->copy : 0;
}

/* Returns true if an ACK of everything before a number of the segment was sent after an earlier
 * copy of that number had arrived. */
static bool was_passed_over(const struct track *t, uint32_t seq)
{
	uint32_t copy = seq == t->segment->seq ? t->copy : track_carrier_of(t, t->side, seq);
	return copy != 0 && packet_store_at(t->packets, copy)->time_ns < t->own->recovery->acked_ns;
}

/* Returns true if duplicate ACKs or SACK show that the receiver discarded a captured copy of some
 * of it: the copy was damaged, or there was no window. A retransmission may merge segments, and the
 * receiver may have only the first of them. */
static bool was_refused(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	if (!t->own->acked_known)
		return false;
	uint32_t seq = recovery_unsacked(r, seq_max(t->segment->seq, t->own->acked));
	if (!seq_lt(seq, packet_end(t->packet)))
		return false;
	if (recovery_sacked_above(r, seq))
		return true;
	/* Without SACK, duplicate ACKs only report the first missing number. */
	return seq == t->own->acked && (t->peer->dup_acks > 0 || was_passed_over(t, seq));
}

/* Returns true if it is sent again for another reason than a loss: nobody takes it for lost, so it
 * is not needless either. */
static bool has_own_reason(const struct track *t, const struct evidence *e)
{
	const struct finding *f = findings_find(t->findings, t->number, NOTE_RETRANSMISSION);
	(void)e;
	return f != NULL && (f->rule == RULE_RESENT_REFUSED || f->rule == RULE_RESENT_DEFERRED ||
	                        f->rule == RULE_RESENT_CLOSING);
}

static bool was_acked(const struct track *t, const struct evidence *e)
{
	(void)e;
	return is_covered(t);
}

/* A receiver acknowledges at the latest after its delayed ACK (RFC 9293, 3.8.6.3). One that has
 * sent nothing since the copy came, for longer than that, did not take it. */
static bool may_have_received(const struct track *t)
{
	const struct packet *copy = packet_store_find(t->packets, t->copy);
	return copy == NULL || track_last(t, side_other(t->side)) > t->copy ||
	       t->segment->time_ns - copy->time_ns < ANSWER_MOST_NS;
}

static bool had_come(const struct track *t, const struct evidence *e)
{
	return e->filled == 0 && e->fresh == 0 && captured_at_receiver(t) && !was_refused(t) &&
	       may_have_received(t);
}

/* Rules that show at once that the receiver has or gets every byte from an earlier copy. */
static const struct ruling spurious[] = {
	{ RULE_NONE, has_own_reason },
	{ RULE_SPURIOUS_ACKED, was_acked },
	{ RULE_SPURIOUS_AT_RECEIVER, had_come },
};

/* Returns the packet that acknowledged all of it, as far as the copy or the newest packet show. */
static uint32_t acked_by(const struct track *t)
{
	const struct packet *copy = packet_store_find(t->packets, t->copy);
	const struct packet *ack = packet_store_find(t->packets, copy != NULL ? copy->acked_by : 0);
	if (copy != NULL && ack != NULL && seq_le(t->end, ack->ack))
		return copy->acked_by;
	uint32_t last = track_seen_last(t, side_other(t->side));
	ack = packet_store_find(t->packets, last);
	return ack != NULL && (ack->flags & TCP_ACK) && seq_le(t->end, ack->ack) ? last : 0;
}

/* Returns true for a retransmitted SYN-ACK although its ACK, and data, had arrived: the listener
 * did not accept them. Only at the server: elsewhere they may have been lost beyond the capture
 * point. */
static bool is_overflow(const struct track *t)
{
	const struct segment *s = t->segment;
	return (s->flags & TCP_SYN) && (s->flags & TCP_ACK) && t->own->acked_known &&
	       t->peer->data_seen && seq_lt(t->own->base, t->own->acked) &&
	       session_captured_at(t->session, t->side);
}

/* Returns the packet that carried the segment's data above the hole; 0 if the capture has none of
 * it. */
static uint32_t partly_copy(const struct track *t, const struct evidence *e)
{
	bool rest = e->filled > 0 && e->fresh < t->segment->len && seq_lt(e->hole.end, t->end);
	return rest ? track_carrier_of(t, t->side, e->hole.end) : 0;
}

/* Concludes further notes of a retransmission; `order` is the rule that told it from an
 * original. */
static void conclude_details(const struct track *t, const struct evidence *e, enum rule order)
{
	const struct segment *s = t->segment;
	if ((s->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN && t->peer->packets == 0)
		conclude(t, RULE_SYN_UNANSWERED,
		    (struct finding){
		        .copy = series_lately(t, t->side, NOTE_SYN_TIMEOUT), .cause = t->copy });
	else if (is_overflow(t))
		conclude(t, RULE_OVERFLOW_ACK, (struct finding){ .cause = acked_by(t) });
	else if (e->filled > 0 && e->fresh == s->len)
		/* It fills holes and nothing else. */
		conclude(t, order, (struct finding){ .cause = e->hole.opened_by });
}

static bool is_overtaken(const struct track *t, enum rule order, const struct evidence *e)
{
	uint32_t overtaker = e->filled > 0 ? e->hole.opened_by : analyse_overtaker(t, &order);
	if (overtaker == 0 || rule_of(order)->note != NOTE_OUT_OF_ORDER)
		return false;
	conclude(t, order, (struct finding){ .cause = overtaker });
	return true;
}

void analyse_repeat(const struct track *t, const struct evidence *e)
{
	enum rule order = e->filled > 0 ? RULE_FIRST(t, e, hole_filled) : RULE_NONE;
	if (is_overtaken(t, order, e))
		return;
	analyse_cause(t, t->copy != 0 ? t->copy : partly_copy(t, e));
	conclude_details(t, e, order);
	enum rule rule = RULE_FIRST(t, e, spurious);
	if (rule != RULE_NONE)
		conclude(t, rule,
		    (struct finding){
		        .cause = rule == RULE_SPURIOUS_ACKED ? acked_by(t) : t->copy });
}
