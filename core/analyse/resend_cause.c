/* The trigger of a retransmission: a report of a hole, the retransmission timer, or a tail loss
 * probe. */
#include "core/analyse/analyse.h"

#include "core/analyse/capture_point.h"
#include "core/analyse/conclude.h"
#include "core/analyse/lookback.h"
#include "core/analyse/resend_handshake.h"
#include "core/analyse/sender_timers.h"
#include "core/analyse/tail_loss_probe.h"
#include "core/analyse/thresholds.h"
#include "core/record/note.h"

/* Returns the duplicate ACKs that report a loss; with SACK, only those with new blocks (RFC 6675,
 * 2). */
static unsigned duplicates(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	bool report = r->loss != NULL && r->loss->report[0].time_ns != 0 &&
	              r->loss->report[0].from == t->own->acked;
	return report ? t->peer->dup_acks : 0;
}

bool analyse_was_reported(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	/* A SACK block that ends at its end says that it arrived. */
	bool sacked = recovery_sacked_above(r, packet_end(t->packet));
	int64_t within = r->rtt.smooth_ns > 0 || round_trip_ns(t) > 0
	                     ? TOLD_RTTS * round_trip_ns(t) + r->rtt.smooth_ns
	                     : TOLD_NS;
	/* At the sender: it does not answer an old report now. */
	bool fresh = !captured_at_sender(t) || r->loss == NULL ||
	             t->segment->time_ns - r->loss->report[0].time_ns <= within + TOLD_NS;
	unsigned dup_acks = duplicates(t);
	return sacked || recovery_was_reported(r, t->segment, within) || (fresh && dup_acks >= 3) ||
	       (fresh && dup_acks > 0 && t->segment->seq == t->own->acked);
}

/* At the sender's own end: returns the last packet of the other side; 0 elsewhere, or if there is
 * none. */
static uint32_t heard_last(const struct track *t)
{
	return captured_at_sender(t) ? track_seen_last(t, side_other(t->side)) : 0;
}

