/* A TCP session: two endpoints and the state of each direction. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/record/addr.h"
#include "core/record/packet.h"
#include "core/record/segment.h"
#include "core/record/stack.h"

#define WSCALE_LARGEST 14   /* a larger shift counts as this (RFC 7323, 2.3) */
#define WSCALE_UNKNOWN 0xff /* no handshake seen */
#define WSCALE_NONE 0xfe    /* its SYN offered no scaling */

struct recovery; /* core/record/recovery.h */
struct follow;   /* core/store/session_live.h */

/* One direction: what a side sent. Sequence numbers are raw. */
struct flow {
	uint64_t bytes; /* payload bytes, each counted once */
	/* from its second packet on, otherwise NULL; owned by the session's `follow` */
	struct recovery *recovery;
	uint32_t packets;
	uint32_t base;      /* the ISN; without a SYN, one less than the first number seen */
	uint32_t next;      /* highest number sent, plus one */
	uint32_t acked;     /* highest ACK number that the other side sent */
	uint32_t win_edge;  /* right edge of the window that the other side last offered */
	uint32_t unacked;   /* first packet not yet acknowledged, or one before it; 0: none */
	uint32_t last_sack; /* digest of the newest SACK block that this side sent */
	/* shortest time from a segment to its ACK at this capture point; 0: none yet */
	uint32_t rtt_us;
	uint16_t last_win;    /* last window field that this side sent */
	uint16_t resent;      /* unacknowledged segments with a note of NOTES_BEHIND */
	uint8_t wscale;       /* shift offered by its SYN, or WSCALE_* */
	uint8_t dup_acks;     /* duplicate ACKs in a row that this side sent, at most 255 */
	uint8_t msg_segments; /* segments of the current message; 0: the next byte begins one */
	bool base_known : 1;  /* base and next are set */
	bool syn_seen : 1;    /* base is the ISN */
	bool syn_ack_seen : 1;
	bool fin_seen : 1;    /* its FIN took the sequence number before next */
	bool data_seen : 1;   /* it has sent new bytes */
	bool acked_known : 1; /* acked and win_edge are set */
	bool probed : 1;      /* its last segment was a keep-alive or a zero-window probe */
	bool unseen : 1;      /* the capture lacks the bytes below `next`; only an ACK shows them */
};

enum session_end {
	SESSION_OPEN,   /* not ended in this capture */
	SESSION_CLOSED, /* both FINs are acknowledged */
	SESSION_RESET,
	SESSION_REFUSED, /* RST answers the SYN */
};

/* Three cache lines. Owned by the model. */
struct session {
	/* [SIDE_A] opened the session as far as the capture shows */
	_Alignas(64) struct endpoint end[2];
	uint32_t first;        /* oldest packet kept */
	struct flow flow[2];   /* [SIDE_A]: what A sent */
	struct follow *follow; /* NULL while the session is short; owned */
	uint32_t last;         /* newest packet */
	uint32_t count;        /* packets kept; 0 only if the session is gone */
	uint32_t trouble;      /* problems: packets kept that begin one (findings.h) */
	uint32_t index;        /* used by the model */
	uint8_t state[2];      /* enum tcp_state; read by session_state() */
	uint8_t ended;         /* enum session_end */
	uint8_t held;          /* enum packet_kind: the newest stride (core/store/kind_index.h) */
	uint16_t path[2];      /* of each side's packets (core/record/origin.h) or PATH_UNSEEN */
	uint8_t speaker : 2;   /* side that sent the last new bytes, plus 1; 0: none */
	uint8_t stack_a : 3;   /* enum stack, by the SYN; read by session_stack() */
	uint8_t stack_b : 3;
	uint8_t sack_ok : 2;      /* 1 << side: its SYN permitted SACK */
	uint8_t fin_unsure : 2;   /* 1 << side: the capture may lack its FIN */
	uint8_t taken_unsure : 2; /* 1 << side: the same, and the other side has that FIN */
	bool opener_known : 1;    /* a SYN or SYN-ACK showed who opened it */
	bool accecn : 1;          /* the SYNs agreed on AccECN (RFC 9768): ACE is a counter */
	int8_t shift[2];    /* in force for windows that a side sends; read by session_wscale() */
	uint16_t digest[2]; /* of each side's first packet (core/analyse/lookback.h) */
};

/* Returns a number relative to the side's ISN: SYN 0, first byte 1. Without a handshake the first
 * byte seen is 1. */
static inline uint32_t session_relative(const struct session *s, enum side side, uint32_t raw)
{
	return raw - s->flow[side].base;
}

/* Returns the TCP stack of a side as far as its SYN shows. */
static inline enum stack session_stack(const struct session *s, enum side side)
{
	return (enum stack)(side == SIDE_A ? s->stack_a : s->stack_b);
}

/* Returns true if the capture may lack a FIN that would change a side's state. */
static inline bool session_is_unsure(const struct session *s, enum side side)
{
	return (s->fin_unsure >> side & 1) || (s->taken_unsure >> side_other(side) & 1);
}

/* Returns a side's state as of the last packet. */
static inline enum tcp_state session_state(const struct session *s, enum side side)
{
	return session_is_unsure(s, side) ? STATE_UNKNOWN : (enum tcp_state)s->state[side];
}

/* Returns true for a simultaneous open: both sides answered the other's SYN (RFC 9293, 3.5, figure
 * 8). */
static inline bool session_opened_by_both(const struct session *s)
{
	return s->flow[SIDE_A].syn_ack_seen && s->flow[SIDE_B].syn_ack_seen;
}

/* Returns how many packets the session has had, including forgotten ones. */
static inline uint32_t session_begun(const struct session *s)
{
	return s->flow[SIDE_A].packets + s->flow[SIDE_B].packets;
}

/* Returns how many of its packets are forgotten. */
static inline uint32_t session_forgotten(const struct session *s)
{
	return session_begun(s) - s->count;
}

/* Returns the window that a packet offers in bytes, scaled if *scaled is set: if the scale is
 * known. A SYN's window is never scaled (RFC 7323, 2.2) and counts as known. */
uint32_t session_window(const struct session *s, const struct packet *p, bool *scaled);
/* Returns the shift in force for windows that a side sends, or -1 if unknown. */
static inline int session_wscale(const struct session *s, enum side side)
{
	return s->shift[side];
}
/* Sets both shifts from the flows' SYNs. */
void session_learn_wscale(struct session *s);

/* Returns true if the round trips show that the capture point is much nearer to that side than to
 * the other. */
bool session_is_nearer(const struct session *s, enum side side);
/* Returns true if nothing is lost or delayed between that side and the capture point: it is much
 * nearer, or both sides are on one machine. */
bool session_captured_at(const struct session *s, enum side side);

/* Returns "open", "closed", "reset" or "refused". Static. */
const char *session_end_name(enum session_end ended);
