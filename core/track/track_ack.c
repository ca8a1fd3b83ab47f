#include "core/track/track_ack.h"

#include "core/analyse/lookback.h"
#include "core/base/assertions.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"
#include "core/track/capture_order.h"
#include "core/track/track_state.h"

#define NS_PER_US 1000

/* How far to look for acknowledged packets beyond the first that is not: enough for every
 * retransmission in a real window, and a bound against hostile captures. */
#define ACK_WALK 4096

/* Links the packets that this one is the first to acknowledge, from the peer's first outstanding
 * one on. The SYN-ACKs of a simultaneous open cross: each answers a SYN, not the other SYN-ACK. */
static void link_acked(struct track *t)
{
	uint32_t ack = t->segment->ack, first_left = 0, walked = 0;
	bool syn = t->segment->flags & TCP_SYN;
	enum side side = side_other(t->side);
	for (uint32_t n = t->peer->unacked; n != 0 && n != t->number;) {
		struct packet *p = packet_store_at(t->packets, n);
		if (packet_side(p) == side && p->acked_by == 0 && packet_span(p) > 0) {
			bool resent = p->notes & NOTE_BIT(NOTE_RETRANSMISSION);
			bool behind = p->notes & NOTES_BEHIND;
			/* A SYN-ACK with another ISN is not what this acknowledges. */
			bool other = (p->flags & TCP_SYN) && p->seq != t->peer->base;
			if (seq_le(packet_end(p), ack) && !(syn && (p->flags & TCP_ACK)) &&
			    !other) {
				p->acked_by = t->number;
				t->oldest = t->oldest == 0 ? n : t->oldest;
				t->covers_resent = t->covers_resent || resent;
				t->packet->acks = n;
				t->peer->resent =
				    (uint16_t)(t->peer->resent - (behind && t->peer->resent > 0));
			} else if (first_left == 0) {
				first_left = n;
			}
		}
		if (first_left != 0 && (t->peer->resent == 0 || ++walked > ACK_WALK))
			break;
		n = p->next;
	}
	t->peer->unacked = first_left;
	assert_costly((t->oldest != 0) == (t->packet->acks != 0));
	assert(first_left == 0 || first_left >= t->session->first);
}

void track_ack(struct track *t)
{
	const struct segment *s = t->segment;
	struct flow *peer = t->peer;
	if (!(s->flags & TCP_ACK))
		return;
	if (peer->base_known && seq_lt(peer->next, s->ack)) {
		order_miss(t, peer->next, s->ack, NULL);
		t->packet->bits |= PACKET_UNTIMED;
		peer->next = s->ack; /* acknowledges bytes that the capture lacks */
		peer->unseen = true;
		track_doubt_fin(t, side_other(t->side), true);
	}
	bool older = peer->acked_known && seq_lt(s->ack, peer->acked);
	if (older)
		return;
	bool known = peer->acked_known, advances = !known || s->ack != peer->acked;
	peer->acked = s->ack;
	peer->acked_known = true;
	if (advances || peer->resent > 0 || session_opened_by_both(t->session))
		link_acked(t);
	if (advances)
		t->own->dup_acks = 0;
	bool scaled;
	uint32_t window = session_window(t->session, t->packet, &scaled);
	if (s->flags & TCP_RST)
		return;
	uint32_t edge = s->ack + window;
	if (peer->recovery != NULL && known)
		recovery_window(peer->recovery, s->time_ns, peer->win_edge, edge, peer->next);
	peer->win_edge = edge;
}

/* Returns when the copy was sent that an ACK of retransmitted data answers; only its timestamp
 * shows that (RFC 7323, 4). 0 if unknown. */
__attribute__((cold)) static int64_t answered_ns(const struct track *t, uint32_t before)
{
	const struct recovery *r = t->peer->recovery;
	bool older;
	if (r == NULL || !(t->segment->options & OPTION_TIMESTAMP))
		return 0;
	const struct resent *resent = recovery_echoed(r, t->segment, before, &older);
	const struct packet *again =
	    packet_store_find(t->packets, resent != NULL ? resent->packet : 0);
	if (again != NULL)
		return again->time_ns;
	return older ? track_first_sent_ns(t, packet_store_at(t->packets, t->packet->acks)) : 0;
}

/* If a SYN was sent several times, nothing shows which one was answered. The time since the last is
 * a lower bound of the RTT, used until there is a sample. */
__attribute__((cold)) static void keep_least(struct track *t, uint32_t shown)
{
	struct recovery *r = t->peer->recovery;
	if (r == NULL || t->peer->rtt_us != 0)
		return;
	t->peer->rtt_us = shown;
	r->rtt_least = true;
}

/* Returns true if a side's shortest time to an ACK is only a lower bound, and forgets it. */
static bool forget_least(struct flow *f)
{
	struct recovery *r = f->recovery;
	bool least = r != NULL && r->rtt_least;
	if (least)
		r->rtt_least = false;
	return least;
}

void track_rtt(struct track *t, uint32_t before)
{
	if (t->packet->acks == 0 || (t->packet->bits & PACKET_UNTIMED))
		return;
	const struct packet *newest = packet_store_at(t->packets, t->packet->acks);
	assert_costly(
	    t->oldest != 0 && t->oldest <= t->packet->acks && t->packet->acks < t->number);
	/* In a simultaneous open the SYN-ACK repeats the SYN. */
	const struct packet *timed =
	    newest->flags & TCP_SYN ? newest : packet_store_at(t->packets, t->oldest);
	int64_t since = t->covers_resent ? answered_ns(t, before) : timed->time_ns;
	bool clear = !(newest->notes & NOTE_BIT(NOTE_RETRANSMISSION));
	bool known = clear || since != 0;
	int64_t from = clear || !known ? newest->time_ns : since;
	int64_t ns = t->segment->time_ns - from, us = ns / NS_PER_US;
	/* The clock was set back, or the capture is not in order of time. */
	if (ns < 0)
		return;
	uint32_t shown = us < 1 ? 1 : us < UINT32_MAX ? (uint32_t)us : UINT32_MAX;
	if (!known && (newest->flags & TCP_SYN))
		keep_least(t, shown);
	else if (known &&
	         (t->peer->rtt_us == 0 || shown < t->peer->rtt_us || forget_least(t->peer)))
		t->peer->rtt_us = shown;
	if (since != 0 && t->peer->recovery != NULL)
		rtt_sample(&t->peer->recovery->rtt, t->segment->time_ns - since);
}
