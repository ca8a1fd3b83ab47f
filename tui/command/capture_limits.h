/* How much is captured at most, and what is forgotten: --count, --limit-packets,
 * --limit-bytes, --ring. */
#pragma once

#include "tui/run/run.h"

/* What --ring keeps where no limit says otherwise. */
#define RING_PACKETS 1000000
#define RING_BYTES UINT64_C(1000000000)

/* The most segments that are taken in at a vantage point. Their numbers end somewhere. */
uint32_t bounds_segments(const struct options *options);
/* Ends the capturing at a vantage point that has reached a limit, and says in run->limit which; in
 * a ring, forgets what is beyond it. The newest packet is always kept. */
void bounds_check(struct run *run, const struct vantage *at);

/* Forgets what may be forgotten now, in a ring. */
void bounds_forget(const struct run *run);

#define BOUNDS_TEXT 128
/* "until 1000 segments or 2.0GB", "ring of 100.0k segments, 12.3k forgotten", of what the user set
 * for a long capture; or "". */
void bounds_words(const struct run *run, char *out, size_t size);
