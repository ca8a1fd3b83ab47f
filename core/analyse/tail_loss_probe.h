/* Tail loss probes (RFC 8985, 7): what may be one, and whether a sender sends any at all. For
 * core/analyse/resend_cause.c and core/track/track_recovery.c. */
#pragma once

#include "core/analyse/moment.h"

/* Nothing was lost for sure yet, and the segment is the last one alone. */
bool probing_may_be(const struct track *t);
/* And a probe was due, but the timer had not to expire. */
bool probing_is_due(const struct track *t);

/* Learns of each retransmission, once it has its notes, whether its sender probes. Returns the
 * packet before a timeout retransmission that was taken for a probe, but was the first timeout: the
 * wait after it was backed off. 0 when there is none. */
uint32_t probing_learn(const struct track *t);
/* Whether what that learned says that the segment's sender never probes: what was taken for probes
 * were timeouts. */
bool probing_is_never(const struct track *t);
