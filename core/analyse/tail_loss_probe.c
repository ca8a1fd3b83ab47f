#include "core/analyse/tail_loss_probe.h"

#include "core/analyse/capture_point.h"
#include "core/analyse/lookback.h"
#include "core/analyse/sender_timers.h"
#include "core/analyse/thresholds.h"
#include "core/record/note.h"

/* It starts at or after the start of the last segment: a timeout may merge several segments into
 * one. */
static bool is_tail(const struct track *t)
{
	uint32_t tail = t->own->next - t->own->fin_seen - t->own->recovery->last_len;
	return t->own->recovery->last_len == 0 || seq_le(tail, t->segment->seq) ||
	       seq_lt(t->own->acked, t->segment->seq);
}

/* Returns true if the sender has probed and received nothing since that permits another probe. */
static bool has_probed(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return is_covered(t) ? r->probed_before : r->probed;
}

bool probing_may_be(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return r->mode == RECOVERY_NONE && stack_probes(session_stack(t->session, t->side)) &&
	       !has_probed(t) && r->rtt.smooth_ns != 0 && r->probeless < PROBELESS &&
	       sack_in_use(t) && packet_end(t->packet) == t->own->next &&
	       !(t->segment->flags & TCP_SYN) && is_tail(t);
}

bool probing_is_due(const struct track *t)
{
	if (!probing_may_be(t))
		return false;
	/* The timer retransmits the first segment, not the last. If there is only one, Linux probes
	 * first, but no later than the timer would expire. */
	int64_t silent = timing_silence_ns(t) * 100;
	int64_t most = captured_at_sender(t) ? PROBE_MOST_PERCENT : PROBE_FAR_PERCENT;
	return silent >= timing_probe_due_ns(t) * TIMER_PERCENT &&
	       silent <= timing_probe_most_ns(t) * most + PROBE_LATE_NS * 100;
}

/* Returns true if the last segment was sent after a pause without ACKs: a probe may carry new data
 * (RFC 8985, 7.3). */
static bool may_have_probed(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	int64_t paused = r->sent_ns - r->acked_ns;
	return paused > 0 &&
	       (paused > TIMING_MOST_NS || paused * 100 >= timing_probe_due_ns(t) * TIMER_PERCENT);
}

/* Returns true if more than the segment was in flight without a report of a loss: a tail loss probe
 * was due before the timer, and would have been seen at the sender. */
static bool is_unprobed(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return captured_at_sender(t) && sack_in_use(t) && r->mode == RECOVERY_NONE && !r->probed &&
	       r->rtt.smooth_ns > 0 && !r->sacked && t->peer->dup_acks == 0 &&
	       t->own->acked_known && t->segment->seq == t->own->acked &&
	       seq_lt(packet_end(t->packet), t->own->next) && !may_have_probed(t) &&
	       timing_timeout_ns(t) > 2 * timing_probe_due_ns(t);
}

/* Returns true for the last of several segments, long before the timer. */
static bool is_certain_probe(const struct track *t)
{
	return (t->packet->notes & NOTE_BIT(NOTE_TAIL_LOSS_PROBE)) && t->own->acked_known &&
	       seq_lt(t->own->acked, t->segment->seq) &&
	       timing_silence_ns(t) * 100 < timing_timeout_ns(t) * TIMER_PERCENT;
}

static void count_probeless(struct recovery *r)
{
	if (r->probeless < PROBELESS_MOST)
		r->probeless = (r->probeless + 1) & PROBELESS_MOST;
}

/* Returns the time between a copy and the one before it, in ns; 0 if unknown. */
static int64_t wait_before(const struct track *t, uint32_t copy)
{
	uint32_t earlier = track_carrier_before(t, copy);
	return earlier == 0 ? 0
	                    : packet_store_at(t->packets, copy)->time_ns -
	                          packet_store_at(t->packets, earlier)->time_ns;
}

/* The wait before this copy is twice that before the last one (RFC 6298, 5.5): both were timeouts.
 * A probe restarts the timer, so the wait after it is not twice as long, unless RTTs vary
 * widely. */
static bool backs_off(const struct track *t, const struct resent *last)
{
	const struct packet *p = packet_store_find(t->packets, last->packet);
	if (p == NULL)
		return false;
	int64_t waited = t->segment->time_ns - p->time_ns;
	int64_t before = wait_before(t, last->packet);
	return before > 0 && before < TIMING_MOST_NS && waited > 0 && waited < TIMING_MOST_NS &&
	       waited * 100 >= before * TWICE_LEAST_PERCENT &&
	       waited * 100 <= before * TWICE_MOST_PERCENT;
}

/* At the sender: the last segment was not probed but retransmitted at the first timeout. */
static bool passed_probe(const struct track *t, const struct resent *last)
{
	const struct recovery *r = t->own->recovery;
	return captured_at_sender(t) && sack_in_use(t) && r->mode == RECOVERY_TIMEOUT &&
	       r->timeouts == 1 && !r->probed && !r->sacked && resent_end(last) == t->own->next &&
	       !(t->segment->flags & TCP_SYN);
}

uint32_t probing_learn(const struct track *t)
{
	struct recovery *r = t->own->recovery;
	const struct resent *last = recovery_last(r);
	if (is_certain_probe(t)) {
		r->probes = true;
		r->probeless = 0;
	}
	if (!(t->packet->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION)) || r->probes)
		return 0;
	if (is_unprobed(t) && timing_silence_ns(t) * 100 >= timing_timeout_ns(t) * TIMER_PERCENT)
		count_probeless(r);
	if (last == NULL || last->start != t->segment->seq)
		return 0;
	if (r->mode != RECOVERY_PROBE) {
		if (passed_probe(t, last) && backs_off(t, last))
			count_probeless(r);
		return 0;
	}
	/* After a probe the timer starts anew; after a timeout it is doubled (RFC 6298, 5.5). */
	bool doubled = timing_silence_ns(t) * 100 >= timing_timeout_ns(t) * DOUBLED_PERCENT;
	if (doubled && backs_off(t, last))
		r->probeless = PROBELESS_MOST;
	else if (doubled)
		count_probeless(r);
	r->probes = !doubled;
	return doubled ? last->packet : 0;
}

bool probing_is_never(const struct track *t)
{
	return t->own->recovery->probeless >= PROBELESS;
}
