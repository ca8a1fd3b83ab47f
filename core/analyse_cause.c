/* What made a sender send again: a report of what is missing, its timer, or a tail loss probe. */
#include "core/analyse.h"

#include "core/analyse_parts.h"
#include "core/follow.h"
#include "core/note.h"
#include "core/recovery.h"
#include "core/seq.h"
#include "core/track_back.h"

/* A report is answered after a round trip; where none is known within this time. */
#define TOLD_RTTS 2
#define TOLD_NS 100000000

/* Timers are late, never early; clocks and estimates differ a little. In percent. */
#define TIMER_PERCENT 85

/* A tail loss probe is not sent later than the timer would expire; estimates of that may be low. */
#define PROBE_MOST_PERCENT 150
#define PROBE_FAR_PERCENT 250
#define PROBE_LATE_NS INT64_C(50000000)

/* No timer of Linux is shorter, and no probe comes sooner. */
#define LEAST_TIMER_MS 200
#define PROBE_LEAST_NS 2000000

/* Timeouts without a probe before them: one may have other reasons. */
#define PROBELESS 2
#define PROBELESS_MOST 3

/* Nearer to twice the timeout than to one. */
#define DOUBLED_PERCENT 150

/* Twice, as timers are late. */
#define TWICE_LEAST_PERCENT 175
#define TWICE_MOST_PERCENT 250

/* By how much of the time that has passed a clock of milliseconds seems to differ where packets are held up, and the most. */
#define CLOCK_PART 3
#define CLOCK_APART_MS 8000

/* Longer than any timer: a difference of hostile times cannot be multiplied. */
#define SILENCE_MOST_NS INT64_C(86400000000000)

/* From here to the sender and back. */
static int64_t sender_ns(const struct track *t)
{
	return captured_at_sender(t) ? 0 : (int64_t)t->peer->rtt_us * NS_PER_US;
}

/* All that it brings was acknowledged, but that ACK had not come to its sender, or it would not send it again. */
static bool is_covered(const struct track *t)
{
	return t->own->acked_known && seq_le(packet_end(t->packet), t->own->acked);
}

/* Duplicate ACKs that tell of a loss: where SACK is in use, only those with new blocks of it (RFC 6675, 2). */
static unsigned duplicates(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	bool told = r->loss != NULL && r->loss->told[0].time_ns != 0 &&
	            r->loss->told[0].from == t->own->acked;
	return told ? t->peer->dup_acks : 0;
}

/* Duplicate ACKs or SACK of higher numbers have told the sender. */
static bool was_reported(const struct track *t)
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

/* Whether its timestamps count milliseconds, as most do (RFC 7323, 5.4, leaves that open): they have gone on as the time here has. */
static bool counts_ms(const struct track *t)
{
	const struct segment *s = t->segment;
	struct clock clock = t->session->follow->clock[t->side];
	int32_t passed = (int32_t)((uint32_t)(s->time_ns / NS_PER_MS) - clock.at_ms);
	if (!(s->options & OPTION_TIMESTAMP) || clock.stamp == 0 || passed < 0)
		return false;
	int16_t apart = (int16_t)(uint16_t)((uint16_t)s->ts_val - clock.stamp - (uint32_t)passed);
	int32_t most = passed / CLOCK_PART < CLOCK_APART_MS ? passed / CLOCK_PART : CLOCK_APART_MS;
	return apart <= most && apart >= -most;
}

/* How long its side had sent nothing, by its own clock, in ns; -1 where that does not tell. */
static int64_t unsent_by_clock(const struct track *t)
{
	uint32_t ts_high = t->own->recovery->seen.ts_high;
	int32_t ticks = seq_diff(t->segment->ts_val, ts_high);
	if (captured_at_sender(t) || ts_high == 0 || ticks < 0 || !counts_ms(t))
		return -1;
	return (ticks + INT64_C(1)) * NS_PER_MS;
}

