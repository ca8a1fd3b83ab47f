/* What made a sender send again: a report of what is missing, its timer, or a tail loss probe. */
#include "core/analyse/analyse.h"

#include "core/analyse/capture_point.h"
#include "core/analyse/lookback.h"
#include "core/analyse/sender_timers.h"
#include "core/analyse/tail_loss_probe.h"
#include "core/record/note.h"

/* A report is answered after a round trip; where none is known within this time. */
#define TOLD_RTTS 2
#define TOLD_NS 100000000

/* A sender answers at once, or, if it is paced, within this time. */
#define ANSWERED_NS 500000
#define HEARD_LATELY_NS 10000000

/* No timer of Linux is shorter, and no probe comes sooner. */
#define LEAST_TIMER_MS 200
#define PROBE_LEAST_NS 2000000

/* Duplicate ACKs that tell of a loss: where SACK is in use, only those with new blocks of it
 * (RFC 6675, 2). */
static unsigned duplicates(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	bool told = r->loss != NULL && r->loss->told[0].time_ns != 0 &&
	            r->loss->told[0].from == t->own->acked;
	return told ? t->peer->dup_acks : 0;
}

bool analyse_was_reported(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	/* A block that ends where it ends reports that it came. */
	bool sacked = recovery_sacked_above(r, packet_end(t->packet));
	int64_t within = r->rtt.smooth_ns > 0 || round_trip_ns(t) > 0
	                     ? TOLD_RTTS * round_trip_ns(t) + r->rtt.smooth_ns
	                     : TOLD_NS;
	/* At the sender what has told it long ago is not what it answers now. */
	bool fresh = !captured_at_sender(t) || r->loss == NULL ||
	             t->segment->time_ns - r->loss->told[0].time_ns <= within + TOLD_NS;
	unsigned dup_acks = duplicates(t);
	return sacked || recovery_was_told(r, t->segment, within) || (fresh && dup_acks >= 3) ||
	       (fresh && dup_acks > 0 && t->segment->seq == t->own->acked);
}

/* The last packet of the other side, as its sender has it at its own end; 0 elsewhere, or where
 * none is known. */
static uint32_t heard_last(const struct track *t)
{
	return captured_at_sender(t) ? track_seen_last(t, side_other(t->side)) : 0;
}

/* How long ago that was; of none, for ever. */
static int64_t unheard_ns(const struct track *t)
{
	uint32_t heard = heard_last(t);
	return heard != 0 ? t->segment->time_ns - packet_store_at(t->packets, heard)->time_ns
	                  : INT64_MAX;
}

/* At its sender, who has heard nothing since the last copy, not even a copy that the network made:
 * nobody can have reported that it is missing. */
static bool is_unreported(const struct track *t)
{
	uint32_t heard = heard_last(t);
	return heard != 0 && heard < track_carrier(t) && track_side_before(t) == t->side;
}

/* What was sent again last is sent again, and nothing has been heard since: only a
 * timer does that. */
static bool repeats_unheard(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	const struct resent *last = recovery_last(r);
	if (last == NULL || unheard_ns(t) < ANSWERED_NS || last->start != t->segment->seq ||
	    (r->mode != RECOVERY_TIMEOUT && r->mode != RECOVERY_PROBE))
		return false;
	const struct packet *p = packet_store_find(t->packets, last->packet);
	if (p == NULL)
		return false;
	int64_t sent = p->time_ns;
	return sent == r->sent_ns && r->acked_ns < sent &&
	       (r->loss == NULL || r->loss->told[0].time_ns < sent);
}

/* Nothing called for the first segment but its timer. */
static bool ran_from_sending(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return r->mode == RECOVERY_NONE && !(t->segment->flags & TCP_SYN) && !r->sacked &&
	       t->peer->dup_acks == 0 &&
	       timing_timer_age_ns(t) * 100 >= recovery_rto(r) * TIMER_PERCENT;
}

/* Linux sends again when an ACK calls for it, at once or, where SACK is in use, after a part of the
 * round trip (RFC 8985, 6.2); new data does not set its timer anew where there is no SACK, or in a
 * recovery. So the timer sent what leaves its sender when that has run out, and some time after the
 * last it heard, however many duplicate ACKs came before. */
