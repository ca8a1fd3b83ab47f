/* Ends a capture at its limits, and forgets the oldest packets in a ring. Owner's thread only. */
#pragma once

#include "tui/run/run_state.h"

/* Ends the capture at a vantage point that has reached a limit, and says in run->limit which; in
 * a ring, forgets what is beyond the limit. The newest packet is always kept. */
void bounds_check(struct run *run, const struct vantage *at);

/* In a ring, forgets what may be forgotten now. */
void bounds_forget(const struct run *run);

#define BOUNDS_TEXT 128
/* Writes the limits that the user set: "until 1000 segments or 2.0GB", "ring of 100.0k segments,
 * 12.3k forgotten", or nothing. */
void bounds_words(const struct run *run, char *out, size_t size);
