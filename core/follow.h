/* What is followed of a session that is longer than a packet or two: how each side recovers, and what its figures are made of.
 * In one piece; of many sessions none is in the cache when its turn comes, so what a packet needs of it lies in few lines. */
#pragma once

#include <assert.h>

#include "core/pool.h"
#include "core/recovery.h"
#include "core/tally.h"

/* A FIN of that side may be among what the capture lacks (core/track_state.h). */
struct doubt {
	uint32_t since; /* the packet from which on, or 0 */
	uint8_t before; /* both states before it, as in struct packet */
};

struct follow {
	struct recovery recovery[2]; /* by side; begun when the side sends its second packet */
	struct tally tally;
	struct doubt doubt[2]; /* by side */
	uint16_t clock[2];     /* lower halves of the timestamps of each side's second packet, or 0 */
};
static_assert(sizeof(struct follow) == 6 * CACHE_LINE, "nearly every session has one");

/* Frees what it owns, not itself. NULL is fine. */
void follow_end(struct follow *follow);
