/* Bytes at or below numbers that this side had sent before: the same packet again, an original that
 * was overtaken, or a retransmission (why, core/analyse/resend_cause.c tells). */
#include "core/analyse/analyse.h"

#include "core/analyse/capture_point.h"
#include "core/analyse/lookback.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"

/* Without a known round trip: what fills a hole sooner came by another path, no sender can
 * have been told. */
#define REORDERING_NS 3000000

/* Timestamps change at least as often, nearly everywhere. */
#define TICK_NS 10000000

/* It has something that a hole lacked, and something that was here. */
static bool overlaps(const struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	return e->fresh < s->len;
}

/* Whether IP identifications tell the order of two packets: their sender counts, or, where not
 * enough of them came by to know that, they are as near as only a counter brings them. */
static bool ids_tell(const struct recovery *r, uint16_t a, uint16_t b)
{
	int16_t apart = (int16_t)(uint16_t)(a - b);
	if (a == 0 || b == 0)
		return false;
	return recovery_numbers_packets(r) ||
	       (r->ids_odd == 0 && apart < IDS_NEAR && apart > -IDS_NEAR);
}

/* The hole has been reported, and the sender had not heard of that, as the timestamp that the
 * segment echoes is older. Without SACK what lies behind the first hole is sent again when an ACK
 * comes to it (RFC 6582, 3.2). */
static bool echoes_no_report(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	const struct segment *s = t->segment;
	bool reported = false;
	if (!sack_in_use(t) && t->peer->dup_acks == 0 && s->seq == t->own->acked)
		return has_not_heard(t);
	for (unsigned i = 0; r->loss != NULL && i < REPORTS; i++) {
		const struct report *told = &r->loss->told[i];
		if (told->time_ns == 0 || !seq_le(told->from, s->seq) || !seq_lt(s->seq, told->to))
			continue;
		if (told->ts_first == 0 || seq_le(told->ts_first, s->ts_ecr))
			return false;
		reported = true;
	}
	return reported;
}

/* Whether what fills a hole was sent before the segment that opened it: by IP identification, by
 * timestamp, by time. */
static bool was_overtaken(const struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	const struct recovery *r = t->own->recovery;
	if (captured_at_sender(t))
		return false;
	if (ids_tell(r, (uint16_t)s->ip_id, e->hole.ip_id))
		return (int16_t)(uint16_t)(s->ip_id - e->hole.ip_id) < 0;
	if ((s->options & OPTION_TIMESTAMP) && e->hole.ts_val != 0 && s->ts_val != e->hole.ts_val)
		return seq_lt(s->ts_val, e->hole.ts_val);
	/* Originals do not overlap: it was cut anew, for a path that takes no more. */
	if (overlaps(t, e))
		return false;
	int64_t rtt = round_trip_ns(t), patience = rtt * 9 / 10;
	/* One way alone may be the short one. */
	if ((t->own->rtt_us == 0 || t->peer->rtt_us == 0) && patience < REORDERING_NS)
		patience = REORDERING_NS;
	/* Sent in the same tick as what opened the hole, of which the sender cannot have
	 * heard by then. */
	if ((s->options & OPTION_TIMESTAMP) && e->hole.ts_val == s->ts_val &&
	    (rtt >= TICK_NS || echoes_no_report(t)))
		return true;
	return s->time_ns - e->hole.opened_ns < patience;
}

bool analyse_stamp(
    const struct track *t, enum side side, uint32_t packet, uint32_t near, uint32_t *stamp)
{
	struct recovery *r = t->session->flow[side].recovery;
	for (unsigned i = 0; packet != 0 && i < r->seen.room; i++) {
		uint16_t digest = seen_digests(&r->seen)[i];
		if (digest == SEEN_ANY || track_seen(t, side, i) != packet)
			continue;
		uint16_t low = analyse_digest_stamp(packet_store_at(t->packets, packet), digest);
		int16_t apart = (int16_t)(uint16_t)(low - (uint16_t)near);
		*stamp = (uint32_t)((int64_t)near + apart);
		return true;
	}
	return false;
}

/* The packet seen lately that brought the segment's first byte, where its timestamp is newer than
 * the segment's. */
