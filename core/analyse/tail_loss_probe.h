/* Tail loss probes (RFC 8985, 7): segments that may be probes, and senders that send none. For
 * core/analyse/resend_cause.c and core/track/track_recovery.c. */
#pragma once

#include "core/analyse/moment.h"

/* Returns true if no loss is certain yet and the segment is the last one alone. */
bool probing_may_be(const struct track *t);
/* Returns true if a probe was due as well, and the timer had not yet expired. */
bool probing_is_due(const struct track *t);

/* Learns from each retransmission, after its notes are set, whether its sender probes. Returns an
 * earlier packet that was taken for a probe but was the first timeout, because the wait after it
 * was backed off; 0 if there is none. */
uint32_t probing_learn(const struct track *t);
/* Returns true if the sender never probes: its apparent probes were timeouts. */
bool probing_is_never(const struct track *t);