static int64_t later_of(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Returns the time since then; the maximum if there was none. */
static int64_t unheard_ns(const struct track *t)
{
	uint32_t heard = heard_last(t);
	return heard != 0 ? t->segment->time_ns - packet_store_at(t->packets, heard)->time_ns
	                  : INT64_MAX;
}

/* At the sender: returns true if it has received nothing since the last copy, not even a network
 * duplicate. Nothing can have reported that copy missing. */
static bool is_unreported(const struct track *t)
{
	uint32_t heard = heard_last(t);
	return heard != 0 && heard < t->copy && track_side_before(t) == t->side;
}

/* Returns true if the newest retransmission is retransmitted and nothing arrived since: only a
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
	       (r->loss == NULL || r->loss->report[0].time_ns < sent);
}

/* Only the timer can have triggered the first segment. */
static bool ran_from_sending(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return r->mode == RECOVERY_NONE && !(t->segment->flags & TCP_SYN) && !r->sacked &&
	       t->peer->dup_acks == 0 &&
	       timing_timer_age_ns(t) * 100 >= recovery_rto(r) * TIMER_PERCENT;
}

/* Linux retransmits on an ACK at once or, with SACK, after part of an RTT (RFC 8985, 6.2). New data
 * does not restart its timer without SACK or in a recovery. A segment that leaves when the timer
 * has expired, and some time after the last arrival, was therefore sent by the timer, however many
 * duplicate ACKs came before. */
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

/* Without SACK a recovery retransmits the first segment only once (RFC 6582, 3.2); a second time is
 * a timeout, whatever duplicate ACKs and new segments pass meanwhile. */
static bool recovery_was_lost(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	const struct resent *last = recovery_last(r);
	return r->mode == RECOVERY_FAST && !sack_in_use(t) && t->own->acked_known && last != NULL &&
	       t->segment->seq == t->own->acked && last->start == t->segment->seq &&
	       timing_copy_age_ns(t) * 100 >= RTT_LINUX_MARGIN_NS * TIMER_PERCENT;
}

static bool is_silent_for(const struct track *t, int64_t timeout)
{
	return timing_silence_ns(t) * 100 >= timeout * TIMER_PERCENT;
}

/* The timer retransmits the first segment not acknowledged. Below that, the ACK was lost beyond
 * this capture point. */
static bool is_first(const struct track *t)
{
	return !t->own->acked_known || seq_le(t->segment->seq, t->own->acked) ||
	       (t->segment->flags & TCP_SYN);
}

/* Returns the rule that shows that the timer expired, or RULE_NONE. */
static enum rule timer_rule(const struct track *t)
{
	if (!is_first(t))
		return RULE_NONE;
	/* Linux retransmits the first SYNs without backoff. */
	bool syn = t->segment->flags & TCP_SYN;
	if (is_silent_for(t, syn ? RTT_FIRST_NS : timing_timeout_ns(t)))
		return syn ? RULE_RTO_SYN : RULE_RTO_SILENCE;
	if (repeats_unheard(t) && is_silent_for(t, RTT_LINUX_MARGIN_NS))
		return syn ? RULE_RTO_SYN : RULE_RTO_UNHEARD;
	if (ran_from_sending(t))
		return RULE_RTO_FIRST_SEGMENT;
	if (recovery_was_lost(t))
		return RULE_RTO_RECOVERY_LOST;
	return ran_out_unheard(t) ? RULE_RTO_AFTER_REPORTS : RULE_NONE;
}

/* Returns true for the last segment alone, sooner than any timer expires: nothing above it could
 * report it missing, so it is the probe, whatever the sender's RTT estimate is. The sender's
 * timestamps show whether its first copy was delayed. */
static bool must_be_probe(const struct track *t)
{
	const struct segment *s = t->segment;
	uint32_t ts_high = t->own->recovery->seen.ts_high;
	int64_t age = timing_copy_age_ns(t);
	bool held_up = (s->options & OPTION_TIMESTAMP) && ts_high != 0 &&
	               seq_diff(s->ts_val, ts_high) >= LEAST_TIMER_MS * TIMER_PERCENT / 100;
	return probing_may_be(t) && !held_up && age > 0 &&
	       age * 100 < RTT_LINUX_MARGIN_NS * TIMER_PERCENT &&
	       timing_silence_ns(t) >= PROBE_LEAST_NS;
}

/* To the sender, a network duplicate of an ACK is a duplicate ACK; neither its timer nor a probe is
 * due yet. */
static bool was_misled(const struct track *t)
{
	const struct recovery *peer = t->peer->recovery;
	return captured_at_sender(t) && peer != NULL && (peer->seen.copies & 1) &&
	       !analyse_is_mirrored(t->peer) && t->own->acked_known &&
	       t->segment->seq == t->own->acked && track_side_before(t) != t->side &&
	       timing_silence_ns(t) * 100 < timing_probe_due_ns(t) * TIMER_PERCENT;
}

/* At the sender, with no report of a loss for a round trip: the timer or a probe, though neither
 * was due by the RTTs known here. A kernel's own estimate may differ after a long pause. */
static bool is_unexplained(const struct track *t)
{
	return t->own->recovery->mode == RECOVERY_NONE && captured_at_sender(t) &&
	       t->own->rtt_us != 0 && !(t->segment->flags & TCP_SYN) &&
	       timing_silence_ns(t) >= round_trip_ns(t);
}

/* A probe is sent no later than the timer would expire: what is too soon for a probe is too soon
 * for the timer, and the RTT is shorter than known here. */
static bool is_too_soon(const struct track *t)
{
	return probing_may_be(t) &&
	       timing_silence_ns(t) * 100 < timing_probe_due_ns(t) * TIMER_PERCENT;
}

/* Far from the sender: returns true if all of it lies below the number that ended a recovery. The
 * sender had not received the ACK of that number yet. */
static bool is_of_the_last_recovery(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return r->mode == RECOVERY_NONE && r->repaired && !captured_at_sender(t) &&
	       seq_le(packet_end(t->packet), r->until);
}

/* Far from the sender: returns true if it was retransmitted in a recovery whose final ACK has
 * passed here but cannot have reached the sender. */
static bool is_still_recovering(const struct track *t)
{
	const struct resent *last = recovery_last(t->own->recovery);
	if (captured_at_sender(t) || !is_covered(t) || last == NULL)
		return false;
	const struct packet *p = packet_store_find(t->packets, last->packet);
	return p != NULL && (p->notes & NOTE_BIT(NOTE_FAST_RETRANSMISSION)) &&
	       t->segment->time_ns - p->time_ns <= round_trip_ns(t);
}

/* Far from the sender, whose RTT may be longer than known here: returns true if it is reported, not
 * the last segment, and sooner after the number before it than a timer restarted by the ACK of that
 * number expires. */
static bool is_too_soon_for_timer(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	if (r->mode != RECOVERY_NONE || captured_at_sender(t) || (t->segment->flags & TCP_SYN) ||
	    packet_end(t->packet) == t->own->next ||
	    !recovery_was_reported(r, t->segment, RTT_LINUX_MARGIN_NS))
		return false;
	uint32_t previous = track_previous(t);
	if (previous == 0)
		return false;
	const struct packet *p = packet_store_at(t->packets, previous);
	return !(p->notes & NOTE_BIT(NOTE_RETRANSMISSION)) &&
	       t->segment->time_ns - p->time_ns < RTT_LINUX_MARGIN_NS * TIMER_PERCENT / 100;
}

/* Far from the sender: returns true if the earlier copy has an older timestamp than a
 * retransmission whose ACK can just have reached the sender. */
static bool can_tell_overtaken(const struct track *t, uint32_t copy, const struct resent *last)
{
	uint32_t stamp;
	int64_t since = t->segment->time_ns - t->own->recovery->acked_ns, way = sender_ns(t);
	return last->stamped && track_stamp(t, t->side, copy, last->ts_val, &stamp) &&
	       seq_lt(stamp, last->ts_val) && since > way - HEARD_LATELY_NS &&
	       since < way + way / 2;
}

/* Returns true if a later retransmission has just been acknowledged: the segment is lost even
 * without a SACK report (RACK, RFC 8985, 5.2). */
static bool is_overtaken_by_repeat(const struct track *t)
{
	const struct resent *last = recovery_last(t->own->recovery);
	uint32_t copy = t->copy;
	if (!sack_in_use(t) || !t->own->acked_known || last == NULL || copy == 0 ||
	    !seq_le(resent_end(last), t->own->acked) || !seq_le(t->own->acked, t->segment->seq))
		return false;
	return captured_at_sender(t)
	           ? copy < last->packet && timing_silence_ns(t) < round_trip_ns(t)
	           : can_tell_overtaken(t, copy, last);
}

/* At the sender: returns true if nothing has arrived for two round trips since the last report of
 * the loss. A report is answered within a fraction of one (RFC 8985, 6.2); this is the timer. */
static bool is_long_reported(const struct track *t)
{
	return t->own->recovery->mode == RECOVERY_NONE && captured_at_sender(t) &&
	       heard_last(t) != 0 && duplicates(t) < DUPLICATES &&
	       unheard_ns(t) >= later_of(2 * round_trip_ns(t), HEARD_LATELY_NS);
}

/* Properties of a retransmission that several rules need. */
struct trigger {
	const struct track *t;
	/* its sender had a report, and neither timer nor silence contradict */
	bool reported;
	enum rule timer;     /* rule that shows that the timer expired, or RULE_NONE */
	uint32_t heard;      /* newest packet that its sender had received, or 0 */
	unsigned duplicates; /* duplicate ACKs of this hole that its sender had received */
};

/* Returns the position in its series of the last duplicate ACK that the sender received. */
static unsigned duplicates_heard(const struct track *t, uint32_t heard)
{
	const struct finding *f = findings_find(t->findings, heard, NOTE_DUPLICATE_ACK);
	if (f == NULL)
		return duplicates(t);
	return f->copy == 0 ? 1 : f->count;
}

static bool by_doubled_ack(const struct trigger *g)
{
	return g->reported && !analyse_was_reported(g->t);
}

/* Returns the retransmission of the last timeout. */
static uint32_t last_timeout(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	unsigned room = r->repeats != NULL ? r->repeats->room : 0;
	for (unsigned back = 1; back <= room; back++) {
		uint32_t n = r->repeats->resent[(r->repeats->next + room - back) % room].packet;
		const struct packet *p = packet_store_find(t->packets, n);
		if (p != NULL && (p->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION)))
			return n;
	}
	return 0;
}

