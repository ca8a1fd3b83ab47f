/* A TCP session: two endpoints and what is known of each direction. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/record/addr.h"
#include "core/record/packet.h"
#include "core/record/segment.h"

#define WSCALE_UNKNOWN 0xff /* no handshake seen */
#define WSCALE_NONE 0xfe    /* its SYN offered no scaling */

struct recovery; /* core/record/recovery.h */
struct follow;   /* core/store/session_live.h */

/* What one side has sent. Sequence numbers are raw. */
struct flow {
	uint64_t bytes; /* payload bytes, each counted once */
	/* from its second packet on, else NULL; the session's `follow` owns it */
	struct recovery *recovery;
	uint32_t packets;
	uint32_t base;      /* the ISN; without a SYN one less than the first number seen */
	uint32_t next;      /* highest number sent, plus one */
	uint32_t acked;     /* highest acknowledgement that the other side sent for it */
	uint32_t win_edge;  /* right edge of the window that the other side last offered to it */
	uint32_t unacked;   /* its first packet not yet acknowledged, or one before it; 0: none */
	uint32_t last_sack; /* a digest of the newest SACK block this side sent */
	/* shortest time from a segment to its ACK at this capture point; 0: none seen */
	uint32_t rtt_us;
	uint16_t last_win;    /* window field this side last sent */
	uint16_t resent;      /* its segments with a note of NOTES_BEHIND not yet acknowledged */
	uint8_t wscale;       /* shift that its SYN offered, or WSCALE_* */
	uint8_t dup_acks;     /* duplicate ACKs this side has sent in a row, at most 255 */
	uint8_t msg_segments; /* of the message being sent, 0 when the next byte begins one */
	bool base_known : 1;  /* base and next are set */
	bool syn_seen : 1;    /* so base is the ISN */
	bool syn_ack_seen : 1;
	bool fin_seen : 1;    /* its FIN took the number before next */
	bool data_seen : 1;   /* it has sent new bytes */
	bool acked_known : 1; /* acked and win_edge are set */
	bool probed : 1;      /* its last segment was a keep-alive or a window probe */
	bool unseen : 1; /* the capture lacks what comes before `next`: only an ACK tells of it */
};

enum session_end {
	SESSION_OPEN,   /* not ended in this capture */
	SESSION_CLOSED, /* FIN and its acknowledgement in both directions */
	SESSION_RESET,
	SESSION_REFUSED, /* RST in answer to the SYN */
};

/* Three cache lines of its own. The model owns it. */
struct session {
	/* [SIDE_A] opened the session, as far as the capture tells */
	_Alignas(64) struct endpoint end[2];
	uint32_t first;        /* packet that is kept */
	struct flow flow[2];   /* [SIDE_A]: what A sent */
	struct follow *follow; /* or NULL while it is short; owned */
	uint32_t last;         /* packet */
	uint32_t count;      /* of those that are kept; 0 only where there is no session any more */
	uint32_t trouble;    /* those of them with a note of NOTES_TROUBLE */
	uint32_t index;      /* for the model */
	uint8_t state[2];    /* enum tcp_state; ask session_state() */
	uint8_t ended;       /* enum session_end */
	uint8_t speaker;     /* side that sent the last new bytes, plus 1; 0: none yet */
	uint8_t sack_ok : 2; /* 1 << side: whose SYN permitted SACK */
	uint8_t fin_unsure : 2;   /* 1 << side: its FIN may be among what the capture lacks */
	uint8_t taken_unsure : 2; /* 1 << side: the same, and the other side has taken it */
	bool opener_known : 1;    /* a SYN or SYN-ACK told who opened it */
	uint8_t held; /* enum packet_kind: what its newest stride holds (core/store/kind_index.h) */
	int8_t shift[2]; /* in force for windows that a side sends; ask session_wscale() */
};

/* Number relative to the side's ISN: SYN 0, first byte 1; without a handshake the first byte seen
 * is 1. */
static inline uint32_t session_relative(const struct session *s, enum side side, uint32_t raw)
{
	return raw - s->flow[side].base;
}

/* Whether a FIN that would change a side's state may be missing in the capture. */
static inline bool session_is_unsure(const struct session *s, enum side side)
{
	return (s->fin_unsure >> side & 1) || (s->taken_unsure >> side_other(side) & 1);
}

/* The state of a side as of the last packet. */
static inline enum tcp_state session_state(const struct session *s, enum side side)
{
	return session_is_unsure(s, side) ? STATE_UNKNOWN : (enum tcp_state)s->state[side];
}

/* Whether both have answered the SYN of the other (RFC 9293, 3.5, figure 8). */
static inline bool session_opened_by_both(const struct session *s)
{
	return s->flow[SIDE_A].syn_ack_seen && s->flow[SIDE_B].syn_ack_seen;
}

/* Packets there ever were of it. */
static inline uint32_t session_begun(const struct session *s)
{
	return s->flow[SIDE_A].packets + s->flow[SIDE_B].packets;
}

/* Those of them that are forgotten. */
static inline uint32_t session_forgotten(const struct session *s)
{
	return session_begun(s) - s->count;
}

/* The window that a packet offers in bytes, scaled where the scale is known; *scaled tells. The
 * window of a SYN is never scaled (RFC 7323, 2.2) and counts as known. */
uint32_t session_window(const struct session *s, const struct packet *p, bool *scaled);
/* The shift in force for windows that a side sends, or -1 where it is not known. */
static inline int session_wscale(const struct session *s, enum side side)
{
	return s->shift[side];
}
/* Sets both from what the flows' SYNs offered. */
void session_learn_wscale(struct session *s);

/* Whether the capture was made much nearer to that side than to the other, as the
 * round trips show. */
bool session_is_nearer(const struct session *s, enum side side);
/* The same, or on the one machine that both ends are: nothing is lost or late between that side and
 * the capture. */
bool session_captured_at(const struct session *s, enum side side);

/* "open", "closed", "reset", "refused". Static. */
const char *session_end_name(enum session_end ended);
