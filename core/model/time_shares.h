/* Where a session's time went: for each direction, each instant has exactly one cause, and the
 * times of the causes add up to the session's duration. TIME.md defines the causes.
 *
 * Added up as packets arrive, from their records alone, in constant memory. Causes that later
 * packets decide wait as undecided time. Seen from the capture point: between both ends, a time
 * includes what the data or the ACK needs to reach its end; the shortest round trips seen are taken
 * off where that decides the cause.
 *
 * Sources: T-RAT (Zhang, Breslau, Paxson, Shenker 2002), Siekkinen et al. 2008, DAPPER (Ghasemi,
 * Benson, Rexford 2017); names of Linux's tcp_info where it has them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/flow_rounds.h"
#include "core/model/model.h"
#include "core/model/turns.h"

enum time_cause {
	TIME_HANDSHAKE,         /* the connection is not open at the sender yet */
	TIME_APPLICATION,       /* nothing in flight; this side's application sends next */
	TIME_OTHER_SIDE,        /* nothing in flight; the other side's application sends next */
	TIME_TRANSIT,           /* in flight, and nothing more waits */
	TIME_RECEIVE_WINDOW,    /* data waits for the other side's window */
	TIME_SEND_BUFFER,       /* data waits; a constant flight below every window, no queue */
	TIME_CONGESTION_WINDOW, /* data waits for ACKs; below the receive window */
	TIME_BOTTLENECK,        /* the same, while a queue on the path sets the pace */
	TIME_LOSS_RECOVERY,     /* from the first sign of a loss to the end of recovery */
	TIME_TIMEOUT,           /* until a retransmission timer expired, and the repair after it */
	TIME_DELAYED,           /* Nagle's algorithm, a delayed ACK or both */
	TIME_CLOSING,           /* after the last data */
	TIME_UNKNOWN,           /* the capture does not show it */
	TIME_CAUSES,
};

/* Returns the name in JSON, as "receive_window". Static. */
const char *time_cause_name(enum time_cause cause);
/* Returns the name for people, as "receive window". Static. */
const char *time_cause_words(enum time_cause cause);

/* The longest single time of a cause, between two frames. */
struct time_longest {
	int64_t ns;
	uint32_t from, to; /* frame numbers; 0: none */
};

/* An ACK as its receiver may use it. */
struct time_ack {
	int64_t time_ns;
	int64_t held_ns; /* how long its sender delayed it */
	uint32_t ack, edge;
};

#define TIME_ACKS 16

/* One direction: the data of one side. Sequence numbers are raw. */
struct time_side {
	int64_t ns[TIME_CAUSES]; /* decided so far; time_shares_of() decides all */
	struct time_longest longest[TIME_CAUSES];
	/* undecided: nothing in flight; in flight up to the last progress; since the last
	 * progress; since the first duplicate ACK */
	int64_t idle_ns, busy_ns, stale_ns, suspect_ns;
	int64_t listening_ns; /* part of idle_ns: data of the other side was in flight */
	int64_t repair_ns;    /* since the last progress, already counted in `mode` */
	int64_t sent_ns;      /* when the side last sent new data */
	int64_t queue_ns;     /* longest mean of a round by which round trips exceeded rtt_ns */
	int64_t rtt_ns;       /* shortest time from its data to the ACK; 0: none yet */
	uint32_t since;       /* frame that began the undecided time */
	uint32_t end;         /* highest number sent, plus one, without FIN */
	uint32_t acked;       /* highest ACK number */
	uint32_t until;       /* `mode` ends when this number is acknowledged */
	uint32_t full;        /* longest payload that was not the end of a write */
	uint32_t resent;      /* longest payload that timed out; 0: none */
	uint32_t window;      /* largest window that data waited for */
	uint32_t flight;      /* largest flight while data waited for ACKs */
	uint32_t recoveries;  /* fast recoveries */
	uint32_t taken;       /* longest payload that was acknowledged */
	uint32_t packets;     /* of the side */
	uint32_t timeouts;    /* retransmissions by a timer */
	uint32_t syns;        /* SYNs among them */
	uint32_t zeros;       /* ACKs that closed its window */
	uint32_t unseen;      /* ACKs of data that the capture lacks */
	uint32_t nagles;      /* segments that Nagle's algorithm delayed */
	uint32_t held;        /* delayed ACKs that its data waited for */
	uint8_t mode;         /* TIME_LOSS_RECOVERY, TIME_TIMEOUT, or 0 */
	uint8_t acks;         /* used of `ack`, oldest first */
	bool known : 1;       /* end and acked are set */
	bool edge_known : 1;
	bool open : 1;      /* the connection is open at this side */
	bool suspected : 1; /* a duplicate ACK, and no retransmission yet */
	bool drained : 1;   /* its last segment left nothing to send behind it */
	bool more : 1;      /* its last segment was not the end of a write */
	bool flowing : 1;   /* an ACK released its last segment */
	bool turned : 1;    /* the other side sent data since; this side's turn */
	bool probing : 1;   /* it has probed the shut window */
	bool shut : 1;      /* its window is 0 */
	bool cut : 1;       /* data that timed out went through in smaller segments */
	struct time_ack ack[TIME_ACKS];
	struct rounds rounds;
};

struct time_shares {
	int64_t first_ns, now_ns; /* time of the first packet; the latest time */
	uint32_t at;              /* last packet added; 0: none */
	uint32_t packets;
	uint32_t frame;     /* of the last packet */
	int64_t quiet_ns;   /* TIME_UNKNOWN because nothing followed, in one direction */
	int64_t silence_ns; /* from the last new data to the first FIN or RST */
	bool syn : 1;       /* begins with a SYN */
	bool end : 1;       /* a FIN or RST was seen */
	bool from_b : 1;    /* the first of these was sent by side B */
	bool refused : 1;
	bool backlog : 1; /* the listener left a handshake unanswered: its backlog is full */
	struct time_side side[2]; /* by sender */
	struct turns turns;
};

/* Adds the next packet of a session; zeroed shares start with any packet. */
void time_shares_add(struct time_shares *t, const struct model *m, uint32_t packet);

/* Adds up to `most` further packets of a session. Returns true if there are no more. */
bool time_shares_go_on(
    struct time_shares *t, const struct model *m, uint32_t session, uint32_t most);

/* Decides what is undecided as if no more packets came. The times of each direction then add up to
 * time_shares_duration(). Ends the counting: no packet can be added after it. */
void time_shares_end(struct time_shares *t);

/* Returns the time from the first packet to the latest one. */
static inline int64_t time_shares_duration(const struct time_shares *t)
{
	return t->now_ns - t->first_ns;
}

/* Returns the shortest round trip of the whole path that was seen; 0 if none was. */
static inline int64_t time_shares_rtt(const struct time_shares *t)
{
	return t->side[SIDE_A].rtt_ns + t->side[SIDE_B].rtt_ns;
}
