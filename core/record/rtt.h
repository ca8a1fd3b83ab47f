/* A smoothed round-trip time and the retransmission timeout derived from it (RFC 6298, 2). A plain
 * value; zeroed it has no sample. */
#pragma once

#include <stdint.h>

/* The RTO before the first sample (RFC 6298, 2.1). */
#define RTT_FIRST_NS INT64_C(1000000000)

/* Linux adds at least this to SRTT; RFC 6298 sets a minimum of 1 s for the RTO instead. */
#define RTT_LINUX_MARGIN_NS INT64_C(200000000)

/* Longer samples come from a clock that was set: devices start in 1970. */
#define RTT_MOST_NS INT64_C(3600000000000)

struct rtt {
	int64_t smooth_ns; /* SRTT; 0: no sample yet */
	int64_t var_ns;    /* RTTVAR */
};

/* Adds a sample. Ignores negative ones and those over RTT_MOST_NS, which result from setting a
 * clock. */
void rtt_sample(struct rtt *rtt, int64_t sample_ns);

/* Returns SRTT plus the larger of 4 * RTTVAR and margin_ns; RTT_FIRST_NS before the first
 * sample. */
int64_t rtt_timeout(const struct rtt *rtt, int64_t margin_ns);
