/* Who kept the session waiting: the receiver's window, the sender's application, Nagle's algorithm,
 * a delayed ACK. Each is said of the segment that ends the wait, and only where nothing else could
 * have held it. */
#include "core/analyse/analyse.h"

#include "core/analyse/conclude.h"
#include "core/analyse/lookback.h"
#include "core/analyse/thresholds.h"
#include "core/record/holes.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"

static int64_t to_sender_ns(const struct track *t)
{
	return (int64_t)t->peer->rtt_us * NS_PER_US;
}

/* Whether a segment was sent when something had come to its sender that passed here at `since`. */
static bool follows(const struct track *t, int64_t since_ns)
{
	int64_t lag = t->segment->time_ns - since_ns, rtt = to_sender_ns(t);
	return lag >= rtt * 3 / 4 - PROMPT_NS && lag <= rtt * 5 / 4 + PROMPT_NS;
}

/* Nothing was lost lately: otherwise recovery decides when to send. */
static bool is_calm(const struct flow *f)
{
	const struct recovery *r = f->recovery;
	return r != NULL && r->mode == RECOVERY_NONE && f->resent == 0 && r->gaps == NULL;
}

/* What its sender may have sent before the last time that the window grew. */
static uint32_t edge_before(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	return r->opened_ns > r->sent_ns ? r->shut_edge : t->own->win_edge;
}

static bool is_receiver_limited(const struct track *t, int64_t gap)
{
	const struct recovery *r = t->own->recovery;
	uint32_t end = packet_end(t->packet);
	int64_t rtt = ((int64_t)t->own->rtt_us + t->peer->rtt_us) * NS_PER_US;
	return r->opened_ns > r->sent_ns && gap >= rtt * 3 / 4 && seq_lt(r->shut_edge, end) &&
	       seq_le(end, t->own->win_edge) && follows(t, r->opened_ns);
}

/* What is shorter waits for more, or for the ACK of what is out (RFC 9293, 3.7.4). */
static uint32_t small_below(const struct recovery *r)
{
	return r->full <= ONE_SEGMENT ? recovery_full(r) : RECOVERY_LEAST_FULL;
}

/* Everything sent before had been acknowledged, by a pure ACK that came late, and that ACK let it
 * go. An application that sends when an ACK happens to come does so behind one that comes in time,
 * too: of that nothing is said. */
static bool is_nagle_delay(const struct track *t)
{
	const struct recovery *r = t->own->recovery, *back = t->peer->recovery;
	const struct segment *s = t->segment;
	int64_t took = r->acked_ns - r->sent_ns, usual = (int64_t)t->own->rtt_us * NS_PER_US;
	uint32_t full = small_below(r);
	bool small = s->len < full && r->last_len > 0 && r->last_len < full;
	bool answered = back != NULL && back->sent_ns >= r->sent_ns;
	return small && !r->eager && r->acked_pure && !answered && t->own->acked == s->seq &&
	       !(s->flags & (TCP_FIN | TCP_URG)) && took >= usual + STALL_NS &&
	       follows(t, r->acked_ns);
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Neither side had anything on its way, for longer than any timer of the sender (RFC 5681, 4.1).
 * Told near the sender only: elsewhere it may be a segment whose earlier copies were lost before
 * they came by. */
static bool is_application_limited(const struct track *t)
{
	const struct recovery *r = t->own->recovery, *back = t->peer->recovery;
	if (t->own->acked != t->segment->seq ||
	    (t->peer->acked_known && t->peer->acked != t->peer->next) ||
	    !session_captured_at(t->session, t->side))
		return false;
	int64_t since = later(r->sent_ns, r->acked_ns);
	if (back != NULL)
		since = later(since, later(back->sent_ns, back->acked_ns));
	return t->segment->time_ns - since > recovery_rto(r) + 2 * to_sender_ns(t);
}

/* The last packet of a side at that time; the ACK of acked_ns and opened_ns. */
static uint32_t peer_packet_at(const struct track *t, int64_t time_ns)
{
	return track_packet_at(t, side_other(t->side), time_ns);
}

static bool had_no_window(const struct track *t, const struct evidence *e)
{
	(void)e;
	return is_receiver_limited(t, t->segment->time_ns - t->own->recovery->sent_ns);
}

/* What may have had no room before. */
static bool had_perhaps_no_window(const struct track *t, const struct evidence *e)
{
	(void)e;
	return seq_lt(edge_before(t), packet_end(t->packet));
}

static bool was_held_by_nagle(const struct track *t, const struct evidence *e)
{
	(void)e;
	return is_nagle_delay(t);
}

static bool was_idle(const struct track *t, const struct evidence *e)
{
	(void)e;
	return is_application_limited(t);
}

static const struct ruling waits[] = {
	{ RULE_WAITED_FOR_WINDOW, had_no_window }, /* RFC 9293, 3.8.6 */
	{ RULE_NONE, had_perhaps_no_window },
	{ RULE_NAGLE, was_held_by_nagle }, /* RFC 9293, 3.7.4 */
	{ RULE_IDLE, was_idle },           /* RFC 5681, 4.1 */
};

static struct finding evidence_of(const struct track *t, enum rule rule)
{
	const struct recovery *r = t->own->recovery;
	uint32_t own = track_last(t, t->side), peer = track_last(t, side_other(t->side));
	if (rule == RULE_WAITED_FOR_WINDOW)
		return (struct finding){ .cause = peer_packet_at(t, r->opened_ns) };
	if (rule == RULE_NAGLE)
		return (struct finding){ .cause = peer_packet_at(t, r->acked_ns),
			.cause_first = track_carrier_of(t, t->side, t->segment->seq - 1) };
	return (struct finding){ .cause = own > peer ? own : peer };
}

void analyse_wait(const struct track *t, const struct evidence *e)
{
	const struct recovery *r = t->own->recovery;
	const struct segment *s = t->segment;
	if (r == NULL || s->time_ns - r->sent_ns < WAIT_NS)
		return;
	bool in_order = e->continues && !e->repeats && !e->skips && !e->probe;
	if (!in_order || (s->flags & (TCP_SYN | TCP_RST)) || !t->own->acked_known ||
	    !is_calm(t->own) || session_wscale(t->session, side_other(t->side)) < 0)
		return;
	enum rule rule = RULE_FIRST(t, e, waits);
	if (rule != RULE_NONE)
		conclude(t, rule, evidence_of(t, rule));
}

/* An ACK of these is due at once (RFC 5681, 4.2). */
#define DUE_AT_ONCE                                                                                \
	(NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_OUT_OF_ORDER) |                             \
	    NOTE_BIT(NOTE_LOST_SEGMENT) | NOTE_BIT(NOTE_NETWORK_DUPLICATE))

