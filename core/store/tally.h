/* What a session's figures are made of, counted as its packets come: nobody has to walk it again,
 * packets long out of the cache. For core/model/model.c, core/track/track.c and
 * core/model/figures.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/record/packet.h"
#include "core/record/session.h"

/* A session is counted from its so many-th packet on: those of a scan, of a packet or two,
 * cost no memory. */
#define TALLY_FROM 3

/* Silence from this long on is idle time. */
#define TALLY_IDLE_NS INT64_C(1000000000)

/* By side where there are two. What the words mean is said in core/model/figures.h. */
struct tally {
	int64_t silence_ns;
	int64_t rtt_sum_ns[2];
	/* Round trips; in 32 bits, which nearly all fit in. Nothing where there are none. */
	uint32_t rtts[2], rtt_min_ns[2], rtt_max_ns[2];
	uint32_t sent[2];
	bool begun;
	bool stale;   /* which round trip is the shortest or the longest only a walk can tell */
	uint8_t room; /* for counts */
	/* What not every packet changes, behind the first cache line. */
	int64_t idle_ns;
	uint64_t kinds;  /* those of EVENT_BIT() that occurred */
	uint32_t *count; /* of them, in their order; NULL while there are none; owned */
	uint32_t resent[2];
};

/* Counts the session's newest packet, once all is known of it; before_ns is when the one before it
 * came. Begins the tally with all packets so far where the session has got long enough and
 * all are kept. */
void tally_add(struct tally *tally, const struct packet_store *packets,
    const struct session *session, int64_t before_ns);

/* Corrects it for a packet whose notes are about to become these; `newest` is the packet that shows
 * it, not counted yet. */
void tally_correct(struct tally *tally, const struct packet_store *packets, uint32_t number,
    uint64_t notes, uint32_t newest);

/* Frees what it owns. */
void tally_end(struct tally *tally);
