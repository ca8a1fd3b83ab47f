/* Follows a session packet by packet: at each packet, what a sender knows of its path and its
 * window, and what the time was spent on. Nothing is stored for each packet; the course is computed
 * again on demand.
 *
 * Seen from the capture point: RTTs are those of the sender only if the capture was made there. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"
#include "core/record/rtt.h"

/* What the time before a packet was spent on. */
enum spent {
	/* everything was acknowledged: at the sender's end, its application had nothing to send */
	SPENT_IDLE,
	/* data, SYN or FIN were in flight or, as a retransmission showed later, taken to be */
	SPENT_WAITING,
	SPENT_BLOCKED, /* a receiver advertised a window of 0 */
	SPENT_COUNT,
};

/* The longest such time between two packets. */
struct course_pause {
	int64_t ns;
	uint32_t end; /* packet that ended it; 0: none */
};

/* What one side sent, and what the other acknowledged of it. Numbers are raw. */
struct course_side {
	struct rtt rtt;
	/* timeout before the first sample if it is not RTT_FIRST_NS, otherwise 0 */
	int64_t first_ns;
	uint64_t sent;      /* payload bytes, retransmissions included */
	uint64_t after_fin; /* new payload bytes sent after the other side's FIN */
	uint32_t messages;
	uint32_t end; /* highest number sent, plus one */
	uint32_t acked;
	uint32_t edge; /* right edge of the window that the side may fill */
	/* lowest number retransmitted and not yet acknowledged; highest end of those */
	uint32_t doubt;
	uint32_t doubt_end;
	uint32_t first; /* its first packet, its first SYN, its first FIN; 0: none */
	uint32_t syn, fin;
	uint32_t stop;   /* first packet that closed the window it may fill; 0: none */
	uint16_t syns;   /* SYNs sent */
	uint8_t backoff; /* timeouts since the last RTT sample */
	bool acked_known : 1, edge_known : 1, doubted : 1;
	bool shut : 1;         /* the other side's window is 0 */
	bool acknowledged : 1; /* it has sent a pure ACK */
};

struct course {
	uint32_t at;      /* last packet added; 0: none */
	uint32_t packets; /* added so far */
	/* first RST, except those that its receiver ignores; 0: none */
	uint32_t reset;
	bool whole;      /* complete from the session's first packet */
	int64_t time_ns; /* time of `at` */
	int64_t spent_ns[SPENT_COUNT];
	struct course_pause longest[SPENT_COUNT];
	struct course_side side[2];
};

/* Adds the next packet of a session; a zeroed course starts with any packet. */
void course_add(struct course *c, const struct model *m, uint32_t packet);

/* Adds up to `most` further packets of a session. Returns true if there are no more. */
bool course_go_on(struct course *c, const struct model *m, uint32_t session, uint32_t most);

/* How far before a packet course_reach starts at most. A moving average with a weight of one eighth
 * for each sample forgets everything older. */
#define COURSE_REACH 8192

/* Moves a course to a packet: from its position, or from COURSE_REACH packets before; then times
 * and counts are not those of the whole session. Stepping to the next packet is cheap. */
void course_reach(struct course *c, const struct model *m, uint32_t packet);

/* The retransmission timeout in ns of a side after the last packet taken in, as Linux has it: by
 * RFC 6298, but at least 200 ms above the smoothed round trip instead of at least a second. Doubled
 * with every timeout (RFC 6298, 5.5) until there is a new sample, without a maximum; -1 where the
 * capture has neither a sample nor the handshake. */
int64_t course_rto(const struct course *c, enum side side);

/* Returns how many bytes of the offered window were free after the last packet added; -1 if the
 * window is not known. */
int64_t course_window_left(const struct course *c, enum side sender);
