/* Limits of a capture: --count, --limit-packets, --limit-bytes, --ring. */
#pragma once

#include <stdint.h>

#include "tui/command/options.h"

/* Limits of --ring without --limit-packets and --limit-bytes. */
#define RING_PACKETS 1000000
#define RING_BYTES UINT64_C(1000000000)

/* --sessions keeps at least this many: a batch of packets must fit in the ring. */
#define SESSIONS_PACKETS 65536

/* Returns the maximum number of segments to capture at a vantage point: the option's limit, or
 * the highest packet number. */
uint32_t limit_segments(const struct options *options);
