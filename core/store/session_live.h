/* State of a session with more than a packet or two: loss recovery of each side and the data for
 * its figures. With many sessions, none is in the cache when its next packet arrives; one block
 * with the data of a packet in few cache lines keeps that cheap. */
#pragma once

#include <assert.h>

#include "core/base/pool.h"
#include "core/record/holes.h"
#include "core/record/recovery.h"
#include "core/store/tally.h"

/* Where the capture differs from what its host's network carried. Allocated for the few sessions
 * that need it. Arrays are by side: what it sent. */
struct lacks {
	struct gaps
	    *missed[2];      /* acknowledged but not captured, at least not yet; or NULL; owned */
	uint32_t holes[2];   /* ranges that the capture missed so far */
	uint64_t bytes[2];   /* sequence space in these */
	uint32_t disordered; /* packets that the capture has in another order than the network */
	uint32_t stepped;    /* packet before which its clock was set back, or 0 */
};

struct follow {
	struct recovery recovery[2]; /* by side; begins with the side's second packet */
	struct tally tally;
	/* Arrays are by side. The capture may lack a FIN of that side (core/track/track_state.h):
	 * the packet from which on this holds, or 0, and both states before it, as in struct
	 * packet. */
	uint32_t doubt_since[2];
	/* Time (ms since the epoch, lower half) and timestamp (lower half, or 0) of a side's second
	 * packet, to measure the rate of its timestamp clock. */
	uint32_t clock_ms[2];
	uint16_t clock_stamp[2];
	uint8_t doubt_before[2];
	uint8_t ttl[2];      /* of the side's first packet in this capture */
	struct lacks *lacks; /* or NULL; owned */
};
static_assert(sizeof(struct follow) == 6 * CACHE_LINE, "nearly every session has one");

/* Returns the session's `lacks`, allocated if needed. */
struct lacks *follow_lacks(struct follow *follow);

/* Frees what *follow owns, not *follow itself. NULL is allowed. */
void follow_end(struct follow *follow);
