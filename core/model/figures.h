/* What a session amounts to in numbers, counted over its packets. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"
#include "core/record/event.h"
#include "core/store/tally.h"

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
	int64_t idle_ns;    /* all silences of TALLY_IDLE_NS and more */
	int64_t silence_ns; /* the longest time between two packets */
	struct flow_figures flow[2];
};

/* Over all packets of a session that are kept. They were counted as they came, so that this costs
 * the same for every session; only in few must they be counted anew, and then over `most` of them
 * at most: where a round trip took over four seconds, or proved to be none when it had been the
 * shortest or the longest, or where packets were forgotten. */
void figures_of(const struct model *m, uint32_t session, uint32_t most, struct figures *out);

/* The same by looking at every one of the first `most` packets. */
void figures_walk(const struct model *m, uint32_t session, uint32_t most, struct figures *out);

/* New payload bytes of a side in a second of the session's whole duration; -1 where that is
 * nothing, or packets of it are forgotten. */
double figures_goodput(const struct model *m, uint32_t session, enum side side);
