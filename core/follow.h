/* What is followed of a session that is longer than a packet or two: how each side recovers, and what its figures are made of.
 * In one piece, since a packet needs nearly all of it, and of many sessions none is in the cache when its turn comes. */
#pragma once

#include <assert.h>

#include "core/pool.h"
#include "core/recovery.h"
#include "core/tally.h"

struct follow {
	struct recovery recovery[2]; /* by side; begun when the side sends its second packet */
	struct tally tally;
};
static_assert(sizeof(struct follow) == 6 * CACHE_LINE, "nearly every session has one");

/* Frees what it owns, not itself. NULL is fine. */
void follow_end(struct follow *follow);
