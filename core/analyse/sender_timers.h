/* The silence of a sender before a retransmission, and when its timers were due, as far as the
 * capture shows. Flows as before the segment. Times in ns. For core/analyse/resend_cause.c. */
#pragma once

#include "core/analyse/moment.h"

/* Returns how long the side had been silent without an ACK arriving; 0 to a day. */
int64_t timing_silence_ns(const struct track *t);

/* Returns the RTO plus the RTT from here to the sender. */
int64_t timing_timeout_ns(const struct track *t);

/* Returns when a tail loss probe is due: after two RTTs, but no later than the timer would expire
 * (RFC 8985, 7.2). */
int64_t timing_probe_due_ns(const struct track *t);
/* Returns when it is due at the latest: a single segment allows for a delayed ACK, and the sender's
 * timer may be longer than estimated here. */
int64_t timing_probe_most_ns(const struct track *t);

/* Returns how long the segment's last copy had been in flight; 0 to a day. */
int64_t timing_copy_age_ns(const struct track *t);

/* Returns how long the timer of the first segment has run. Later segments do not restart it (RFC
 * 6298, 5.1), an ACK does; except in Linux when a probe was due but an earlier one is still in
 * flight (tcp_rearm_rto). */
int64_t timing_timer_age_ns(const struct track *t);
