/* The connection states of RFC 9293, 3.3.2, and how a segment moves both ends through them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum tcp_state {
	STATE_UNKNOWN, /* the capture began too late to know */
	STATE_CLOSED,
	STATE_LISTEN,
	STATE_SYN_SENT,
	STATE_SYN_RECEIVED,
	STATE_ESTABLISHED,
	STATE_FIN_WAIT_1,
	STATE_FIN_WAIT_2,
	STATE_CLOSE_WAIT,
	STATE_CLOSING,
	STATE_LAST_ACK,
	STATE_TIME_WAIT,
	STATE_COUNT,
};

/* Returns the RFC's name, as "SYN-SENT"; "unknown" for STATE_UNKNOWN. Static. */
const char *tcp_state_name(enum tcp_state state);
/* Returns at most eight characters, for narrow screens: "SYN-SENT", "SYN-RCVD", "ESTAB", "FIN-W-1".
 * Static. */
const char *tcp_state_short(enum tcp_state state);

/* The properties of a segment that matter to the states. As in the figures of RFC 9293, 3.5, states
 * are those after one end has sent the segment and the other has received it. */
struct state_event {
	uint16_t flags;    /* enum tcp_flag */
	bool new_data;     /* carries data that this side had not sent before */
	bool acks_syn;     /* acknowledges the SYN of the other end */
	bool acks_fin;     /* acknowledges the FIN of the other end */
	bool fin_in_order; /* with FIN: nothing before it is missing, so the receiver accepts it */
	bool fin_filled;   /* an earlier FIN is accepted now that nothing before it is missing */
	bool peer_sent_data; /* the other end has sent new data and no FIN */
	/* with RST: its number is below the receiver's window, so the receiver ignores it (RFC
	 * 9293, 3.10.7.4) */
	bool rst_is_old;
};

/* Moves the sender's state *from and the receiver's state *to. */
void tcp_state_move(enum tcp_state *from, enum tcp_state *to, const struct state_event *event);
