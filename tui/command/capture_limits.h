/* How much is captured at most: --count, --limit-packets, --limit-bytes, --ring. */
#pragma once

#include <stdint.h>

#include "tui/command/options.h"

/* The limits of --ring where no option sets others. */
#define RING_PACKETS 1000000
#define RING_BYTES UINT64_C(1000000000)

/* Returns the most segments that are captured at a vantage point: what an option allows, or the
 * highest packet number. */
uint32_t bounds_segments(const struct options *options);
