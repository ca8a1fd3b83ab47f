/* The verdict of a session: which cause cost the most time, as far as the capture shows it.
 * TIME.md says when one is given. Its sentences are in core/explain/verdict_text.h. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/time_shares.h"

enum verdict_kind {
	VERDICT_NONE,         /* no session, or too few packets */
	VERDICT_NOTHING_SLOW, /* no cause cost much */
	VERDICT_PAUSES,       /* the same; mostly the client's pauses */
	VERDICT_QUIET,        /* the same; mostly silence until the capture ends */
	VERDICT_UNKNOWN,      /* the capture does not show what the time went to */
	VERDICT_ONE_WAY,      /* the same: it lacks a direction */
	VERDICT_REFUSED,      /* nothing listens at the server's port */
	VERDICT_SYN_UNANSWERED,
	VERDICT_BACKLOG,     /* the server's application accepts too slowly */
	VERDICT_SYN_LOST,    /* answered after a timeout */
	VERDICT_SLOW_SERVER, /* response times */
	VERDICT_SLOW_SENDER, /* the server's application, in the middle of a response */
	VERDICT_RECEIVE_WINDOW,
	VERDICT_ZERO_WINDOW, /* the receiver's application does not read */
	VERDICT_SEND_BUFFER,
	VERDICT_CONGESTION_WINDOW,
	VERDICT_BOTTLENECK,
	VERDICT_LOSS_RECOVERY,
	VERDICT_TIMEOUT,
	VERDICT_BLACK_HOLE, /* long segments get lost, short ones do not */
	VERDICT_NAGLE,      /* with delayed ACKs */
	VERDICT_DELAYED_ACK,
	VERDICT_ROUND_TRIPS, /* many exchanges, each a round trip */
	VERDICT_IDLE_CLOSE,  /* closed after a silence */
	VERDICT_KINDS,
};

struct verdict {
	enum verdict_kind kind;
	enum time_cause cause;
	enum side side;      /* the direction, by its sender */
	bool rival;          /* another cause cost nearly as much */
	bool sure;           /* no rival, and the capture shows the cause directly */
	bool open;           /* the connection opened */
	bool unscaled;       /* the receiver does not scale its window */
	int64_t ns;          /* time of the cause */
	int64_t duration_ns; /* of the session */
	uint32_t from, to;   /* frames between which the cause took longest; 0: none */
	/* Values for the sentence; 0 where the kind has none. */
	int64_t rtt_ns;  /* shortest round trip of the path */
	int64_t most_ns; /* longest response time */
	int64_t each_ns; /* median response time; delay of one segment; queue; silence */
	uint32_t count;  /* responses, delayed segments, timeouts, recoveries, SYNs */
	uint32_t bytes;  /* window, flight, length of the segments that get lost */
	uint32_t less;   /* longest segment that was acknowledged */
};

/* Returns the verdict on shares that time_shares_end() has completed. */
struct verdict verdict_from(
    const struct time_shares *shares, const struct model *m, uint32_t session);

/* Packets that verdict_of() walks at most; a verdict on part of a longer session is not sure. */
#define VERDICT_WALK 100000
/* Returns the verdict on a session's kept packets, by a walk. */
struct verdict verdict_of(const struct model *m, uint32_t session);

/* Returns true if a cause cost time that somebody waited for. */
bool verdict_is_slow(const struct verdict *v);
/* Returns one or two words for a column: "receive window", "slow server", "-" for none. Static. */
const char *verdict_word(const struct verdict *v);
const char *verdict_kind_word(enum verdict_kind kind);
/* Returns the share of the duration, 0 to 1. */
double verdict_share(const struct verdict *v);