/* Since it last sent anything, or, if that was data, since then; unheard: and it has heard nothing since. Its own clock knows better
 * than the times here, as packets may be held up. */
static int64_t silence_by_clock(const struct track *t, int64_t silent, bool unheard)
{
	const struct recovery *r = t->own->recovery;
	uint32_t newest = track_seen_last(t, t->side);
	int64_t unsent = unsent_by_clock(t);
	if (unsent < 0 || newest == 0)
		return silent;
	int64_t last = packet_store_at(t->packets, newest)->time_ns;
	/* But it may have heard reports. */
	if (unheard && last == r->sent_ns)
		return unsent < silent || !was_reported(t) ? unsent : silent;
	/* Sent before it can have heard the last ACK, so that it has been silent for less. */
	bool earlier = !unheard && last < r->acked_ns + sender_ns(t);
	return earlier && unsent < silent ? unsent : silent;
}

/* How long its side had been silent, and no ACK had come to it, in ns; 0 to a day. */
static int64_t silence(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	int64_t heard = r->acked_ns + sender_ns(t);
	bool sent_last = r->sent_ns > heard || has_not_heard(t) || is_covered(t);
	int64_t silent = t->segment->time_ns - (sent_last ? r->sent_ns : heard);
	silent = silence_by_clock(t, silent, sent_last);
	if (silent < 0)
		return 0;
	return silent < SILENCE_MOST_NS ? silent : SILENCE_MOST_NS;
}

static int64_t timeout_ns(const struct track *t)
{
	return recovery_rto(t->own->recovery) + sender_ns(t);
}

/* A probe is due after two round trips, but no later than the timer would expire (RFC 8985, 7.2). */
static int64_t probe_due_ns(const struct track *t)
{
	int64_t due = 2 * (t->own->recovery->rtt.smooth_ns + sender_ns(t)), timeout = timeout_ns(t);
	return due < timeout ? due : timeout;
}

/* A single segment is given time for its ACK to be held back; and a sender's own timer may be longer than what is estimated. */
static int64_t probe_most_ns(const struct track *t)
{
	int64_t most = 2 * (t->own->recovery->rtt.smooth_ns + sender_ns(t)) + RTT_LINUX_MARGIN_NS;
	int64_t timeout = timeout_ns(t);
	return most > timeout ? most : timeout;
}

/* Begins no earlier than the last segment did: a timer may send what was several once more in one. */
static bool is_tail(const struct track *t)
{
	uint32_t tail = t->own->next - t->own->fin_seen - t->own->recovery->last_len;
	return t->own->recovery->last_len == 0 || seq_le(tail, t->segment->seq) ||
	       seq_lt(t->own->acked, t->segment->seq);
}

/* The sender has probed, and heard nothing since that lets it probe again. */
static bool has_probed(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return is_covered(t) ? r->probed_before : r->probed;
}

/* Nothing was lost for sure yet, and it is the last segment alone: RFC 8985, 7.2. */
static bool may_be_probe(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return r->mode == RECOVERY_NONE && !has_probed(t) && r->rtt.smooth_ns != 0 &&
	       r->probeless < PROBELESS && sack_in_use(t) &&
	       packet_end(t->packet) == t->own->next && !(t->segment->flags & TCP_SYN) &&
	       is_tail(t);
}

/* The last segment alone, before the timer. */
static bool is_tail_probe(const struct track *t)
{
	if (!may_be_probe(t))
		return false;
	/* The timer sends the first segment again, not the last; and where they are one, Linux probes first, but no later than
	 * the timer would. */
	int64_t silent = silence(t) * 100;
	int64_t most = captured_at_sender(t) ? PROBE_MOST_PERCENT : PROBE_FAR_PERCENT;
	return silent >= probe_due_ns(t) * TIMER_PERCENT &&
	       silent <= probe_most_ns(t) * most + PROBE_LATE_NS * 100;
}

