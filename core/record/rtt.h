/* A smoothed round trip, and the retransmission timeout that follows from it (RFC 6298, 2). A plain
 * value; zeroed it has no sample yet. */
#pragma once

#include <stdint.h>

/* The timeout before the first sample (RFC 6298, 2.1). */
#define RTT_FIRST_NS INT64_C(1000000000)

/* What Linux adds to the smoothed round trip at least, where RFC 6298 has the timeout be a
 * second at least. */
#define RTT_LINUX_MARGIN_NS INT64_C(200000000)

/* What takes longer is no round trip, but a clock that was set: devices begin their
 * time in 1970. */
#define RTT_MOST_NS INT64_C(3600000000000)

struct rtt {
	int64_t smooth_ns; /* SRTT; 0: no sample yet */
	int64_t var_ns;    /* RTTVAR */
};

/* Takes in a sample; nothing where it is negative or over RTT_MOST_NS, as clocks that were
 * set make it. */
void rtt_sample(struct rtt *rtt, int64_t sample_ns);

/* SRTT plus four times RTTVAR, or plus margin_ns where that is more; RTT_FIRST_NS before the
 * first sample. */
int64_t rtt_timeout(const struct rtt *rtt, int64_t margin_ns);
