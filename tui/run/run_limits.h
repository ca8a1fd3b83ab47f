/* Stops a capture at its limits, and forgets the oldest packets in a ring. Owner's thread only. */
#pragma once

#include "tui/run/run_state.h"

/* Stops the capture at a vantage point that has reached a limit, and writes which one to
 * run->limit; in a ring, forgets packets beyond the limit. The newest packet is always kept. */
void limits_check(struct run *run, const struct vantage *at);

/* In a ring, forgets the packets beyond the limit at all vantage points. */
void limits_forget(const struct run *run);

#define LIMITS_TEXT 128
/* Writes the limits that the user set: "until 1000 segments or 2.0GB", "ring of 100.0k
 * segments, 12.3k forgotten", or nothing. */
void limits_text(const struct run *run, char *out, size_t size);
