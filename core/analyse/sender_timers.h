/* How long the sender of a segment had been silent, and when its timers were due, as far as this
 * capture shows: for what is sent again, before it is taken in. Times in ns. For
 * core/analyse/resend_cause.c. */
#pragma once

#include "core/analyse/moment.h"

/* How long its side had been silent, and no ACK had come to it; 0 to a day. */
int64_t timing_silence_ns(const struct track *t);

/* The retransmission timeout, and what the way to the sender adds to it. */
int64_t timing_timeout_ns(const struct track *t);

/* When a tail loss probe is due: after two round trips, but no later than the timer would expire
 * (RFC 8985, 7.2). */
int64_t timing_probe_due_ns(const struct track *t);
/* And at the latest: a single segment is given time for its ACK to be held back; and a sender's own
 * timer may be longer than what is estimated. */
int64_t timing_probe_most_ns(const struct track *t);

/* For how long the segment's last copy had been out; 0 to a day. */
int64_t timing_copy_age_ns(const struct track *t);

/* How long the timer of the first segment has run: what is sent behind it does not start it anew
 * (RFC 6298, 5.1), but an ACK does. Not so in Linux where a probe was due and could not be sent, as
 * an earlier one is still out (tcp_rearm_rto). */
int64_t timing_timer_age_ns(const struct track *t);