static bool ran_out_unheard(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	if (heard_last(t) == 0 || t->segment->seq != t->own->acked ||
	    (sack_in_use(t) && r->mode != RECOVERY_FAST))
		return false;
	int64_t silent = unheard_ns(t);
	int64_t answered = sack_in_use(t) ? r->rtt.smooth_ns / 2 : 0;
	return silent >= HEARD_LATELY_NS && silent >= answered &&
	       timing_timer_age_ns(t) * 100 >= recovery_rto(r) * TIMER_PERCENT;
}

/* Without SACK the first segment is sent again once only in a recovery (RFC 6582, 3.2); once more
 * is for the timer, whatever duplicate ACKs and new segments pass meanwhile. */
static bool recovery_was_lost(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	const struct resent *last = recovery_last(r);
	return r->mode == RECOVERY_FAST && !sack_in_use(t) && t->own->acked_known && last != NULL &&
	       t->segment->seq == t->own->acked && last->start == t->segment->seq &&
	       timing_copy_age_ns(t) * 100 >= RTT_LINUX_MARGIN_NS * TIMER_PERCENT;
}

static bool timer_expired(const struct track *t)
{
	/* Below what is acknowledged: that ACK was lost behind this capture point. */
	bool first = !t->own->acked_known || seq_le(t->segment->seq, t->own->acked) ||
	             (t->segment->flags & TCP_SYN);
	/* Linux sends the first SYNs again without backing off. */
	int64_t rto = t->segment->flags & TCP_SYN ? RTT_FIRST_NS : timing_timeout_ns(t);
	if (repeats_unheard(t) && rto > RTT_LINUX_MARGIN_NS)
		rto = RTT_LINUX_MARGIN_NS;
	return first && (timing_silence_ns(t) * 100 >= rto * TIMER_PERCENT || ran_from_sending(t) ||
	                    recovery_was_lost(t) || ran_out_unheard(t));
}

/* The last segment alone, sooner than any timer expires: nothing lies above it that could report it
 * missing, so that it was the probe, whatever its sender thought of the round trip. The clock of
 * the sender says whether its first copy was held up. */
static bool must_be_probe(const struct track *t)
{
	const struct segment *s = t->segment;
	uint32_t ts_high = t->own->recovery->seen.ts_high;
	int64_t age = timing_copy_age_ns(t);
	bool held_up = (s->options & OPTION_TIMESTAMP) && ts_high != 0 &&
	               seq_diff(s->ts_val, ts_high) * 100 >= LEAST_TIMER_MS * TIMER_PERCENT;
	return probing_may_be(t) && !held_up && age > 0 &&
	       age * 100 < RTT_LINUX_MARGIN_NS * TIMER_PERCENT &&
	       timing_silence_ns(t) >= PROBE_LEAST_NS;
}

/* An ACK that the network has just doubled is a duplicate ACK to the sender, who cannot know
 * better; neither its timer nor a probe is due yet. */
static bool was_misled(const struct track *t)
{
	const struct recovery *peer = t->peer->recovery;
	return captured_at_sender(t) && peer != NULL && (peer->seen.copies & 1) &&
	       !analyse_is_mirrored(t->peer) && t->own->acked_known &&
	       t->segment->seq == t->own->acked && track_side_before(t) != t->side &&
	       timing_silence_ns(t) * 100 < timing_probe_due_ns(t) * TIMER_PERCENT;
}

/* At its sender, who has heard of no loss for a round trip: it was the timer or a probe, though
 * neither was due by what is known of the round trips; a kernel's own estimate may be another after
 * a long pause. */
static uint64_t cause_by_elimination(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	if (must_be_probe(t))
		return NOTE_BIT(NOTE_TAIL_LOSS_PROBE);
	if (r->mode != RECOVERY_NONE || !captured_at_sender(t) || t->own->rtt_us == 0 ||
	    (t->segment->flags & TCP_SYN) || timing_silence_ns(t) < round_trip_ns(t))
		return 0;
	if (probing_may_be(t))
		return NOTE_BIT(NOTE_TAIL_LOSS_PROBE);
	bool first = t->own->acked_known && t->segment->seq == t->own->acked;
	bool least = timing_silence_ns(t) * 100 >= RTT_LINUX_MARGIN_NS * TIMER_PERCENT;
	return first && least ? NOTE_BIT(NOTE_RTO_RETRANSMISSION) : 0;
}

/* A probe comes no later than the timer would expire: what is too soon for it is so for the timer,
 * and the round trip shorter than what is known here. */
