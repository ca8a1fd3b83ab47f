/* The session and all packets at the moment when a new segment is processed: the input of analysis
 * and tracker. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/pool.h"
#include "core/record/finding.h"
#include "core/record/holes.h"
#include "core/record/packet.h"
#include "core/record/segment.h"
#include "core/record/session.h"
#include "core/store/findings.h"
#include "core/store/session_index.h"

struct corrections; /* core/store/corrections.h */

/* A session, all packets, and the new packet, already linked at the end of the session with its
 * header fields set. Only core/analyse/conclude.h sets notes; the tracker sets states, bits and
 * links to other packets. */
struct track {
	struct packet_store *packets;
	const struct session_index *index;
	struct findings *findings;
	struct session *session;
	struct pool *follows; /* pool of the sessions' `follow` */
	const struct segment *segment;
	int64_t before_ns; /* time of the session's packet before; of the first one, its own */
	uint32_t number;   /* number of the new packet */
	struct packet *packet;
	uint32_t span, end; /* its packet_span() and packet_end() */
	enum side side;
	struct flow *own, *peer; /* sender's and receiver's */
	/* the model's counts by event; notes set on earlier packets change them */
	uint32_t *events;
	struct corrections *corrections; /* the model's */
	/* set by the tracker: the newest earlier packet, within reach, in which the side sent its
	 * first number, if the segment repeats some; otherwise 0 */
	uint32_t copy;
	/* set by the tracker: the session's first packet, if the new one shows that it is a
	 * keep-alive, or 0 */
	uint32_t opening_probe;
	uint32_t hole_start; /* set by the tracker: number expected, if the segment jumps */
	/* set by the tracker: oldest packet that this one was the first to acknowledge, or 0 */
	uint32_t oldest;
	bool covers_resent; /* set by the tracker: these include retransmissions */
	/* set by the tracker: an earlier packet that has just got its first note, or 0 */
	uint32_t late;
	/* set by the tracker: earlier packets that have just lost their last note, or 0 */
	uint32_t cleared[2];
};

/* The original of a network duplicate, and the rule that shows it; packet 0: none. */
struct twin {
	uint32_t packet;
	enum rule rule;
};

/* Why its receiver does not accept a segment. */
enum unaccepted {
	ACCEPTED,
	UNACCEPTED_ACK,  /* acknowledges what the other side never sent */
	UNACCEPTED_SYN,  /* a SYN-ACK with another ISN than the one acknowledged */
	UNACCEPTED_DATA, /* lies below the ISN */
};

/* An original that the capture has later than the network had it. */
enum late {
	LATE_NOT,
	LATE_AFTER_ACK,  /* the ACK of its bytes was captured before */
	LATE_AFTER_DATA, /* a later segment of its side was captured before, by their times */
};

/* How the segment's numbers relate to what its side sent before. */
struct evidence {
	/* this side has sent before; the comparisons below are valid */
	bool continues;
	bool probe;   /* 0 or 1 byte where keep-alives and zero-window probes lie; no new space */
	bool skips;   /* starts above the next number expected, or above data not captured */
	bool jumps;   /* the former */
	bool repeats; /* has data, SYN or FIN below that number */
	/* not ACCEPTED: the segment changes nothing, and the comparisons are not made */
	enum unaccepted unaccepted;
	struct twin twin; /* or .packet 0 */
	uint32_t fresh;   /* payload bytes not seen before */
	uint32_t filled;  /* repeated sequence space that fills holes */
	struct gap hole;  /* the first of these holes, if filled is not 0 */
	/* not LATE_NOT: it repeats and fills nothing, but hole or missed is what it filled */
	enum late late;
	struct gap missed; /* the first missed range that it filled (core/store/session_live.h) */
};
