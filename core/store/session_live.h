/* State of a session with more than a packet or two: loss recovery of each side and the data for
 * its figures. With many sessions, none is in the cache when its next packet arrives; one block
 * with the data of a packet in few cache lines keeps that cheap. */
#pragma once

#include <assert.h>

#include "core/base/pool.h"
#include "core/record/recovery.h"
#include "core/store/tally.h"

/* The capture may lack a FIN of that side (core/track/track_state.h). */
struct doubt {
	uint32_t since; /* packet from which on this holds, or 0 */
	uint8_t before; /* both states before that packet, as in struct packet */
};

/* Time and timestamp of a side's second packet, to measure the rate of its timestamp clock. */
struct clock {
	uint32_t at_ms; /* since the epoch, lower half */
	uint16_t stamp; /* lower half, or 0 */
};

struct follow {
	struct recovery recovery[2]; /* by side; begins with the side's second packet */
	struct tally tally;
	struct doubt doubt[2]; /* by side */
	struct clock clock[2]; /* by side */
};
static_assert(sizeof(struct follow) == 6 * CACHE_LINE, "nearly every session has one");

/* Frees what *follow owns, not *follow itself. NULL is allowed. */
void follow_end(struct follow *follow);
