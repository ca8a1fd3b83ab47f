#include "core/analyse/header_prediction.h"

#include "core/record/seq.h"

/* The ECN field of the IP header: Congestion Experienced (RFC 3168, 5). */
#define ECN_MARKED 3

static bool is_plain_session(const struct session *s)
{
	return s->state[SIDE_A] == STATE_ESTABLISHED && s->state[SIDE_B] == STATE_ESTABLISHED &&
	       s->ended == SESSION_OPEN && (s->fin_unsure | s->taken_unsure) == 0 &&
	       !session_opened_by_both(s);
}

static bool is_plain_flow(const struct flow *f)
{
	return f->recovery != NULL && f->base_known && f->acked_known && !f->unseen && !f->fin_seen;
}

static bool is_plain_header(const struct segment *s)
{
	return (s->flags & ~TCP_PSH) == TCP_ACK && s->sack_count == 0 && s->win != 0 &&
	       (s->tos & ECN_MARKED) != ECN_MARKED;
}

bool plain_segment(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct flow *own = t->own, *peer = t->peer;
	if (!is_plain_header(s) || !is_plain_session(t->session) || !is_plain_flow(own) ||
	    !is_plain_flow(peer) || s->seq != own->next)
		return false;
	/* A single byte may be a zero-window probe. */
	uint32_t acked = s->ack - peer->acked;
	bool new_data = s->len > 1 && t->end != own->win_edge;
	bool new_ack = s->len == 0 && acked > 0;
	if (!(new_data || new_ack) || acked > peer->next - peer->acked)
		return false;
	bool scaled;
	uint32_t edge = s->ack + session_window(t->session, t->packet, &scaled);
	return seq_le(peer->win_edge, edge);
}
