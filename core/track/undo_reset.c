#include "core/track/undo_reset.h"

#include <assert.h>

#include "core/record/note.h"

#define NS_PER_US 1000

/* Packets back to look for the reset. */
#define RESET_WALK 256

/* Packets on their way when the reset passed have arrived after this time. */
#define CROSSING_NS 2000000

/* A SYN-ACK later than this may cross the SYN. */
#define SYN_WAIT_NS 500000000
#define SYN_WALK 64

/* The reset that closed a side. */
struct closing {
	uint32_t packet; /* 0: not found */
	enum tcp_state before;
};

static struct closing closing_of(const struct track *t)
{
	struct closing c = { 0 };
	uint32_t count = session_begun(t->session);
	struct index_mark mark = session_index_before(
	    t->index, t->session->index, count > RESET_WALK ? count - RESET_WALK : 1);
	uint32_t n = mark.packet != 0 ? mark.packet : t->session->first;
	enum tcp_state before = STATE_UNKNOWN;
	while (n != t->number) {
		const struct packet *p = packet_store_at(t->packets, n);
		enum tcp_state after = packet_state(p, t->side);
		if (packet_side(p) != t->side && (p->flags & TCP_RST) && after == STATE_CLOSED &&
		    before != STATE_CLOSED && before != STATE_UNKNOWN)
			c = (struct closing){ n, before };
		before = after;
		n = p->next;
	}
	return c;
}

/* Returns true if it was sent after the reset should have reached its sender. From afar it may only
 * be delayed, unless it is a retransmission. */
static bool is_later(const struct track *t, const struct packet *reset)
{
	int64_t passed = t->segment->time_ns - reset->time_ns;
	if (session_is_nearer(t->session, t->side))
		return passed > CROSSING_NS;
	return (t->packet->notes & NOTE_BIT(NOTE_RETRANSMISSION)) &&
	       passed > 2 * (int64_t)t->peer->rtt_us * NS_PER_US + CROSSING_NS;
}

static void set_state(struct packet *p, enum side side, enum tcp_state state)
{
	unsigned kept = side == SIDE_A ? p->states & 0xf0u : p->states & 0x0fu;
	p->states = (uint8_t)(kept | (unsigned)state << (side == SIDE_A ? 0 : 4));
}

/* A retransmitted SYN, and nothing else from its side yet, shows that no SYN-ACK has reached it. */
static void revive_syn(struct track *t)
{
	struct session *s = t->session;
	uint32_t answer = 0, walked = 0;
	if (t->peer->acked_known || s->state[t->side] != STATE_ESTABLISHED)
		return;
	for (uint32_t n = s->first; n != t->number && walked < SYN_WALK; walked++) {
		const struct packet *p = packet_store_at(t->packets, n);
		bool answers = packet_side(p) != t->side && (p->flags & TCP_SYN);
		if (answers && t->segment->time_ns - p->time_ns < SYN_WAIT_NS)
			return;
		answer = answers && answer == 0 ? n : answer;
		n = p->next;
	}
	for (uint32_t n = answer; n != 0 && n != t->number;
	     n = packet_store_at(t->packets, n)->next)
		set_state(packet_store_at(t->packets, n), t->side, STATE_SYN_SENT);
	if (answer != 0)
		s->state[t->side] = STATE_SYN_SENT;
}

void revive_side(struct track *t, bool duplicate)
{
	if (!duplicate && (t->segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN)
		revive_syn(t);
	struct session *s = t->session;
	if (s->ended != SESSION_RESET || s->state[t->side] != STATE_CLOSED || duplicate ||
	    (t->segment->flags & (TCP_RST | TCP_SYN)))
		return;
	struct closing c = closing_of(t);
	assert(c.packet < t->number);
	if (c.packet == 0 || !is_later(t, packet_store_at(t->packets, c.packet)))
		return;
	for (uint32_t n = c.packet; n != t->number; n = packet_store_at(t->packets, n)->next)
		set_state(packet_store_at(t->packets, n), t->side, c.before);
	s->state[t->side] = (uint8_t)c.before;
	s->ended = SESSION_OPEN;
}
