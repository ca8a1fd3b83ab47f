/* How much is captured at most: --count, --limit-packets, --limit-bytes. */
#pragma once

#include "tui/run.h"

/* The most segments that are taken in at a vantage point; 0: no limit. */
uint32_t bounds_segments(const struct options *options);
/* Ends the capturing at a vantage point that has reached a limit, and says in run->limit which. */
void bounds_check(struct run *run, const struct vantage *at);

/* "until 1000 segments or 2.0G", of what the user set for a long capture; or "". */
void bounds_words(const struct options *options, char *out, size_t size);
