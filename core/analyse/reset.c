/* Why a connection was reset, as far as a passive observer can know (RFC 9293, 3.5.2 and 3.10). */
#include "core/analyse/analyse.h"

#include "core/analyse/conclude.h"
#include "core/analyse/lookback.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"

/* Returns true if the other side sent a SYN and this reset is the first answer. */
static bool refuses(const struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	(void)e;
	return t->session->state[side_other(t->side)] == STATE_SYN_SENT && !t->own->syn_seen &&
	       t->peer->syn_seen && (s->flags & TCP_ACK) && seq_lt(t->peer->base, s->ack);
}

/* Returns true if its receiver has only sent a SYN and the reset does not acknowledge that (RFC
 * 9293, 3.10.7.3). */
static bool answers_no_syn(const struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	(void)e;
	if (t->session->state[side_other(t->side)] != STATE_SYN_SENT || t->own->syn_seen ||
	    !t->peer->syn_seen)
		return false;
	return !(s->flags & TCP_ACK) || seq_le(s->ack, t->peer->base) ||
	       seq_lt(t->peer->next, s->ack);
}

/* Returns true if its number is below the receiver's window. The receiver may be further on than
 * seen here, never behind. */
static bool is_below_window(const struct track *t, const struct evidence *e)
{
	const struct flow *own = t->own;
	(void)e;
	/* Some stacks do not count their FIN in a later reset; Linux accepts that. */
	return own->acked_known && seq_lt(t->segment->seq, own->acked - own->fin_seen);
}

/* Returns true if its number is above everything offered and sent. */
static bool is_above_window(const struct track *t, const struct evidence *e)
{
	const struct flow *own = t->own;
	(void)e;
	return own->acked_known && session_wscale(t->session, side_other(t->side)) >= 0 &&
	       seq_lt(seq_max(own->win_edge, own->next), t->segment->seq);
}

static bool is_synchronized(uint8_t state)
{
	return state != STATE_UNKNOWN && state != STATE_CLOSED && state != STATE_LISTEN &&
	       state != STATE_SYN_SENT;
}

/* Returns true if its number is beyond all that its side has sent, and the capture has all of
 * that: its receiver expects an earlier number. */
static bool is_inexact(const struct track *t, const struct evidence *e)
{
	const struct flow *own = t->own;
	(void)e;
	return own->acked_known && own->syn_seen && !own->unseen &&
	       is_synchronized(t->session->state[side_other(t->side)]) &&
	       seq_lt(own->next, t->segment->seq);
}

/* A reset with ACK does not answer a segment with ACK (RFC 9293, 3.5.2): its sender aborted. */
static bool aborts(const struct track *t)
{
	bool known = t->own->acked_known || t->own->packets > 0;
	return (t->segment->flags & TCP_ACK) && known &&
	       t->session->state[side_other(t->side)] != STATE_SYN_SENT;
}

/* A receiver must announce window once half its buffer is free (RFC 9293, 3.8.6.2.2). If it did
 * not, the application has not read. */
static bool has_unread(const struct track *t, const struct evidence *e)
{
	const struct recovery *r = t->own->recovery;
	(void)e;
	return aborts(t) && r != NULL && t->peer->data_seen &&
	       2 * (uint32_t)t->own->last_win < r->win_most;
}

/* Returns the side's last packet if it is a keep-alive without an answer; otherwise 0. */
static uint32_t unanswered_keep_alive(const struct track *t)
{
	uint32_t last = t->own->probed ? track_seen_last(t, t->side) : 0;
	const struct finding *f = findings_find(t->findings, last, NOTE_KEEP_ALIVE);
	return f != NULL && track_seen_last(t, side_other(t->side)) < last ? last : 0;
}

static bool got_no_answer(const struct track *t, const struct evidence *e)
{
	(void)e;
	return aborts(t) && unanswered_keep_alive(t) != 0;
}

static bool has_nothing_unread(const struct track *t, const struct evidence *e)
{
	(void)e;
	return aborts(t) && !t->peer->data_seen;
}