/* What it sent last it sent after a pause in which no ACK came: a probe may carry new data (RFC 8985, 7.3). */
static bool may_have_probed(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	int64_t paused = r->sent_ns - r->acked_ns;
	return paused > 0 &&
	       (paused > SILENCE_MOST_NS || paused * 100 >= probe_due_ns(t) * TIMER_PERCENT);
}

/* Whether more than the segment was out, and nothing told the sender of a loss: a tail loss probe was due before the timer, and
 * at the sender it would have been seen. */
static bool is_unprobed(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return captured_at_sender(t) && sack_in_use(t) && r->mode == RECOVERY_NONE && !r->probed &&
	       r->rtt.smooth_ns > 0 && !r->sacked && t->peer->dup_acks == 0 &&
	       t->own->acked_known && t->segment->seq == t->own->acked &&
	       seq_lt(packet_end(t->packet), t->own->next) && !may_have_probed(t) &&
	       timeout_ns(t) > 2 * probe_due_ns(t);
}

/* The last of several, long before the timer. */
static bool is_certain_probe(const struct track *t)
{
	return (t->packet->notes & NOTE_BIT(NOTE_TAIL_LOSS_PROBE)) && t->own->acked_known &&
	       seq_lt(t->own->acked, t->segment->seq) &&
	       silence(t) * 100 < timeout_ns(t) * TIMER_PERCENT;
}

static void count_probeless(struct recovery *r)
{
	if (r->probeless < PROBELESS_MOST)
		r->probeless = (r->probeless + 1) & PROBELESS_MOST;
}

/* Between a copy and the one before it, in ns; 0 where that is not known. */
static int64_t wait_before(const struct track *t, uint32_t copy)
{
	uint32_t earlier = track_carrier_before(t, copy);
	return earlier == 0 ? 0
	                    : packet_store_at(t->packets, copy)->time_ns -
	                          packet_store_at(t->packets, earlier)->time_ns;
}

/* The wait before this copy is twice that before the last one (RFC 6298, 5.5): both were timeouts. After a probe the timer begins
 * anew, with what is not twice as much but where round trips vary widely. */
static bool backs_off(const struct track *t, const struct resent *last)
{
	if (!packet_store_has(t->packets, last->packet))
		return false;
	int64_t waited = t->segment->time_ns - packet_store_at(t->packets, last->packet)->time_ns;
	int64_t before = wait_before(t, last->packet);
	return before > 0 && before < SILENCE_MOST_NS && waited < SILENCE_MOST_NS &&
	       waited * 100 >= before * TWICE_LEAST_PERCENT &&
	       waited * 100 <= before * TWICE_MOST_PERCENT;
}

/* At its sender: the last segment was not probed, but sent again at the first timeout. */
static bool passed_probe(const struct track *t, const struct resent *last)
{
	const struct recovery *r = t->own->recovery;
	return captured_at_sender(t) && sack_in_use(t) && r->mode == RECOVERY_TIMEOUT &&
	       r->timeouts == 1 && !r->probed && !r->sacked && resent_end(last) == t->own->next &&
	       !(t->segment->flags & TCP_SYN);
}

uint32_t analyse_no_probe(const struct track *t)
{
	struct recovery *r = t->own->recovery;
	const struct resent *last = recovery_last(r);
	if (is_certain_probe(t)) {
		r->probes = true;
		r->probeless = 0;
	}
	if (!(t->packet->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION)) || r->probes)
		return 0;
	if (is_unprobed(t) && silence(t) * 100 >= timeout_ns(t) * TIMER_PERCENT)
		count_probeless(r);
	if (last == NULL || last->start != t->segment->seq)
		return 0;
	if (r->mode != RECOVERY_PROBE) {
		if (passed_probe(t, last) && backs_off(t, last))
			count_probeless(r);
		return 0;
	}
	/* After a probe the timer begins anew; after a timeout it is set to twice as much (RFC 6298, 5.5). */
	bool doubled = silence(t) * 100 >= timeout_ns(t) * DOUBLED_PERCENT;
	if (doubled && backs_off(t, last))
		r->probeless = PROBELESS_MOST;
	else if (doubled)
		count_probeless(r);
	r->probes = !doubled;
	return doubled ? last->packet : 0;
}

