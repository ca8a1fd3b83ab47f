/* Session figures: what a session amounts to in numbers. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"
#include "core/record/event.h"
#include "core/store/tally.h"

/* Figures of what one side sent. */
struct flow_figures {
	uint32_t sent;   /* segments with data, SYN or FIN */
	uint32_t resent; /* retransmissions among them */
	/* RTT samples, as seen at the capture point (model_rtt). */
	uint32_t rtts;
	int64_t rtt_min_ns, rtt_max_ns, rtt_sum_ns;
};

struct figures {
	uint32_t packets; /* counted */
	uint32_t event[EVENT_COUNT];
	int64_t idle_ns;    /* sum of the silences of at least TALLY_IDLE_NS */
	int64_t silence_ns; /* the longest time between two packets */
	struct flow_figures flow[2];
};

/* Computes the figures of all packets kept. They were counted as the packets arrived, so the cost
 * does not depend on the session. The exceptions walk over at most `most` packets: an RTT over four
 * seconds, a shortest or longest RTT that proved to be none, or forgotten packets. */
void figures_of(const struct model *m, uint32_t session, uint32_t most, struct figures *out);

/* Computes the same by a walk over the first `most` packets. */
void figures_walk(const struct model *m, uint32_t session, uint32_t most, struct figures *out);

/* Returns the new payload bytes of a side in a second of the session's duration; -1 if the duration
 * is 0 or packets are forgotten. */
double figures_goodput(const struct model *m, uint32_t session, enum side side);
