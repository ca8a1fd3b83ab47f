#include "core/record/tcpstate.h"

#include <assert.h>

#include "core/base/array.h"
#include "core/record/segment.h"

struct state_text {
	const char *name, *brief;
};

static const struct state_text state_text[] = {
	[STATE_UNKNOWN] = { "unknown", "unknown" },
	[STATE_CLOSED] = { "CLOSED", "CLOSED" },
	[STATE_LISTEN] = { "LISTEN", "LISTEN" },
	[STATE_SYN_SENT] = { "SYN-SENT", "SYN-SENT" },
	[STATE_SYN_RECEIVED] = { "SYN-RECEIVED", "SYN-RCVD" },
	[STATE_ESTABLISHED] = { "ESTABLISHED", "ESTAB" },
	[STATE_FIN_WAIT_1] = { "FIN-WAIT-1", "FIN-W-1" },
	[STATE_FIN_WAIT_2] = { "FIN-WAIT-2", "FIN-W-2" },
	[STATE_CLOSE_WAIT] = { "CLOSE-WAIT", "CLOSE-W" },
	[STATE_CLOSING] = { "CLOSING", "CLOSING" },
	[STATE_LAST_ACK] = { "LAST-ACK", "LAST-ACK" },
	[STATE_TIME_WAIT] = { "TIME-WAIT", "TIME-W" },
};
static_assert(ARRAY_LEN(state_text) == STATE_COUNT, "every state has a name");
static_assert(STATE_COUNT <= 16, "two states fit in a byte");

const char *tcp_state_name(enum tcp_state state)
{
	assert(state < STATE_COUNT);
	return state_text[state].name;
}

const char *tcp_state_short(enum tcp_state state)
{
	assert(state < STATE_COUNT);
	return state_text[state].brief;
}

/* RFC 9293, figure 5: the transitions on an ACK of one's SYN or FIN. */
static enum tcp_state after_ack(enum tcp_state to, const struct state_event *e)
{
	if (e->acks_syn && to == STATE_SYN_RECEIVED)
		return STATE_ESTABLISHED;
	if (!e->acks_fin)
		return to;
	switch (to) {
	case STATE_FIN_WAIT_1:
		return STATE_FIN_WAIT_2;
	case STATE_CLOSING:
		return STATE_TIME_WAIT;
	case STATE_LAST_ACK:
		return STATE_CLOSED;
	default:
		return to;
	}
}

static void move_syn(enum tcp_state *from, enum tcp_state *to, const struct state_event *e)
{
	bool ack = e->flags & TCP_ACK;
	if (*to == STATE_SYN_SENT) {
		/* With an ACK this is a SYN-ACK; without, a simultaneous open. */
		*to = ack && e->acks_syn ? STATE_ESTABLISHED : STATE_SYN_RECEIVED;
		*from = STATE_SYN_RECEIVED;
	} else if (ack && *to == STATE_SYN_RECEIVED && e->acks_syn) {
		*to = STATE_ESTABLISHED; /* second half of a simultaneous open */
	} else if (ack && (*to == STATE_UNKNOWN || *to == STATE_CLOSED)) {
		/* The capture lacks the SYN. */
		*to = e->acks_syn ? STATE_ESTABLISHED : STATE_UNKNOWN;
		*from = STATE_SYN_RECEIVED;
	} else if (!ack && (*from == STATE_UNKNOWN || *from == STATE_CLOSED)) {
		/* Only the answer will show that the other end listens. */
		*from = STATE_SYN_SENT;
	}
}

/* The state of a sender after its FIN. */
static enum tcp_state after_fin_sent(enum tcp_state from)
{
	switch (from) {
	case STATE_SYN_RECEIVED:
	case STATE_ESTABLISHED:
		return STATE_FIN_WAIT_1;
	case STATE_CLOSE_WAIT:
		return STATE_LAST_ACK;
	default:
		return from;
	}
}

/* The state of a receiver that has received the FIN in order. */
static enum tcp_state after_fin_taken(enum tcp_state to)
{
	switch (to) {
	case STATE_SYN_RECEIVED:
	case STATE_ESTABLISHED:
		return STATE_CLOSE_WAIT;
	case STATE_FIN_WAIT_1:
		return STATE_CLOSING;
	case STATE_FIN_WAIT_2:
		return STATE_TIME_WAIT;
	default:
		return to;
	}
}

void tcp_state_move(enum tcp_state *from, enum tcp_state *to, const struct state_event *e)
{
	if (e->flags & TCP_RST) {
		*from = STATE_CLOSED;
		if (!e->rst_is_old)
			*to = STATE_CLOSED;
		return;
	}
	if (e->flags & TCP_SYN) {
		move_syn(from, to, e);
		return;
	}
	/* Only the other SYN lets a side send anything else: the capture lacks it, or has it out of
	 * order. */
	if (*from == STATE_SYN_SENT && (e->flags & TCP_ACK))
		*from = STATE_ESTABLISHED;
	/* A side that sends new data has not sent its FIN; if both do, both are in ESTABLISHED. */
	if (e->new_data && e->peer_sent_data) {
		if (*from == STATE_UNKNOWN)
			*from = STATE_ESTABLISHED;
		if (*to == STATE_UNKNOWN)
			*to = STATE_ESTABLISHED;
	}
	*to = after_ack(*to, e);
	/* The FIN arrived out of order earlier; the receiver takes it now that nothing before it is
	 * missing. An ACK of the FIN covers all data before it. */
	if (e->fin_filled)
		*to = after_fin_taken(*to);
	if (e->acks_fin)
		*from = after_fin_taken(*from);
	if (!(e->flags & TCP_FIN))
		return;
	/* The two FINs crossed: this one does not acknowledge the other. */
	if (*from == STATE_CLOSE_WAIT && !e->acks_fin)
		*from = STATE_CLOSING;
	else
		*from = after_fin_sent(*from);
	if (e->fin_in_order)
		*to = after_fin_taken(*to);
}