bool analyse_never_probes(const struct track *t)
{
	return t->own->recovery->probeless >= PROBELESS;
}

/* What was sent again last is sent again, and nothing has been heard since: only a timer does that. */
static bool repeats_unheard(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	const struct resent *last = recovery_last(r);
	if (last == NULL || last->start != t->segment->seq ||
	    (r->mode != RECOVERY_TIMEOUT && r->mode != RECOVERY_PROBE) ||
	    !packet_store_has(t->packets, last->packet))
		return false;
	int64_t sent = packet_store_at(t->packets, last->packet)->time_ns;
	return sent == r->sent_ns && r->acked_ns < sent &&
	       (r->loss == NULL || r->loss->told[0].time_ns < sent);
}

/* For how long its last copy had been out, in ns; 0 to a day. */
static int64_t age_of_copy(const struct track *t)
{
	uint32_t copy = track_carrier(t);
	int64_t age =
	    copy != 0 ? t->segment->time_ns - packet_store_at(t->packets, copy)->time_ns : 0;
	if (age < 0)
		return 0;
	return age < SILENCE_MOST_NS ? age : SILENCE_MOST_NS;
}

/* How long the timer of the first segment has run: what is sent behind it does not start it anew (RFC 6298, 5.1), but an ACK does.
 * Not so in Linux where a probe was due and could not be sent, as an earlier one is still out (tcp_rearm_rto). */
static int64_t timer_age(const struct track *t)
{
	int64_t age = age_of_copy(t);
	int64_t heard = t->segment->time_ns - t->own->recovery->acked_ns - sender_ns(t);
	if (sack_in_use(t) || age < heard)
		return age;
	return heard > 0 ? heard : 0;
}

/* Nothing called for the first segment but its timer. */
static bool ran_from_sending(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return r->mode == RECOVERY_NONE && !(t->segment->flags & TCP_SYN) && !r->sacked &&
	       t->peer->dup_acks == 0 && timer_age(t) * 100 >= recovery_rto(r) * TIMER_PERCENT;
}

/* Without SACK the first segment is sent again once only in a recovery (RFC 6582, 3.2); once more is for the timer, whatever
 * duplicate ACKs and new segments pass meanwhile. */
static bool recovery_was_lost(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	const struct resent *last = recovery_last(r);
	return r->mode == RECOVERY_FAST && !sack_in_use(t) && t->own->acked_known && last != NULL &&
	       t->segment->seq == t->own->acked && last->start == t->segment->seq &&
	       age_of_copy(t) * 100 >= RTT_LINUX_MARGIN_NS * TIMER_PERCENT;
}

static bool timer_expired(const struct track *t)
{
	/* Below what is acknowledged: that ACK was lost behind this capture point. */
	bool first = !t->own->acked_known || seq_le(t->segment->seq, t->own->acked) ||
	             (t->segment->flags & TCP_SYN);
	/* Linux sends the first SYNs again without backing off. */
	int64_t rto = t->segment->flags & TCP_SYN ? RTT_FIRST_NS : timeout_ns(t);
	if (repeats_unheard(t) && rto > RTT_LINUX_MARGIN_NS)
		rto = RTT_LINUX_MARGIN_NS;
	return first && (silence(t) * 100 >= rto * TIMER_PERCENT || ran_from_sending(t) ||
	                    recovery_was_lost(t));
}

/* The last segment alone, sooner than any timer expires: nothing lies above it that could report it missing, so that it was the
 * probe, whatever its sender thought of the round trip. The clock of the sender says whether its first copy was held up. */
