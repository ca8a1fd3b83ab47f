/* A session's packets taken in one after the other: what each sender knows of its path and window
 * at a packet, and what the time was spent on. Nothing of it is kept for every packet; it is folded
 * up again where it is wanted.
 *
 * As seen at the capture point: the round trips are those of the sender where the capture was made
 * at the sender. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"
#include "core/record/rtt.h"

/* What the time before a packet was spent on. */
enum spent {
	/* all was acknowledged: at the sender's end, its application had nothing to send */
	SPENT_IDLE,
	/* bytes, SYN or FIN were out and not acknowledged, or as good as that: they
	 * came once more */
	SPENT_WAITING,
	SPENT_BLOCKED, /* a receiver's window was closed */
	SPENT_COUNT,
};

/* The longest time of a kind between two packets. */
struct course_pause {
	int64_t ns;
	uint32_t end; /* the packet that ended it; 0: there was none */
};

/* What one side has sent, and what the other has said to that. Numbers are raw. */
struct course_side {
	struct rtt rtt;
	/* the timeout before the first sample, where it is not RTT_FIRST_NS; else 0 */
	int64_t first_ns;
	uint64_t sent;      /* payload bytes, those sent again included */
	uint64_t after_fin; /* new payload bytes sent when the other side had sent its FIN */
	uint32_t messages;
	uint32_t end; /* highest number sent, plus one */
	uint32_t acked;
	uint32_t edge; /* of the window that it may fill */
	/* the lowest number sent twice and not acknowledged, and the highest end of those */
	uint32_t doubt;
	uint32_t doubt_end;
	uint32_t first; /* its first packet, its first with SYN, with FIN; 0: none */
	uint32_t syn, fin;
	uint32_t stop;   /* the first packet that closed the window it may fill; 0: none */
	uint16_t syns;   /* how often it sent its SYN */
	uint8_t backoff; /* how often its timer has expired since the last sample */
	bool acked_known : 1, edge_known : 1, doubted : 1;
	bool shut : 1;         /* the other side's window is closed */
	bool acknowledged : 1; /* it has sent an ACK with nothing else */
};

struct course {
	uint32_t at;      /* the last packet taken in; 0: none yet */
	uint32_t packets; /* taken in */
	/* the first packet with RST, but for those that its receiver ignores; 0: none */
	uint32_t reset;
	bool whole;      /* from the session's first packet on */
	int64_t time_ns; /* of `at` */
	int64_t spent_ns[SPENT_COUNT];
	struct course_pause longest[SPENT_COUNT];
	struct course_side side[2];
};

/* Takes the next packet of a session in; zeroed, a course begins with any. */
void course_add(struct course *c, const struct model *m, uint32_t packet);

/* Takes in up to `most` packets more of a session. True when there are no more. */
bool course_go_on(struct course *c, const struct model *m, uint32_t session, uint32_t most);

/* How far before a packet course_reach begins at the most: by then nothing is left of what came
 * before in an average of which each sample takes an eighth. */
#define COURSE_REACH 8192

/* Brings a course to a packet, from where it is or from COURSE_REACH before: then times and counts
 * are not those of the whole session. A step from one packet to the next costs next to nothing. */
void course_reach(struct course *c, const struct model *m, uint32_t packet);

/* The retransmission timeout in ns of a side after the last packet taken in, as Linux has it: by RFC
 * 6298, but at least 200 ms above the smoothed round trip instead of at least a second. Doubled with
 * every timeout (RFC 6298, 5.5) until there is a new sample, without a maximum; -1 where the capture
 * has neither a sample nor the handshake. */
int64_t course_rto(const struct course *c, enum side side);

/* Bytes of the window offered that were still free after the last packet taken in, which its sender
 * may fill; -1 where the window is not known. */
int64_t course_window_left(const struct course *c, enum side sender);
