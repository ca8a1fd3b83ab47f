/* Matches captured segments with packets of the link's log. */
#pragma once

#include "trace.h"

/* Sets capture->fate, and capture->mirrored to false. */
void match_fates(const struct trace *trace, struct capture *capture);

/* Returns true if it came out of the link. */
bool arrived(const struct fate *fate);

/* Returns the raw sequence number after it. */
uint32_t fate_end(const struct fate *fate);