static bool must_be_probe(const struct track *t)
{
	const struct segment *s = t->segment;
	uint32_t ts_high = t->own->recovery->seen.ts_high;
	int64_t age = age_of_copy(t);
	bool held_up = (s->options & OPTION_TIMESTAMP) && ts_high != 0 &&
	               seq_diff(s->ts_val, ts_high) * 100 >= LEAST_TIMER_MS * TIMER_PERCENT;
	return may_be_probe(t) && !held_up && age > 0 &&
	       age * 100 < RTT_LINUX_MARGIN_NS * TIMER_PERCENT && silence(t) >= PROBE_LEAST_NS;
}

/* An ACK that the network has just doubled is a duplicate ACK to the sender, who cannot know better; neither its timer nor a probe is
 * due yet. */
static bool was_misled(const struct track *t)
{
	const struct recovery *peer = t->peer->recovery;
	return captured_at_sender(t) && peer != NULL && (peer->seen.copies & 1) &&
	       !analyse_is_mirrored(t->peer) && t->own->acked_known &&
	       t->segment->seq == t->own->acked &&
	       silence(t) * 100 < probe_due_ns(t) * TIMER_PERCENT;
}

/* At its sender, who has heard of no loss for a round trip: it was the timer or a probe, though neither was due by what is known
 * of the round trips; a kernel's own estimate may be another after a long pause. */
static uint64_t cause_by_elimination(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	if (must_be_probe(t))
		return NOTE_BIT(NOTE_TAIL_LOSS_PROBE);
	if (r->mode != RECOVERY_NONE || !captured_at_sender(t) || t->own->rtt_us == 0 ||
	    (t->segment->flags & TCP_SYN) || silence(t) < round_trip_ns(t))
		return 0;
	if (may_be_probe(t))
		return NOTE_BIT(NOTE_TAIL_LOSS_PROBE);
	bool first = t->own->acked_known && t->segment->seq == t->own->acked;
	bool least = silence(t) * 100 >= RTT_LINUX_MARGIN_NS * TIMER_PERCENT;
	return first && least ? NOTE_BIT(NOTE_RTO_RETRANSMISSION) : 0;
}

/* A probe comes no later than the timer would expire: what is too soon for it is so for the timer, and the round trip shorter than
 * what is known here. */
static bool is_too_soon(const struct track *t)
{
	return may_be_probe(t) && silence(t) * 100 < probe_due_ns(t) * TIMER_PERCENT;
}

/* Far from the sender: all of it lies before the number that ends a recovery, and that was acknowledged. It was sent before the
 * sender had heard so, in that recovery. */
static bool is_of_the_last_recovery(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return r->mode == RECOVERY_NONE && r->repaired && !captured_at_sender(t) &&
	       seq_le(packet_end(t->packet), r->until);
}

/* Far from its sender, in whose recovery it had been sent before: the ACK that ends that had passed here, and cannot have come to it. */
static bool is_still_recovering(const struct track *t)
{
	const struct resent *last = recovery_last(t->own->recovery);
	if (captured_at_sender(t) || !is_covered(t) || last == NULL ||
	    !packet_store_has(t->packets, last->packet))
		return false;
	const struct packet *p = packet_store_at(t->packets, last->packet);
	return (p->notes & NOTE_BIT(NOTE_FAST_RETRANSMISSION)) &&
	       t->segment->time_ns - p->time_ns <= round_trip_ns(t);
}

uint64_t analyse_cause(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	if ((was_reported(t) || was_misled(t)) && !timer_expired(t))
		return NOTE_BIT(NOTE_FAST_RETRANSMISSION);
	if (is_tail_probe(t))
		return NOTE_BIT(NOTE_TAIL_LOSS_PROBE);
	if (timer_expired(t))
		return NOTE_BIT(is_too_soon(t) ? NOTE_TAIL_LOSS_PROBE : NOTE_RTO_RETRANSMISSION);
	return r->mode == RECOVERY_FAST || is_of_the_last_recovery(t) || is_still_recovering(t)
	           ? NOTE_BIT(NOTE_FAST_RETRANSMISSION)
	           : cause_by_elimination(t);
}