/* Everything in flight at a timeout counts as lost; ACKs then trigger its retransmission (RFC 5681,
 * 3.1; RFC 6675, 5.1). Not if the timeout proved spurious (RFC 5682; RFC 4015). */
static bool in_slow_start(const struct trigger *g)
{
	const struct track *t = g->t;
	const struct recovery *r = t->own->recovery;
	if (r->mode != RECOVERY_TIMEOUT || g->timer != RULE_NONE ||
	    !seq_lt(t->segment->seq, r->until))
		return false;
	uint32_t timeout = last_timeout(t);
	const struct packet *p = packet_store_find(t->packets, timeout);
	return p != NULL && t->copy < timeout &&
	       !(p->notes & NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION));
}

static bool by_report_above(const struct trigger *g)
{
	const struct recovery *r = g->t->own->recovery;
	bool report = r->loss != NULL && r->loss->report[0].time_ns != 0 &&
	              seq_lt(r->loss->report[0].from + 1, r->loss->report[0].to);
	return g->reported && sack_in_use(g->t) &&
	       (recovery_sacked_above(r, packet_end(g->t->packet)) || report);
}

/* A recovery retransmits a hole once (RFC 6675, 5.1). A second time means that the retransmission
 * was lost: later segments arrived. */
static bool by_lost_again(const struct trigger *g)
{
	const struct packet *copy = packet_store_find(g->t->packets, g->t->copy);
	return by_report_above(g) && g->t->own->recovery->mode == RECOVERY_FAST && copy != NULL &&
	       (copy->notes & NOTE_BIT(NOTE_FAST_RETRANSMISSION));
}

