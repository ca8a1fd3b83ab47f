/* Pure ACKs that repeat an ACK number. Possible reasons: something arrived out of order or twice,
 * the window moved, or a probe is answered. */
#include "core/analyse/analyse.h"

#include "core/analyse/acceptance.h"
#include "core/analyse/capture_point.h"
#include "core/analyse/conclude.h"
#include "core/analyse/lookback.h"
#include "core/analyse/thresholds.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/sack.h"
#include "core/record/seq.h"

static bool is_outstanding(const struct track *t)
{
	return seq_lt(t->peer->acked, t->peer->next);
}

/* Returns true if the other side has just retransmitted acknowledged data; after both FINs nothing
 * else is answered. */
static bool answers_repeat(const struct track *t)
{
	const struct recovery *r = t->peer->recovery;
	return (r != NULL && r->repeated > 0) || analyse_is_past(t) || analyse_answers_copy(t);
}

/* Returns when the side last acknowledged something new. */
static int64_t advanced_ns(const struct track *t)
{
	const struct recovery *r = t->peer->recovery;
	return r != NULL && r->acked_ns != INT64_MIN ? r->acked_ns : 0;
}

/* Returns how long a prompt answer may take. */
static int64_t longest_ns(const struct track *t)
{
	const struct recovery *r = t->peer->recovery;
	return r != NULL ? r->rtt.smooth_ns + 4 * r->rtt.var_ns : 0;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Two times over the same path differ a little. */
static int64_t slack_ns(int64_t rtt)
{
	return rtt / 32 + SLACK_NS;
}

/* Packets that passed here in this span can have arrived before this ACK was sent, and after the
 * segment that the last ACK with a new number answered; its end is not long before the ACK. */
struct span {
	int64_t earliest, latest, recent;
};

static struct span answered_span(const struct track *t)
{
	int64_t rtt = (int64_t)t->peer->rtt_us * NS_PER_US, slack = slack_ns(rtt);
	int64_t now = t->segment->time_ns, longest = later(longest_ns(t), rtt) + slack;
	return (struct span){ advanced_ns(t) - longest, now - rtt + slack,
		now - 2 * longest - HELD_UP_NS };
}

static bool span_has(const struct span *span, int64_t time_ns)
{
	return time_ns > span->earliest && time_ns <= span->latest;
}

/* Returns true if more segments beyond a hole can have arrived than were answered. Segments in
 * order would have been acknowledged if they had arrived; segments still on their way cannot be
 * answered. */
static bool answers_beyond(const struct track *t, struct span span, unsigned answered)
{
	unsigned arrived = 0, walked = 0;
	for (uint32_t n = t->peer->unacked; n != 0 && n != t->number && walked < ARRIVAL_WALK;
	     walked++) {
		const struct packet *p = packet_store_at(t->packets, n);
		bool beyond =
		    seq_lt(t->segment->ack, p->seq) || seq_le(packet_end(p), t->segment->ack);
		if (packet_side(p) != t->side && packet_span(p) > 0 && beyond &&
		    span_has(&span, p->time_ns) && p->acked_by == 0 && ++arrived > answered &&
		    p->time_ns > span.recent)
			return true;
		n = p->next;
	}
	return false;
}

/* Returns true if more retransmissions of complete data can have arrived than were answered. */
static bool answers_resent(const struct track *t, struct span span, unsigned answered)
{
	const struct recovery *r = t->peer->recovery;
	unsigned arrived = 0;
	bool recent = false;
	for (unsigned i = 0; r != NULL && r->repeats != NULL && i < r->repeats->room; i++) {
		const struct resent *again = &r->repeats->resent[i];
		const struct packet *p = packet_store_find(t->packets, again->packet);
		if (p == NULL || seq_lt(t->segment->ack, resent_end(again)))
			continue;
		arrived += span_has(&span, p->time_ns);
		recent = recent || (span_has(&span, p->time_ns) && p->time_ns > span.recent);
	}
	return recent && arrived > answered;
}

/* Without SACK: returns true if more segments that cause a duplicate ACK can have arrived than
 * there were duplicate ACKs. */
static bool answers_arrival(const struct track *t)
{
	struct span span = answered_span(t);
	unsigned answered = t->own->dup_acks;
	return answers_resent(t, span, answered) ||
	       (is_outstanding(t) && answers_beyond(t, span, answered));
}

/* Returns true if the ACK was sent before another one that arrived here first. */
static bool was_overtaken(const struct track *t)
{
	const struct recovery *r = t->own->recovery;
	const struct segment *s = t->segment;
	if (r != NULL && (s->options & OPTION_TIMESTAMP) && r->seen.ts_high != 0 &&
	    s->ts_val != r->seen.ts_high)
		return seq_lt(s->ts_val, r->seen.ts_high);
	if (r != NULL && s->ip_id != 0 && recovery_numbers_packets(r))
		return (int16_t)(uint16_t)(s->ip_id - r->last_id) < 0;
	/* An ACK without data normally has the next sequence number of its sender. */
	return t->span == 0 && seq_lt(s->seq, t->own->next);
}

/* Returns true if the ACK was sent before a recent packet of its side, by IP identification or
 * timestamp. */
static bool was_sent_before(const struct track *t, unsigned i)
{
	struct recovery *r = t->own->recovery;
	const struct segment *s = t->segment;
	uint16_t digest = seen_digests(&r->seen)[i];
	const struct packet *p = packet_store_at(t->packets, track_seen(t, t->side, i));
	int16_t later = (int16_t)(uint16_t)(p->ip_id - s->ip_id);
	if (s->ip_id != 0 && p->ip_id != 0 && later < IDS_NEAR && later > -IDS_NEAR)
		return later > 0;
	int16_t stamp = 0;
	if ((s->options & OPTION_TIMESTAMP) && digest != SEEN_ANY)
		stamp = (int16_t)(uint16_t)(track_digest_stamp(p, digest) - s->ts_val);
	/* An ACK without data normally has the next sequence number of its sender: packets with
	 * higher numbers were sent later or are retransmissions. */
	return stamp != 0 ? stamp > 0 : t->span == 0 && seq_lt(s->seq, packet_end(p));
}

/* Returns true if the ACK was sent first of all recent ACKs with its number: it is not a duplicate;
 * the others overtook it. */
static bool was_sent_first(const struct track *t, unsigned known)
{
	struct recovery *r = t->own->recovery;
	if (r == NULL)
		return false;
	unsigned room = r->seen.room, last = seen_last(&r->seen), found = 0;
	for (unsigned i = 0; i < room; i++) {
		/* Backwards, because the last packet nearly always settles it. */
		unsigned k = (last + room - i) % room;
		uint32_t n = track_seen(t, t->side, k);
		if (n == 0 || packet_store_at(t->packets, n)->ack != t->segment->ack)
			continue;
		if (!was_sent_before(t, k))
			return false;
		found++;
	}
	/* All known ones are within reach. */
	return found > known;
}

/* Returns true if the ACK lacks the SACK block of the last report. Every ACK carries that block
 * until the hole is filled (RFC 2018, 4), so this one was sent earlier. */
static bool lacks_report(const struct track *t)
{
	const struct recovery *r = t->peer->recovery;
	const struct segment *s = t->segment;
	return r != NULL && s->sack_count == 0 && !(s->options & OPTION_BROKEN) &&
	       recovery_sacked_above(r, s->ack);
}

bool analyse_is_overtaken_ack(const struct track *t)
{
	return was_overtaken(t) ||
	       (t->segment->ack == t->peer->acked && was_sent_first(t, t->own->dup_acks));
}

/* Returns true if the ACK is not a network duplicate of the one before it. */
static bool is_another(const struct track *t)
{
	const struct segment *s = t->segment;
	struct recovery *r = t->own->recovery;
	uint32_t last = track_seen_last(t, t->side);
	bool stamped = (s->options & OPTION_TIMESTAMP) && s->ts_val != r->seen.ts_high;
	return s->ip_id != 0 || stamped || last == 0 ||
	       s->time_ns - packet_store_at(t->packets, last)->time_ns >= COPY_NS;
}

/* An ACK without news answers a segment out of order or old data (RFC 9293, 3.10.7.4), even when
 * everything is acknowledged: something was retransmitted, delayed or duplicated by the network. */
static bool answers_something(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct recovery *r = t->peer->recovery;
	if (t->own->recovery == NULL || r == NULL || s->time_ns - r->sent_ns >= IDLE_LEAST_NS)
		return false;
	/* An ACK sent before data that carries the same ACK number was the first to say it. */
	if (s->seq != t->own->next)
		return false;
	const struct resent *last = recovery_last(r);
	const struct packet *p = packet_store_find(t->packets, last != NULL ? last->packet : 0);
	bool resent = p != NULL && s->time_ns - p->time_ns < IDLE_LEAST_NS;
	return resent || is_another(t);
}

/* At the sender of the ACK: data arrived after the last segment that it sent. In order it would
 * have changed the ACK number. */
static bool answers_what_came(const struct track *t)
{
	const struct recovery *own = t->own->recovery, *peer = t->peer->recovery;
	if (own == NULL || peer == NULL || !session_is_nearer(t->session, t->side))
		return false;
	/* A network duplicate is answered as well. */
	if (peer->repeated > 0 && track_side_before(t) != t->side)
		return true;
	uint32_t last = track_seen_last(t, t->side);
	return last != 0 && packet_store_at(t->packets, last)->time_ns < peer->sent_ns;
}

/* Returns true if the window has at least doubled: reading applications cause that, arriving
 * segments never do. */
static bool opens_wide(const struct track *t)
{
	return t->segment->win > t->own->last_win && t->segment->win >= 2 * t->own->last_win;
}

static bool has_moved_window(const struct track *t)
{
	if (answers_what_came(t))
		return false;
	/* After a FIN, Linux sends no window updates; FreeBSD, macOS and lwIP do. */
	if (acks_fin(t))
		return t->segment->win > t->own->last_win && !answers_repeat(t);
	bool told = t->session->sack_ok == 3 && !(t->segment->options & OPTION_BROKEN);
	return told || opens_wide(t) || !answers_arrival(t);
}

/* Returns true if the side has sent only SYNs before, whose windows are not scaled (RFC 7323,
 * 2.2). */
static bool is_after_syn(const struct track *t)
{
	uint32_t last = track_seen_last(t, t->side);
	return last != 0 && (packet_store_at(t->packets, last)->flags & TCP_SYN);
}

static bool has_same_window(const struct track *t)
{
	return t->segment->win == t->own->last_win || is_after_syn(t);
}

/* Returns true if the SYN-ACK that it answers had to repeat the number of its SYN (RFC 9293, 3.5,
 * figure 8). */
static bool answers_crossed_syn(const struct track *t, const struct evidence *e)
{
	(void)e;
	return session_opened_by_both(t->session) && is_after_syn(t);
}

/* Returns the probe that the other side sent last, if nothing has answered it yet; otherwise 0. */
static uint32_t pending_probe(const struct track *t)
{
	uint32_t asked = track_last(t, side_other(t->side));
	return t->peer->probed && asked > track_last(t, t->side) ? asked : 0;
}

static bool is_window_probe(const struct track *t, uint32_t packet)
{
	const struct packet *p = packet_store_find(t->packets, packet);
	return p != NULL && (p->notes & NOTE_BIT(NOTE_ZERO_WINDOW_PROBE));
}

static bool answers_window_probe(const struct track *t, const struct evidence *e)
{
	(void)e;
	return t->peer->probed && t->own->last_win == 0 && t->segment->win == 0;
}

/* An answer that opens the window comes a round trip after the probe; an earlier one was sent
 * without it. */
static bool answers_with_window(const struct track *t, const struct evidence *e)
{
	uint32_t asked = pending_probe(t);
	(void)e;
	if (asked == 0 || t->segment->win == 0 || !is_window_probe(t, asked))
		return false;
	int64_t passed = t->segment->time_ns - packet_store_at(t->packets, asked)->time_ns;
	int64_t rtt = (int64_t)t->peer->rtt_us * NS_PER_US;
	return rtt < NS_PER_MS || passed * 10 >= rtt * 9;
}

static bool answers_keep_alive(const struct track *t, const struct evidence *e)
{
	uint32_t asked = pending_probe(t);
	(void)e;
	return asked != 0 && !is_window_probe(t, asked);
}

static bool was_overtaken_by_all(const struct track *t, const struct evidence *e)
{
	(void)e;
	return was_sent_first(t, t->own->dup_acks);
}

static bool has_new_block(const struct track *t)
{
	uint32_t digest = analyse_sack_digest(t->segment);
	return digest != 0 && digest != t->own->last_sack;
}

static bool reports_twice(const struct track *t, const struct evidence *e)
{
	(void)e;
	return has_new_block(t) && sack_is_duplicate(t->segment);
}

static bool reports_more(const struct track *t, const struct evidence *e)
{
	(void)e;
	return has_new_block(t);
}

static bool was_before_report(const struct track *t, const struct evidence *e)
{
	(void)e;
	return lacks_report(t);
}

static bool repeats_outstanding(const struct track *t, const struct evidence *e)
{
	(void)e;
	return has_same_window(t) && is_outstanding(t);
}

static bool repeats_for_old_data(const struct track *t, const struct evidence *e)
{
	(void)e;
	return has_same_window(t) && answers_repeat(t);
}

static bool repeats_for_arrival(const struct track *t, const struct evidence *e)
{
	(void)e;
	return has_same_window(t) && answers_arrival(t);
}

static bool repeats_for_something(const struct track *t, const struct evidence *e)
{
	(void)e;
	return has_same_window(t) && answers_something(t);
}

static bool is_no_news(const struct track *t, const struct evidence *e)
{
	(void)e;
	return has_same_window(t) || was_overtaken(t);
}

static bool moves_by_arrival(const struct track *t, const struct evidence *e)
{
	(void)e;
	return !has_moved_window(t);
}

static bool reopens(const struct track *t, const struct evidence *e)
{
	(void)e;
	return t->own->last_win == 0;
}

static bool opens(const struct track *t, const struct evidence *e)
{
	(void)e;
	return t->segment->win > t->own->last_win;
}

/* Reasons for an ACK without news: what it answers, or that the window moved. */
static const struct ruling repeated_ack[] = {
	{ RULE_NONE, answers_crossed_syn },
	{ RULE_PROBE_CLOSED, answers_window_probe }, /* RFC 9293, 3.8.6.1 */
	{ RULE_PROBE_OPEN, answers_with_window },
	{ RULE_KEEP_ALIVE_ANSWER, answers_keep_alive }, /* RFC 9293, 3.8.4 */
	/* first with its number; later ones overtook it */
	{ RULE_NONE, was_overtaken_by_all },
	{ RULE_DUP_DSACK, reports_twice }, /* RFC 2883, 4 */
	{ RULE_DUP_SACK, reports_more },   /* RFC 2018, 4 */
	{ RULE_NONE, was_before_report },
	{ RULE_DUP_OUTSTANDING, repeats_outstanding }, /* RFC 5681, 2 */
	{ RULE_DUP_OLD_DATA, repeats_for_old_data },   /* RFC 9293, 3.10.7.4 */
	{ RULE_DUP_ARRIVAL, repeats_for_arrival },     /* RFC 5681, 4.2 */
	{ RULE_DUP_UNKNOWN, repeats_for_something },   /* RFC 9293, 3.10.7.4 */
	{ RULE_NONE, is_no_news },
	{ RULE_DUP_WINDOW, moves_by_arrival }, /* RFC 5681, 4.2 */
	{ RULE_WINDOW_REOPENED, reopens },     /* RFC 9293, 3.8.6 */
	{ RULE_WINDOW_OPENED, opens },
	{ RULE_WINDOW_REDUCED, rule_always },
};

/* Returns the first duplicate ACK with this number, the head of the series; 0 if this is it. */
static uint32_t duplicates_head(const struct track *t)
{
	uint32_t n, head = 0;
	for (unsigned back = 0; head == 0 && track_seen_back(t, t->side, back, &n); back++) {
		const struct packet *p = packet_store_find(t->packets, n);
		if (p != NULL && p->ack == t->segment->ack &&
		    (p->notes & NOTE_BIT(NOTE_DUPLICATE_ACK)))
			head = series_head(t, n, NOTE_DUPLICATE_ACK);
	}
	return head;
}

/* Returns the packet that caused the newest SACK block, if it is recent; at the sender of the ACK,
 * the packet right before it; otherwise 0. */
static uint32_t answered_arrival(const struct track *t, enum rule rule)
{
	const struct segment *s = t->segment;
	enum side peer = side_other(t->side);
	const struct recovery *r = t->peer->recovery;
	const struct resent *resent = r != NULL ? recovery_last(r) : NULL;
	uint32_t n, last = track_seen_last(t, peer),
	            edge = s->sack_count > 0 ? s->sack[0].end - 1 : 0;
	if (session_is_nearer(t->session, t->side) && last > track_seen_last(t, t->side))
		return last;
	if (rule == RULE_DUP_OLD_DATA && resent != NULL && seq_le(resent_end(resent), s->ack))
		return resent->packet;
	if (rule != RULE_DUP_SACK && rule != RULE_DUP_DSACK)
		return 0;
	for (unsigned back = 0; track_seen_back(t, peer, back, &n); back++) {
		const struct packet *p = packet_store_find(t->packets, n);
		if (p != NULL && packet_span(p) > 0 && seq_le(p->seq, edge) &&
		    seq_lt(edge, packet_end(p)))
			return n;
	}
	return 0;
}

static void conclude_duplicate(const struct track *t, enum rule rule)
{
	conclude(t, rule,
	    (struct finding){ .copy = duplicates_head(t), .cause = answered_arrival(t, rule) });
}

void analyse_repeated_ack(const struct track *t, const struct evidence *e)
{
	struct challenge challenge = acceptance_challenge(t);
	if (challenge.packet != 0) {
		conclude(t, challenge.rule, (struct finding){ .cause = challenge.packet });
		return;
	}
	enum rule rule = RULE_FIRST(t, e, repeated_ack);
	uint32_t told = track_seen_last(t, t->side);
	if (rule == RULE_NONE)
		return;
	enum note note = (enum note)rule_of(rule)->note;
	if (note == NOTE_DUPLICATE_ACK) {
		conclude_duplicate(t, rule);
		return;
	}
	uint32_t asked = track_seen_last(t, side_other(t->side));
	if (rule == RULE_WINDOW_REOPENED)
		told = series_lately(t, t->side, NOTE_ZERO_WINDOW);
	bool answers = note == NOTE_ZERO_WINDOW_PROBE_ACK || note == NOTE_KEEP_ALIVE_ACK;
	conclude(t, rule, (struct finding){ .cause = answers ? asked : told });
	/* An idle peer may report a changed window only in its answer to a keep-alive. */
	if (rule == RULE_KEEP_ALIVE_ANSWER && !has_same_window(t))
		conclude(t, RULE_WINDOW_ANSWER, (struct finding){ .cause = asked });
	if (rule == RULE_PROBE_OPEN && t->own->last_win == 0)
		conclude(t, RULE_WINDOW_REOPENED,
		    (struct finding){ .cause = series_lately(t, t->side, NOTE_ZERO_WINDOW) });
}

/* Returns true if an older ACK that was overtaken repeats the ACK right before it. */
static bool is_overtaken_duplicate(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct packet *last = packet_store_find(t->packets, track_seen_last(t, t->side));
	if (last == NULL || last->ack != s->ack || seq_lt(s->seq, packet_end(last)) ||
	    was_sent_first(t, 0))
		return false;
	return last->win == s->win || has_new_block(t);
}

void analyse_old_ack(const struct track *t)
{
	if (is_overtaken_duplicate(t))
		conclude_duplicate(t, RULE_DUP_LATE);
}
