/* A session's figures, counted as its packets arrive: nothing has to walk the session later, when
 * its packets have left the cache. For core/model/model.c, core/track/track.c and
 * core/model/figures.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/record/packet.h"
#include "core/record/session.h"

/* Counting starts with this packet of a session: the short sessions of a port scan cost no
 * memory. */
#define TALLY_FROM 3

/* Silence of at least this is idle time. */
#define TALLY_IDLE_NS INT64_C(1000000000)

/* Arrays are by side. core/model/figures.h defines the terms. */
struct tally {
	int64_t silence_ns;
	int64_t rtt_sum_ns[2];
	/* RTT samples. 32 bits hold nearly all; min and max are unset while rtts is 0. */
	uint32_t rtts[2], rtt_min_ns[2], rtt_max_ns[2];
	uint32_t sent[2];
	bool begun;
	bool stale;   /* only a walk over the packets can find the shortest or longest RTT */
	uint8_t room; /* length of count */
	/* Behind the first cache line: not changed by every packet. */
	int64_t idle_ns;
	uint64_t kinds;  /* EVENT_BIT()s of the events that occurred */
	uint32_t *count; /* one for each of kinds, in order; NULL if there are none; owned */
	uint32_t resent[2];
};

/* Counts the session's newest packet after it has been analysed; before_ns is the time of the
 * packet before it. Starts the tally with all packets so far when the session is long enough and
 * all are kept. */
void tally_add(struct tally *tally, const struct packet_store *packets,
    const struct session *session, int64_t before_ns);

/* Updates the tally for a packet whose notes are about to become `notes`; `newest` is the packet
 * that proves it, not counted yet. */
void tally_correct(struct tally *tally, const struct packet_store *packets, uint32_t number,
    uint64_t notes, uint32_t newest);

/* Returns how many events of a kind were counted. */
uint32_t tally_events(const struct tally *tally, unsigned kind);

/* Frees what *tally owns. */
void tally_end(struct tally *tally);
