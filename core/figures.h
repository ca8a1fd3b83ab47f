/* What a session amounts to in numbers, counted over its packets. */
#pragma once

#include <stdint.h>

#include "core/event.h"

/* Silence from this long on is idle time. */
#define FIGURES_IDLE_NS INT64_C(1000000000)

/* Of what one side sent. */
struct flow_figures {
	uint32_t sent;   /* segments that take sequence numbers: data, SYN, FIN */
	uint32_t resent; /* those of them that are retransmissions */
	/* Times from a segment to the ACK for it, as seen at the capture point (model_rtt). */
	uint32_t rtts;
	int64_t rtt_min_ns, rtt_max_ns, rtt_sum_ns;
};

struct figures {
	uint32_t packets; /* looked at */
	uint32_t event[EVENT_COUNT];
	int64_t idle_ns; /* all silences of FIGURES_IDLE_NS and more */
	int64_t silence_ns; /* the longest time between two packets */
	struct flow_figures flow[2];
};

/* Counts over the first `most` packets of a session; costs as much as they are many. */
void figures_of(const struct model *m, uint32_t session, uint32_t most, struct figures *out);

/* New payload bytes of a side in a second of the session's whole duration; -1 where that is nothing, or packets of it are
 * forgotten. */
double figures_goodput(const struct model *m, uint32_t session, enum side side);
