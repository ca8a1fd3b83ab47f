/* What is followed of a session that is longer than a packet or two: how each side recovers, and
 * what its figures are made of. In one piece; of many sessions none is in the cache when its turn
 * comes, so what a packet needs of it lies in few lines. */
#pragma once

#include <assert.h>

#include "core/base/pool.h"
#include "core/record/recovery.h"
#include "core/store/tally.h"

/* A FIN of that side may be among what the capture lacks (core/track/track_state.h). */
struct doubt {
	uint32_t since; /* the packet from which on, or 0 */
	uint8_t before; /* both states before it, as in struct packet */
};

/* A side's second packet: when it came, and its timestamp, to know how fast the timestamps of
 * that side go. */
struct clock {
	uint32_t at_ms; /* since the epoch, its lower half */
	uint16_t stamp; /* the lower half, or 0 */
};

struct follow {
	struct recovery recovery[2]; /* by side; begun when the side sends its second packet */
	struct tally tally;
	struct doubt doubt[2]; /* by side */
	struct clock clock[2]; /* by side */
};
static_assert(sizeof(struct follow) == 6 * CACHE_LINE, "nearly every session has one");

/* Frees what it owns, not itself. NULL is fine. */
void follow_end(struct follow *follow);
