#include "core/track/track_state.h"

#include <assert.h>

#include "core/analyse/lookback.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"
#include "core/store/session_live.h"
#include "core/track/undo_reset.h"

/* Most packets whose states are restored when a doubt ends. */
#define UNSURE_WALK 4096

/* Resets that do not end this connection: one that its receiver ignores, and one that ends an older
 * connection (RFC 9293, 3.10.7.3: its sender stays in SYN-SENT). */
#define RESETS_OTHERS (NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW) | NOTE_BIT(NOTE_UNACCEPTABLE_ACK))

static uint8_t states_of(const struct session *s)
{
	return (uint8_t)(s->state[SIDE_A] | s->state[SIDE_B] << 4);
}

/* Returns the half of struct packet's states that belongs to a side. */
static uint8_t half_of(enum side side)
{
	return side == SIDE_A ? 0x0f : 0xf0;
}

static_assert(STATE_UNKNOWN == 0, "no bits set is unknown");

void track_doubt_fin(struct track *t, enum side side, bool taken)
{
	struct session *s = t->session;
	struct recovery *r = s->flow[side].recovery;
	unsigned bit = 1u << side;
	if (taken)
		s->taken_unsure |= bit & 3;
	/* From the beginning of the doubt on, keep_states() has not written this half. */
	if (s->fin_unsure & bit)
		return;
	uint32_t since = track_after_last(t, side);
	assert(since >= s->first && since <= t->number);
	if (r != NULL) {
		s->follow->doubt_since[side] = since;
		s->follow->doubt_before[side] = states_of(s);
	}
	for (uint32_t n = since; n != t->number; n = packet_store_at(t->packets, n)->next)
		packet_store_at(t->packets, n)->states &= (uint8_t)~half_of(side);
	s->fin_unsure |= bit & 3;
}

void track_trust_states(struct track *t)
{
	struct session *s = t->session;
	unsigned bit = 1u << t->side, left = UNSURE_WALK;
	if (!(s->fin_unsure & bit))
		return;
	s->fin_unsure &= ~bit & 3;
	s->taken_unsure &= ~bit & 3;
	if (s->fin_unsure != 0 || t->own->recovery == NULL)
		return;
	uint32_t begun = s->follow->doubt_since[t->side];
	uint8_t before = s->follow->doubt_before[t->side];
	if (begun == 0 || before != states_of(s))
		return;
	/* The packet at which the doubt began may be forgotten; all kept packets come after it. */
	uint32_t since = begun > s->first ? begun : s->first;
	for (uint32_t n = since; n != t->number && left > 0; left--) {
		struct packet *p = packet_store_at(t->packets, n);
		for (int side = SIDE_A; side <= SIDE_B; side++)
			if ((p->states & half_of((enum side)side)) == 0)
				p->states |= before & half_of((enum side)side);
		n = p->next;
	}
}

void track_keep_states(struct track *t)
{
	const struct session *s = t->session;
	t->packet->states = states_of(s);
	for (int side = SIDE_A; side <= SIDE_B; side++)
		if (session_is_unsure(s, (enum side)side))
			t->packet->states &= (uint8_t)~half_of((enum side)side);
}

/* Returns the lowest number of a reset that the receiver accepts. Some stacks, and a listener that
 * has forgotten the connection, do not count their FIN; Linux accepts that unless it has closed and
 * its FIN is acknowledged. */
static uint32_t oldest_reset(const struct track *t)
{
	uint8_t to = t->session->state[side_other(t->side)];
	bool lenient = to == STATE_CLOSE_WAIT || to == STATE_LAST_ACK || to == STATE_CLOSING;
	return t->own->acked - (lenient && t->own->fin_seen);
}

static void move_states(struct track *t, const struct evidence *e)
{
	const struct segment *s = t->segment;
	const uint8_t *state = t->session->state;
	/* Nearly every segment is in this state and stays in it. */
	if (state[SIDE_A] == STATE_ESTABLISHED && state[SIDE_B] == STATE_ESTABLISHED &&
	    !(s->flags & (TCP_SYN | TCP_FIN | TCP_RST))) {
		track_keep_states(t);
		return;
	}
	bool ack = s->flags & TCP_ACK;
	struct state_event event = {
		.flags = s->flags,
		.new_data = e->fresh > 0,
		.acks_syn = ack && t->peer->syn_seen && seq_lt(t->peer->base, s->ack),
		.acks_fin = ack && t->peer->fin_seen && s->ack == t->peer->next,
		.fin_in_order = !recovery_has_gaps(t->own->recovery),
		.fin_filled =
		    t->own->fin_seen && e->filled > 0 && !recovery_has_gaps(t->own->recovery),
		.peer_sent_data = t->peer->data_seen && !t->peer->fin_seen,
		.rst_is_old = t->own->acked_known && seq_lt(s->seq, oldest_reset(t)),
	};
	enum tcp_state from = t->session->state[t->side];
	enum tcp_state to = t->session->state[side_other(t->side)];
	tcp_state_move(&from, &to, &event);
	t->session->state[t->side] = (uint8_t)from;
	t->session->state[side_other(t->side)] = (uint8_t)to;
	track_keep_states(t);
}