static bool gives_up(const struct track *t, const struct evidence *e)
{
	(void)e;
	return aborts(t);
}

/* Returns true if the other side's last packet has that ACK number, accepted or not. */
static bool was_last_acked(const struct track *t, uint32_t ack)
{
	const struct packet *p = packet_store_find(t->packets, track_last(t, side_other(t->side)));
	return p != NULL && (p->flags & TCP_ACK) && p->ack == ack;
}

/* A reset without ACK takes its number from the segment that it answers. */
static bool answers(const struct track *t)
{
	uint32_t seq = t->segment->seq;
	return !(t->segment->flags & TCP_ACK) &&
	       ((t->own->acked_known && seq == t->own->acked) || was_last_acked(t, seq)) &&
	       (t->session->ended == SESSION_RESET || track_side_before(t) != t->side);
}

static bool answers_other_ack(const struct track *t, const struct evidence *e)
{
	(void)e;
	return answers(t) && t->own->syn_seen && t->session->state[t->side] == STATE_SYN_SENT;
}

/* Returns true if it answers a SYN-ACK that answers no SYN of its sender. */
static bool answers_unsolicited(const struct track *t, const struct evidence *e)
{
	const struct packet *p = packet_store_find(t->packets, track_last(t, side_other(t->side)));
	(void)e;
	return answers(t) && !t->own->syn_seen && p != NULL && (p->flags & TCP_SYN) &&
	       (p->flags & TCP_ACK);
}

/* Returns the segment that a reset without ACK answers: the one right before it, unless others on
 * their way may be meant. */
static uint32_t answered(const struct track *t)
{
	enum side peer = side_other(t->side);
	uint32_t last = track_last(t, peer), before = 0;
	const struct packet *p = packet_store_find(t->packets, last);
	if (p == NULL || last < track_last(t, t->side) || p->ack != t->segment->seq)
		return 0;
	track_seen_back(t, peer, 1, &before);
	const struct packet *other = packet_store_find(t->packets, before);
	bool more = other != NULL && before > track_last(t, t->side) && packet_span(other) > 0 &&
	            other->acked_by == 0;
	return more ? 0 : last;
}

static bool answers_nothing_new(const struct track *t, const struct evidence *e)
{
	const uint64_t copies =
	    NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION) | NOTE_BIT(NOTE_NETWORK_DUPLICATE);
	const struct packet *p = packet_store_find(t->packets, answered(t));
	(void)e;
	return answers(t) && t->own->fin_seen && p != NULL && (p->len == 0 || (p->notes & copies));
}

static bool answers_data(const struct track *t, const struct evidence *e)
{
	(void)e;
	return answers(t) && t->own->fin_seen;
}

/* Returns the earlier of two packets; the first may be a reset that its receiver ignored. */
static uint32_t earlier_reset(const struct track *t, uint32_t packet, uint32_t other)
{
	const struct packet *p = packet_store_find(t->packets, packet);
	bool is =
	    p != NULL && (p->flags & TCP_RST) && !(p->notes & NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW));
	return is && (other == 0 || packet < other) ? packet : other;
}

/* Returns an earlier reset among a side's last packets that its receiver accepted; or `found` if
 * that is earlier. */
static uint32_t reset_of(const struct track *t, enum side side, uint32_t found)
{
	uint32_t n = track_last(t, side);
	found = earlier_reset(t, n, found);
	for (unsigned back = 1; track_seen_back(t, side, back, &n); back++)
		found = earlier_reset(t, n, found);
	return found;
}

/* Returns an earlier reset among the last packets that its receiver accepted; or 0. */
static uint32_t reset_before(const struct track *t)
{
	return reset_of(t, SIDE_B, reset_of(t, SIDE_A, 0));
}

/* Returns the segment that ends at the ACK number of a reset. */
static uint32_t acked_segment(const struct track *t)
{
	uint32_t n = track_carrier_of(t, side_other(t->side), t->segment->ack - 1);
	const struct packet *p = packet_store_find(t->packets, n);
	return p != NULL && packet_end(p) == t->segment->ack ? n : 0;
}