static uint32_t overtaken_by_seen(const struct track *t)
{
	const struct segment *s = t->segment;
	uint32_t stamp;
	if (!(s->options & OPTION_TIMESTAMP) || !seq_lt(s->ts_val, t->own->recovery->seen.ts_high))
		return 0;
	uint32_t carrier = track_carrier(t);
	return analyse_stamp(t, t->side, carrier, s->ts_val, &stamp) && seq_lt(s->ts_val, stamp)
	           ? carrier
	           : 0;
}

uint32_t analyse_overtaker(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct recovery *r = t->own->recovery;
	if (captured_at_sender(t))
		return 0;
	bool counts = recovery_numbers_packets(r) || (r->ids_odd == 0 && r->last_id != 0);
	if (s->ip_id == 0 || !counts) {
		uint32_t resent = recovery_overtook(r, s);
		return resent != 0 ? resent : overtaken_by_seen(t);
	}
	/* Only what was sent before the latest one can have been overtaken by anything. */
	if ((int16_t)(uint16_t)(s->ip_id - r->last_id) > 0)
		return 0;
	uint32_t carrier = track_carrier(t);
	if (carrier == 0)
		return 0;
	uint16_t id = (uint16_t)packet_store_at(t->packets, carrier)->ip_id;
	bool tells = ids_tell(r, (uint16_t)s->ip_id, id);
	return tells && (int16_t)(uint16_t)(s->ip_id - id) < 0 ? carrier : 0;
}

/* An ACK of all that lies before it was sent when the earlier copy had come. */
static bool was_passed_over(const struct track *t)
{
	uint32_t copy = track_carrier(t);
	return copy != 0 && packet_store_at(t->packets, copy)->time_ns < t->own->recovery->acked_ns;
}

/* Duplicate ACKs or SACK say that the receiver has not taken in what was captured: it was damaged,
 * or there was no room. */
static bool was_refused(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	uint32_t seq = t->segment->seq;
	if (!t->own->acked_known || seq_lt(seq, t->own->acked) || recovery_is_sacked(r, seq))
		return false;
	if (recovery_sacked_above(r, seq))
		return true;
	/* Without SACK duplicate ACKs tell of the first number missing alone. */
	return seq == t->own->acked && (t->peer->dup_acks > 0 || was_passed_over(t));
}

/* Whether it is known already that the receiver has, or gets, every byte from an earlier copy. */
static bool is_needless(const struct track *t, const struct evidence *e)
{
	bool covered = t->own->acked_known && seq_le(packet_end(t->packet), t->own->acked);
	return covered ||
	       (e->filled == 0 && e->fresh == 0 && captured_at_receiver(t) && !was_refused(t));
}

/* A server's SYN-ACK again although the ACK of it, and data, had come: what came was not let in.
 * Told at the server only: elsewhere they may have been lost behind the capture point. */
static bool is_overflow(const struct track *t)
{
	const struct segment *s = t->segment;
	return (s->flags & TCP_SYN) && (s->flags & TCP_ACK) && t->own->acked_known &&
	       t->peer->data_seen && seq_lt(t->own->base, t->own->acked) &&
	       session_captured_at(t->session, t->side);
}

/* More that a retransmission shows. */
static uint64_t repeat_details(const struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	if ((s->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN && t->peer->packets == 0)
		return NOTE_BIT(NOTE_SYN_TIMEOUT);
	if (is_overflow(t))
		return NOTE_BIT(NOTE_LISTEN_OVERFLOW);
	/* It fills holes and nothing but holes. */
	bool unseen = e->filled > 0 && e->fresh == s->len;
	return unseen ? NOTE_BIT(NOTE_ORIGINAL_UNSEEN) : 0;
}

uint64_t analyse_repeat(const struct track *t, const struct evidence *e)
{
	if (e->again)
		return NOTE_BIT(NOTE_NETWORK_DUPLICATE);
	if (e->filled > 0 ? was_overtaken(t, e) : analyse_overtaker(t) != 0)
		return NOTE_BIT(NOTE_OUT_OF_ORDER);
	uint64_t notes = NOTE_BIT(NOTE_RETRANSMISSION) | analyse_cause(t) | repeat_details(t, e);
	return is_needless(t, e) ? notes | NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION) : notes;
}
