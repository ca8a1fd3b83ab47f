/* A receiver checks each segment for acceptability before anything else. What it does not accept
 * moves no number and no state here either: answers of older connections, SYN-ACKs with another
 * ISN, data below the ISN. */
#include "core/analyse/acceptance.h"

#include "core/analyse/conclude.h"
#include "core/analyse/lookback.h"
#include "core/analyse/thresholds.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"

/* Returns true if the capture has the first number of what the side sent, and it sent so little
 * since that numbers below are not newer ones. */
static bool starts_here(const struct flow *f)
{
	return f->syn_seen && f->bytes < WRAP_BYTES;
}

/* Returns true for a SYN-ACK with another ISN than the one that the other side acknowledged. */
static bool is_other_syn(const struct track *t)
{
	const struct segment *s = t->segment;
	return (s->flags & TCP_SYN) && (s->flags & TCP_ACK) && t->own->syn_seen &&
	       t->own->base != s->seq && t->own->acked_known;
}

static bool is_below_isn(const struct track *t)
{
	return !(t->segment->flags & TCP_SYN) && starts_here(t->own) &&
	       seq_lt(t->segment->seq, t->own->base) && seq_le(t->end, t->own->base);
}

/* Returns true if the other side has sent only its SYN, and the segment acknowledges something
 * else: its sender answers for an older connection (RFC 9293, 3.10.7.3). A little beyond the SYN,
 * the capture may lack frames. */
static bool acks_other_connection(const struct track *t)
{
	const struct flow *peer = t->peer;
	uint32_t ack = t->segment->ack;
	if (t->own->syn_seen || !peer->syn_seen ||
	    t->session->state[side_other(t->side)] != STATE_SYN_SENT)
		return false;
	return seq_le(ack, peer->base) || seq_lt(peer->next + MISSED_AT_START, ack);
}

/* Returns true for a SYN-ACK although the other side has sent no SYN that it could answer. */
static bool is_unsolicited(const struct track *t)
{
	const struct flow *peer = t->peer;
	return (t->segment->flags & TCP_SYN) && !peer->syn_seen && peer->packets > 0 &&
	       peer->base_known && t->segment->ack != peer->base + 1;
}

/* Returns true if the newest packet of the other side came after all of this side's. */
static const struct packet *unanswered(const struct track *t, uint32_t *number)
{
	*number = track_last(t, side_other(t->side));
	return *number > track_last(t, t->side) ? packet_store_find(t->packets, *number) : NULL;
}

/* Returns true if it answers a reset that did not close its sender, and takes its number from that.
 * The reset itself may be forgotten. */
static bool acks_reset(const struct track *t)
{
	const struct recovery *r = t->peer->recovery;
	return r != NULL && r->stray_reset &&
	       track_last(t, side_other(t->side)) > track_last(t, t->side) && t->peer->base_known &&
	       seq_lt(t->peer->next, t->segment->ack);
}

enum unaccepted acceptance_of(const struct track *t)
{
	const struct segment *s = t->segment;
	if (s->flags & TCP_RST)
		return ACCEPTED;
	if (is_other_syn(t))
		return UNACCEPTED_SYN;
	if (is_below_isn(t))
		return UNACCEPTED_DATA;
	if ((s->flags & TCP_ACK) &&
	    (acks_other_connection(t) || is_unsolicited(t) || acks_reset(t)))
		return UNACCEPTED_ACK;
	return ACCEPTED;
}

static bool is_pure_ack(const struct segment *s)
{
	return s->len == 0 && (s->flags & (TCP_ACK | TCP_SYN | TCP_FIN | TCP_RST)) == TCP_ACK;
}

/* Returns the largest window that a side offered, in bytes; 0 if its scale is not known. */
static uint32_t largest_window(const struct track *t, enum side side)
{
	const struct recovery *r = t->session->flow[side].recovery;
	int shift = session_wscale(t->session, side);
	return r == NULL || shift < 0 ? 0 : (uint32_t)r->win_most << shift;
}

/* Returns true if a packet acknowledges less than any on its way can (RFC 5961, 5.2). */
static bool acks_too_little(const struct track *t, const struct packet *p)
{
	uint32_t most = largest_window(t, side_other(t->side));
	return (p->flags & TCP_ACK) && t->own->acked_known && most != 0 &&
	       t->own->bytes < WRAP_BYTES && seq_lt(p->ack, t->own->acked - most);
}

struct challenge acceptance_challenge(const struct track *t)
{
	uint32_t n;
	const struct packet *p = unanswered(t, &n);
	if (p == NULL || !is_pure_ack(t->segment))
		return (struct challenge){ 0, RULE_NONE };
	if (p->notes & NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW))
		return (struct challenge){ n, RULE_CHALLENGE_RST };
	if (p->flags & TCP_RST)
		return (struct challenge){ 0, RULE_NONE };
	if ((p->flags & TCP_SYN) && t->peer->syn_seen && p->seq != t->peer->base)
		return (struct challenge){ n, RULE_CHALLENGE_SYN };
	if (acks_too_little(t, p))
		return (struct challenge){ n, RULE_CHALLENGE_ACK };
	return (struct challenge){ 0, RULE_NONE };
}

void analyse_unaccepted(const struct track *t, const struct evidence *e)
{
	uint32_t n;
	const struct packet *p = unanswered(t, &n);
	if (e->unaccepted != UNACCEPTED_ACK || p == NULL || !is_pure_ack(t->segment))
		return;
	bool syn = (p->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
	if (syn || (p->flags & TCP_RST))
		conclude(t, syn ? RULE_CHALLENGE_OLDER : RULE_CHALLENGE_RST,
		    (struct finding){ .cause = n });
}
