/* The moment a segment is taken in: its session and all packets as they are just then. What the
 * analysis and the tracker work on. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/pool.h"
#include "core/record/packet.h"
#include "core/record/segment.h"
#include "core/record/session.h"
#include "core/store/findings.h"
#include "core/store/session_index.h"

/* What the tracker works on: a session, all packets, and the new one, already linked at the
 * session's end with the fields of the header set. Notes, states, bits and links to others are the
 * tracker's to set. */
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
	/* set by the tracker: the oldest packet that this one first acknowledged, or 0 */
	uint32_t oldest;
	bool covers_resent; /* set by the tracker: there are retransmissions among these */
	/* set by the tracker: an earlier packet that got its first note just now, or 0 */
	uint32_t late;
};