/* Returns true if its side has reset the connection before and the reset acknowledges a segment
 * exactly: it answers that segment. */
static bool answers_after_reset(const struct track *t, const struct evidence *e)
{
	(void)e;
	return t->session->ended == SESSION_RESET && (t->segment->flags & TCP_ACK) &&
	       reset_of(t, t->side, 0) != 0 && acked_segment(t) != 0;
}

static bool has_reset_before(const struct track *t, const struct evidence *e)
{
	(void)e;
	return answers(t) && reset_before(t) != 0;
}

static bool answers_unknown(const struct track *t, const struct evidence *e)
{
	(void)e;
	return answers(t);
}

static const struct ruling resets[] = {
	{ RULE_NO_LISTENER, refuses },                 /* RFC 9293, 3.10.7.1 */
	{ RULE_RESET_SYN_SENT, answers_no_syn },       /* RFC 9293, 3.10.7.3 */
	{ RULE_ACK_OF_OTHER, answers_other_ack },      /* RFC 9293, 3.10.7.3 */
	{ RULE_ACK_UNSOLICITED, answers_unsolicited }, /* RFC 9293, 3.10.7.1 */
	{ RULE_RESET_BELOW_WINDOW, is_below_window },  /* RFC 9293, 3.10.7.4; RFC 5961, 3.2 */
	{ RULE_RESET_ABOVE_WINDOW, is_above_window },
	{ RULE_RESET_INEXACT, is_inexact }, /* RFC 5961, 3.2 */
	{ RULE_HALF_OPEN_RESET, answers_after_reset },
	{ RULE_ABORT_UNREAD, has_unread },        /* RFC 2525, 2.17 */
	{ RULE_ABORT_KEEP_ALIVE, got_no_answer }, /* RFC 9293, 3.8.4 */
	{ RULE_ABORT_NOTHING_UNREAD, has_nothing_unread },
	{ RULE_ABORT, gives_up },                         /* RFC 9293, 3.10.5 */
	{ RULE_CLOSED_NOTHING_NEW, answers_nothing_new }, /* RFC 9293, 3.10.7.1 */
	{ RULE_CLOSED_DATA, answers_data },               /* RFC 1122, 4.2.2.13 */
	{ RULE_HALF_OPEN_RESET, has_reset_before },
	{ RULE_HALF_OPEN, answers_unknown }, /* RFC 9293, 3.5.1 */
};

static struct finding evidence_of(const struct track *t, enum rule rule)
{
	uint32_t own = track_last(t, t->side), peer = track_last(t, side_other(t->side));
	switch (rule) {
	case RULE_NO_LISTENER:
	case RULE_RESET_SYN_SENT:
		return (struct finding){ .cause = peer != 0 ? peer : t->session->first };
	case RULE_RESET_BELOW_WINDOW:
	case RULE_RESET_INEXACT:
	case RULE_RESET_ABOVE_WINDOW:
		return (struct finding){ .cause_first = reset_before(t) };
	case RULE_ABORT_UNREAD:
		return (struct finding){ .cause = own };
	case RULE_ABORT_KEEP_ALIVE:
		return (struct finding){ .cause = unanswered_keep_alive(t),
			.cause_first = series_head(t, own, NOTE_KEEP_ALIVE) };
	case RULE_ACK_UNSOLICITED:
		return (struct finding){ .cause = peer };
	case RULE_ACK_OF_OTHER:
	case RULE_CLOSED_NOTHING_NEW:
	case RULE_CLOSED_DATA:
	case RULE_HALF_OPEN_RESET:
	case RULE_HALF_OPEN:
		return (struct finding){ .cause = t->segment->flags & TCP_ACK ? acked_segment(t)
			                                                      : answered(t),
			.cause_first = reset_before(t) };
	default:
		return (struct finding){ 0 };
	}
}

void analyse_reset(const struct track *t, const struct evidence *e)
{
	enum rule rule = RULE_FIRST(t, e, resets);
	if (rule != RULE_NONE)
		conclude(t, rule, evidence_of(t, rule));
}
