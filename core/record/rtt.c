#include "core/record/rtt.h"

void rtt_sample(struct rtt *rtt, int64_t sample)
{
	if (sample < 0 || sample > RTT_MOST_NS)
		return;
	if (rtt->smooth_ns == 0) {
		rtt->smooth_ns = sample > 0 ? sample : 1;
		rtt->var_ns = sample / 2;
		return;
	}
	int64_t off = rtt->smooth_ns - sample;
	rtt->var_ns += ((off < 0 ? -off : off) - rtt->var_ns) / 4;
	rtt->smooth_ns += (sample - rtt->smooth_ns) / 8;
}

int64_t rtt_timeout(const struct rtt *rtt, int64_t margin)
{
	if (rtt->smooth_ns == 0)
		return RTT_FIRST_NS;
	return rtt->smooth_ns + (4 * rtt->var_ns > margin ? 4 * rtt->var_ns : margin);
}