/* Enough bytes above the segment are reported to count it as lost. */
static bool by_sack(const struct trigger *g)
{
	const struct recovery *r = g->t->own->recovery;
	uint32_t above = 0, end = packet_end(g->t->packet);
	if (!by_report_above(g))
		return false;
	for (unsigned i = 0; r->sack_reported && i < r->loss->sack_count; i++) {
		const struct sack_block *block = &r->loss->sack[i];
		if (seq_le(end, block->start) && seq_lt(block->start, block->end))
			above += block->end - block->start;
	}
	return g->duplicates >= DUPLICATES || above > (DUPLICATES - 1) * recovery_full(r);
}

/* A partial ACK: of some of the recovery, but not of this segment. */
static bool by_partial_ack(const struct trigger *g)
{
	const struct packet *ack = packet_store_find(g->t->packets, g->heard);
	return g->reported && g->t->own->recovery->mode == RECOVERY_FAST && ack != NULL &&
	       ack->acks != 0 && ack->ack == g->t->segment->seq;
}

static bool by_duplicates(const struct trigger *g)
{
	return g->reported && g->duplicates >= DUPLICATES;
}

static bool by_report(const struct trigger *g)
{
	return g->reported;
}

static bool by_far_repeat(const struct trigger *g)
{
	return !captured_at_sender(g->t) && is_overtaken_by_repeat(g->t);
}

static bool by_probe(const struct trigger *g)
{
	return probing_is_due(g->t);
}

/* Returns true if a copy is one full segment, larger than the new one with the same sequence number
 * by more than options explain, and the receiver's window had space for it. Offloading merges
 * segments, so longer payloads show no size. */
static bool is_larger(const struct track *t, const struct packet *copy)
{
	return copy->seq == t->segment->seq && copy->len <= ONE_SEGMENT &&
	       copy->len > t->segment->len + OPTIONS_MOST && t->own->acked_known &&
	       seq_le(packet_end(copy), t->own->win_edge);
}

/* Returns the last but one copy if it and the last one are larger than the segment, and of one
 * size; else 0. */
static uint32_t larger_before(const struct track *t)
{
	const struct packet *copy = packet_store_find(t->packets, t->copy);
	if (copy == NULL || t->segment->len == 0 || !is_larger(t, copy))
		return 0;
	const struct finding *f = findings_find(t->findings, t->copy, resend_note(copy->notes));
	if (f == NULL)
		return 0;
	const struct packet *before = packet_store_find(t->packets, f->copy);
	return before != NULL && before->len == copy->len && is_larger(t, before) ? f->copy : 0;
}

/* Its size was sent twice without an answer: packets of that size vanish on this path, without a
 * report of its MTU. */
static bool by_vanishing(const struct trigger *g)
{
	return g->timer != RULE_NONE && larger_before(g->t) != 0;
}

static bool by_early_timer(const struct trigger *g)
{
	return g->timer != RULE_NONE && is_too_soon(g->t);
}

static bool by_timer(const struct trigger *g)
{
	return g->timer != RULE_NONE;
}

static bool by_recovery(const struct trigger *g)
{
	return g->t->own->recovery->mode == RECOVERY_FAST;
}

static bool by_last_recovery(const struct trigger *g)
{
	return is_of_the_last_recovery(g->t);
}

static bool by_recovery_unheard(const struct trigger *g)
{
	return is_still_recovering(g->t);
}

static bool by_repeat(const struct trigger *g)
{
	return is_overtaken_by_repeat(g->t);
}

static bool by_old_report(const struct trigger *g)
{
	return is_too_soon_for_timer(g->t);
}

