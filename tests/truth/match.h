/* Which packet of the link's log a captured segment is. */
#pragma once

#include "trace.h"

/* Fills in capture->fate, and capture->mirrored with false. */
void match_fates(const struct trace *trace, struct capture *capture);

/* Whether it came out of the link. */
bool arrived(const struct fate *fate);

/* The raw sequence number after it. */
uint32_t fate_end(const struct fate *fate);
