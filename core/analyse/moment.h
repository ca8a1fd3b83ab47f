/* The moment a segment is taken in: its session and all packets as they are just then. What the
 * analysis and the tracker work on. */
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

/* A session, all packets, and the new one, already linked at the session's end with the fields of
 * the header set. Notes are set by core/analyse/conclude.h; states, bits and links to others are
 * the tracker's to set. */
struct track {
	struct packet_store *packets;
	const struct session_index *index;
	struct findings *findings;
	struct session *session;
	struct pool *follows; /* where its `follow` is from, or is to be */
	const struct segment *segment;
	uint32_t number; /* of the new packet */
	struct packet *packet;
	uint32_t span, end; /* packet_span() and packet_end() of it */
	enum side side;
	struct flow *own, *peer; /* of the sender and the receiver */
	/* the model's counts by kind of event, which notes that come late change */
	uint32_t *events;
	/* set by the tracker: the newest earlier packet with its first number that its side sent,
	 * where the segment repeats some; 0 when there is none within reach */
	uint32_t copy;
	uint32_t hole_start; /* set by the tracker: the number expected, where the segment jumps */
	/* set by the tracker: the oldest packet that this one first acknowledged, or 0 */
	uint32_t oldest;
	bool covers_resent; /* set by the tracker: there are retransmissions among these */
	/* set by the tracker: an earlier packet that got its first note just now, or 0 */
	uint32_t late;
};

/* The packet that the network delivered twice, and how that is known; packet 0: none. */
struct twin {
	uint32_t packet;
	enum rule rule;
};

/* How the segment lies to what its side sent before, gathered as it was taken in. */
struct evidence {
	/* this side had sent something before: the comparisons below mean something */
	bool continues;
	bool probe; /* 0 or 1 byte where a keep-alive or window probe lies; takes no new space */
	bool skips; /* starts beyond the next number expected, or behind what only an ACK told of */
	bool jumps; /* the former */
	bool repeats;     /* has bytes, SYN or FIN that lie before it */
	struct twin twin; /* of it, or .packet 0 */
	uint32_t fresh;   /* payload bytes never seen before */
	uint32_t filled;  /* of the repeated space, what fills holes */
	struct gap hole;  /* the first of these holes, when filled is not 0 */
};