static bool by_last_alone(const struct trigger *g)
{
	return must_be_probe(g->t);
}

static bool by_elimination_probe(const struct trigger *g)
{
	return is_unexplained(g->t) && probing_may_be(g->t);
}

static bool by_elimination_timer(const struct trigger *g)
{
	/* Other stacks have shorter timers than Linux. */
	int64_t least = stack_probes(session_stack(g->t->session, g->t->side))
	                    ? RTT_LINUX_MARGIN_NS * TIMER_PERCENT / 100
	                    : 2 * round_trip_ns(g->t);
	return is_unexplained(g->t) && g->t->own->acked_known &&
	       g->t->segment->seq == g->t->own->acked && timing_silence_ns(g->t) >= least;
}

/* Returns the newest SYN of the other side since this side's last packet, which may be a network
 * duplicate; 0 if there is none. */
static uint32_t syn_since(const struct track *t)
{
	uint32_t found = 0, n = track_last(t, t->side);
	for (unsigned walked = 0; n != 0 && n != t->number && walked < DOUBT_WALK; walked++) {
		const struct packet *p = packet_store_at(t->packets, n);
		if (packet_side(p) != t->side && (p->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
			found = n;
		n = p->next;
	}
	return found;
}

static bool by_timer_after_reports(const struct trigger *g)
{
	return is_long_reported(g->t) && analyse_was_reported(g->t) && by_elimination_timer(g);
}

/* A SYN-ACK after another SYN of the other side: its host answers every SYN. */
static bool by_syn(const struct trigger *g)
{
	const struct segment *s = g->t->segment;
	return (s->flags & TCP_SYN) && (s->flags & TCP_ACK) && syn_since(g->t) != 0;
}

/* It is shorter than its copy, which cannot have been answered yet: the network has reported a
 * smaller path MTU. */
static bool by_smaller_path(const struct trigger *g)
{
	const struct packet *copy = packet_store_find(g->t->packets, g->t->copy);
	int64_t soon = (int64_t)g->t->own->rtt_us * NS_PER_US / 4 * 3;
	return copy != NULL && g->t->segment->len > 0 && g->t->segment->len < copy->len &&
	       g->t->segment->time_ns - copy->time_ns < soon;
}

static bool by_something(const struct trigger *g)
{
	(void)g;
	return true;
}

/* Triggers of a retransmission as far as the capture shows. Reports come before the timer, which
 * would have sent it later; certain rules come before those that remain. */
static const struct {
	enum rule rule;
	bool (*holds)(const struct trigger *g);
} triggers[] = {
	{ RULE_RESENT_SLOW_START, in_slow_start }, /* RFC 5681, 3.1 */
	{ RULE_FAST_DOUBLED_ACK, by_doubled_ack },
	{ RULE_RACK_LOST_AGAIN, by_lost_again },   /* RFC 8985, 6.2 */
	{ RULE_FAST_SACK, by_sack },               /* RFC 6675, 4, IsLost() */
	{ RULE_RACK_SACKED, by_report_above },     /* RFC 8985, 6.2 */
	{ RULE_FAST_PARTIAL_ACK, by_partial_ack }, /* RFC 6582, 3.2 */
	{ RULE_FAST_DUPLICATES, by_duplicates },   /* RFC 5681, 3.2 */
	{ RULE_FAST_EARLY, by_report },            /* RFC 5827, 3 */
	{ RULE_RACK_RESENT_ACKED, by_far_repeat }, /* RFC 8985, 6.2 */
	{ RULE_TLP_DUE, by_probe },                /* RFC 8985, 7.2 */
	{ RULE_TLP_BEFORE_RTO, by_early_timer },
	{ RULE_RTO_SMALLER, by_vanishing },     /* RFC 4821, 7.7 */
	{ RULE_RTO_SILENCE, by_timer },         /* or the rule of timer_rule() */
	{ RULE_FAST_IN_RECOVERY, by_recovery }, /* RFC 6675, 5 */
	{ RULE_FAST_LAST_RECOVERY, by_last_recovery },
	{ RULE_FAST_LAST_RECOVERY, by_recovery_unheard },
	{ RULE_RACK_RESENT_ACKED, by_repeat },
	{ RULE_FAST_BEFORE_RTO, by_old_report },
	{ RULE_TLP_LAST_ALONE, by_last_alone },
	{ RULE_TLP_ELIMINATION, by_elimination_probe },
	{ RULE_RTO_AFTER_REPORTS, by_timer_after_reports },
	{ RULE_RTO_ELIMINATION, by_elimination_timer },
	{ RULE_RESENT_SYN_ACK, by_syn },
	{ RULE_RESENT_SMALLER, by_smaller_path }, /* RFC 1191; RFC 8201 */
	{ RULE_RESENT_UNEXPLAINED, by_something },
};

/* The timer starts at the first transmission, or at the last ACK of new data (RFC 6298, 5.3). */
static uint32_t timer_start(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	const struct packet *copy = packet_store_find(t->packets, t->copy);
	if (copy != NULL && copy->time_ns >= r->acked_ns + sender_ns(t))
		return t->copy;
	uint32_t acked = track_packet_at(t, side_other(t->side), r->acked_ns);
	return acked != 0 ? acked : t->copy;
}

/* Returns the ACK of the retransmission that was sent later. */
static uint32_t acked_repeat(const struct trigger *g)
{
	const struct resent *last = recovery_last(g->t->own->recovery);
	const struct packet *p = packet_store_find(g->t->packets, last->packet);
	return p != NULL && p->acked_by != 0 ? p->acked_by : g->heard;
}

/* Only an ACK that its sender heard after the timeout can have let it go. */
static struct finding slow_start(const struct trigger *g)
{
	struct finding f = { .cause = last_timeout(g->t) };
	if (g->heard > f.cause)
		f.cause_first = g->heard;
	return f;
}

/* Returns the newest packet that its sender had heard. By the RTT known here that may be one before
 * the report that it answers, such as the SYN-ACK; then the first report is the evidence. */
static uint32_t report_heard(const struct trigger *g)
{
	const struct track *t = g->t;
	uint32_t head = series_lately(t, side_other(t->side), NOTE_DUPLICATE_ACK);
	const struct packet *first = packet_store_find(t->packets, head);
	const struct packet *heard = packet_store_find(t->packets, g->heard);
	bool tells = heard != NULL && (heard->notes & NOTE_BIT(NOTE_DUPLICATE_ACK));
	bool earlier = g->reported && !tells && first != NULL && g->heard < head &&
	               seq_le(first->ack, t->segment->seq);
	return earlier ? head : g->heard;
}

static struct finding evidence_of(const struct trigger *g, enum rule rule)
{
	const struct track *t = g->t;
	enum note note = (enum note)rule_of(rule)->note;
	struct finding f = { 0 };
	if (note == NOTE_RTO_RETRANSMISSION || note == NOTE_TAIL_LOSS_PROBE)
		f.cause = timer_start(t);
	else if (rule == RULE_RESENT_SLOW_START)
		f = slow_start(g);
	else if (rule == RULE_RESENT_SYN_ACK)
		f.cause = syn_since(t);
	else if (rule == RULE_RACK_RESENT_ACKED)
		f.cause = acked_repeat(g);
	else if (rule == RULE_FAST_PARTIAL_ACK || rule == RULE_FAST_DOUBLED_ACK)
		f.cause = g->heard;
	else if (note == NOTE_FAST_RETRANSMISSION)
		f.cause = report_heard(g);
	if (rule == RULE_RTO_SMALLER)
		f.cause_first = larger_before(t);
	if (note == NOTE_FAST_RETRANSMISSION)
		f.cause_first = series_head(t, f.cause, NOTE_DUPLICATE_ACK);
	return f;
}

void analyse_cause(const struct track *t, uint32_t copy)
{
	struct handshake_reason reason = resend_handshake(t);
	if (reason.rule != RULE_NONE) {
		conclude(t, reason.rule, (struct finding){ .copy = copy, .cause = reason.cause });
		return;
	}
	struct trigger g = { .t = t, .timer = timer_rule(t), .heard = track_heard(t) };
	g.duplicates = duplicates_heard(t, g.heard);
	g.reported = g.timer == RULE_NONE && (analyse_was_reported(t) || was_misled(t)) &&
	             !is_unreported(t) && !is_long_reported(t);
	unsigned i = 0;
	while (!triggers[i].holds(&g))
		i++;
	enum rule rule = triggers[i].rule == RULE_RTO_SILENCE ? g.timer : triggers[i].rule;
	struct finding f = evidence_of(&g, rule);
	f.copy = copy;
	conclude(t, rule, f);
	t->packet->notes = (t->packet->notes | NOTE_BIT(NOTE_RETRANSMISSION)) & NOTES_MASK;
}