static bool is_too_soon(const struct track *t)
{
	return probing_may_be(t) &&
	       timing_silence_ns(t) * 100 < timing_probe_due_ns(t) * TIMER_PERCENT;
}

/* Far from the sender: all of it lies before the number that ends a recovery, and that was
 * acknowledged. It was sent before the sender had heard so, in that recovery. */
static bool is_of_the_last_recovery(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return r->mode == RECOVERY_NONE && r->repaired && !captured_at_sender(t) &&
	       seq_le(packet_end(t->packet), r->until);
}

/* Far from its sender, in whose recovery it had been sent before: the ACK that ends that had passed
 * here, and cannot have come to it. */
static bool is_still_recovering(const struct track *t)
{
	const struct resent *last = recovery_last(t->own->recovery);
	if (captured_at_sender(t) || !is_covered(t) || last == NULL)
		return false;
	const struct packet *p = packet_store_find(t->packets, last->packet);
	return p != NULL && (p->notes & NOTE_BIT(NOTE_FAST_RETRANSMISSION)) &&
	       t->segment->time_ns - p->time_ns <= round_trip_ns(t);
}

/* Far from its sender, whose round trip may be longer than what is known here: reported, not the
 * last that was sent, and sooner after the number before it came than a timer expires that the ACK
 * of that had set anew. */
static bool is_too_soon_for_timer(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	if (r->mode != RECOVERY_NONE || captured_at_sender(t) || (t->segment->flags & TCP_SYN) ||
	    packet_end(t->packet) == t->own->next ||
	    !recovery_was_told(r, t->segment, RTT_LINUX_MARGIN_NS))
		return false;
	uint32_t previous = track_previous(t);
	if (previous == 0)
		return false;
	const struct packet *p = packet_store_at(t->packets, previous);
	return !(p->notes & NOTE_BIT(NOTE_RETRANSMISSION)) &&
	       (t->segment->time_ns - p->time_ns) * 100 < RTT_LINUX_MARGIN_NS * TIMER_PERCENT;
}

/* Far from its sender: its last copy has an older timestamp than what was sent again, and the ACK
 * of that can just have come to it. */
static bool can_tell_overtaken(const struct track *t, uint32_t copy, const struct resent *last)
{
	uint32_t stamp;
	int64_t since = t->segment->time_ns - t->own->recovery->acked_ns - sender_ns(t);
	return last->stamped && analyse_stamp(t, t->side, copy, last->ts_val, &stamp) &&
	       seq_lt(stamp, last->ts_val) && since > -HEARD_LATELY_NS && since < sender_ns(t) / 2;
}

/* What was sent again after it has just been acknowledged, so that it is lost, though no SACK tells
 * of it (RACK, RFC 8985, 5.2). */
static bool is_overtaken_by_repeat(const struct track *t)
{
	const struct resent *last = recovery_last(t->own->recovery);
	uint32_t copy = track_carrier(t);
	if (!sack_in_use(t) || !t->own->acked_known || last == NULL || copy == 0 ||
	    !seq_le(resent_end(last), t->own->acked) || !seq_le(t->own->acked, t->segment->seq))
		return false;
	return captured_at_sender(t)
	           ? copy < last->packet && timing_silence_ns(t) < round_trip_ns(t)
	           : can_tell_overtaken(t, copy, last);
}

uint64_t analyse_cause(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	if ((analyse_was_reported(t) || was_misled(t)) && !timer_expired(t) && !is_unreported(t))
		return NOTE_BIT(NOTE_FAST_RETRANSMISSION);
	if (!captured_at_sender(t) && is_overtaken_by_repeat(t))
		return NOTE_BIT(NOTE_FAST_RETRANSMISSION);
	if (probing_is_due(t))
		return NOTE_BIT(NOTE_TAIL_LOSS_PROBE);
	if (timer_expired(t))
		return NOTE_BIT(is_too_soon(t) ? NOTE_TAIL_LOSS_PROBE : NOTE_RTO_RETRANSMISSION);
	return r->mode == RECOVERY_FAST || is_of_the_last_recovery(t) || is_still_recovering(t) ||
	               is_overtaken_by_repeat(t) || is_too_soon_for_timer(t)
	           ? NOTE_BIT(NOTE_FAST_RETRANSMISSION)
	           : cause_by_elimination(t);
}