/* Returns the SYN whose timestamp the SYN-ACK echoes, or the session's first packet. A full backlog
 * leaves earlier ones unanswered. */
static uint32_t answered_syn(const struct track *t)
{
	const struct segment *s = t->segment;
	enum side peer = side_other(t->side);
	uint32_t n, stamp;
	if (!(s->options & OPTION_TIMESTAMP) || (s->flags & TCP_RST))
		return t->session->first;
	for (unsigned back = 0; track_seen_back(t, peer, back, &n); back++)
		if (n != 0 && track_stamp(t, peer, n, s->ts_ecr, &stamp) && stamp == s->ts_ecr)
			return n;
	return t->session->first;
}

void track_settle_syn(struct track *t)
{
	bool refused = t->segment->flags & TCP_RST;
	if (t->side != SIDE_B || t->own->packets != 0 || !t->peer->syn_seen)
		return;
	uint8_t state = refused ? STATE_CLOSED : STATE_SYN_RECEIVED;
	for (uint32_t n = answered_syn(t); n != t->number;) {
		struct packet *p = packet_store_at(t->packets, n);
		p->states = (uint8_t)((p->states & 15) | state << 4);
		n = p->next;
	}
}

/* Both FINs are acknowledged, the last by this segment: the states are known even if they were not
 * before. If the FIN that it acknowledges answered the other one, its own side closed first. */
static void settle_closed(struct track *t)
{
	struct session *s = t->session;
	const struct packet *fin = packet_store_find(t->packets, t->packet->acks);
	if (fin == NULL || !(fin->flags & TCP_FIN) || fin->ack != t->own->next ||
	    (fin->notes & NOTE_BIT(NOTE_RETRANSMISSION)))
		return;
	s->fin_unsure = s->taken_unsure = 0;
	if (s->state[t->side] == STATE_UNKNOWN)
		s->state[t->side] = STATE_TIME_WAIT;
	if (s->state[side_other(t->side)] == STATE_UNKNOWN)
		s->state[side_other(t->side)] = STATE_CLOSED;
	track_keep_states(t);
}

static void note_end(struct track *t)
{
	struct session *s = t->session;
	const struct flow *a = &s->flow[SIDE_A], *b = &s->flow[SIDE_B];
	bool a_done = a->fin_seen && a->acked_known && a->acked == a->next;
	bool b_done = b->fin_seen && b->acked_known && b->acked == b->next;
	if (a_done && b_done && s->ended != SESSION_CLOSED) {
		s->ended = SESSION_CLOSED;
		settle_closed(t);
		recovery_settle(a->recovery);
		recovery_settle(b->recovery);
	}
	if (!(t->segment->flags & TCP_RST) || s->ended != SESSION_OPEN)
		return;
	bool refused = t->packet->notes & NOTE_BIT(NOTE_REFUSED);
	s->ended = refused ? SESSION_REFUSED : SESSION_RESET;
}

void track_states(struct track *t, const struct evidence *e)
{
	if (t->packet->notes & RESETS_OTHERS) {
		/* Its sender knows no connection, or it would have accepted the SYN. */
		if (t->session->state[t->side] == STATE_UNKNOWN &&
		    t->session->state[side_other(t->side)] == STATE_SYN_SENT)
			t->session->state[t->side] = STATE_CLOSED;
		/* The ACK that it answers was not of this connection. */
		t->own->acked_known &= !(t->packet->notes & NOTE_BIT(NOTE_UNACCEPTABLE_ACK));
		track_keep_states(t);
		return;
	}
	const struct finding *why = findings_find(t->findings, t->number, NOTE_RETRANSMISSION);
	if (why != NULL && why->rule == RULE_RESENT_DEFERRED)
		t->session->state[t->side] = STATE_SYN_RECEIVED;
	if (t->session->ended == SESSION_RESET || (t->segment->flags & TCP_SYN))
		revive_side(t, (e->twin.packet != 0));
	move_states(t, e);
	note_end(t);
}