/* An ACK that waited at its sender has a timestamp newer than the last one by that time, in ticks
 * of a millisecond. Of slower clocks nothing is said. */
static bool is_late_on_its_way(const struct track *t, int64_t held)
{
	const struct recovery *r = t->own->recovery;
	const struct segment *s = t->segment;
	if (!(s->options & OPTION_TIMESTAMP) || r == NULL || r->seen.ts_high == 0)
		return false;
	return (int64_t)seq_diff(s->ts_val, r->seen.ts_high) * NS_PER_MS < held / 2;
}

static bool is_held_in_the_house(const struct track *t, int64_t held)
{
	uint64_t path_us = (uint64_t)t->own->rtt_us + t->peer->rtt_us;
	return t->own->rtt_us > 0 && t->peer->rtt_us > 0 && path_us <= HOUSE_US &&
	       held >= HOUSE_HELD_NS && !is_late_on_its_way(t, held);
}

/* Whether an ACK came late although nothing lay between it and what it acknowledges, and nothing
 * called for it. */
void analyse_delayed_ack(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct flow *peer = t->peer;
	const struct recovery *r = peer->recovery;
	if (peer->unacked == 0 || !peer->acked_known || !seq_lt(peer->acked, s->ack) || r == NULL ||
	    r->gaps != NULL || peer->resent > 0)
		return;
	const struct packet *oldest = packet_store_at(t->packets, peer->unacked);
	int64_t held = s->time_ns - oldest->time_ns;
	if (held < STALL_NS || held >= DELAYED_ACK_MOST_NS)
		return;
	/* What comes right behind a newer segment answers that: an ACK before it may be missing
	 * from the capture. */
	int64_t late = DELAYED_RATIO * (int64_t)peer->rtt_us * NS_PER_US;
	bool answers = s->time_ns - r->sent_ns <= late + PROMPT_NS;
	bool in_order = packet_side(oldest) != t->side && oldest->seq == peer->acked &&
	                (oldest->notes & DUE_AT_ONCE) == 0;
	if (!in_order || answers || held <= late)
		return;
	if (session_captured_at(t->session, t->side))
		conclude(t, RULE_ACK_HELD, (struct finding){ .cause = peer->unacked });
	else if (is_held_in_the_house(t, held))
		conclude(t, RULE_ACK_HELD_NEAR, (struct finding){ .cause = peer->unacked });
}
