/* Session figures: a session in numbers. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"
#include "core/record/event.h"
#include "core/store/tally.h"

/* Figures of the segments that one side sent. */
struct flow_figures {
	uint32_t sent;   /* segments with data, SYN or FIN */
	uint32_t resent; /* retransmissions among them */
	/* RTT samples seen at the capture point (model_rtt) */
	uint32_t rtts;
	int64_t rtt_min_ns, rtt_max_ns, rtt_sum_ns;
};

struct figures {
	uint32_t packets; /* packets counted */
	uint32_t event[EVENT_COUNT];
	int64_t idle_ns;    /* sum of the silences of TALLY_IDLE_NS or longer */
	int64_t silence_ns; /* the longest time between two packets */
	struct flow_figures flow[2];
};

/* Computes the figures of all kept packets. They are counted as packets arrive, so the cost does
 * not depend on the session. Three cases need a walk over at most `most` packets: an RTT over 4 s,
 * an extreme RTT that proved invalid, forgotten packets. */
void figures_of(const struct model *m, uint32_t session, uint32_t most, struct figures *out);

/* Computes the same figures by a walk over the first `most` packets. */
void figures_walk(const struct model *m, uint32_t session, uint32_t most, struct figures *out);

/* Returns a side's new payload bytes per second of the session's duration; -1 if the duration is 0
 * or packets are forgotten. */
double figures_goodput(const struct model *m, uint32_t session, enum side side);
/* Returns that of the faster direction. */
double figures_faster(const struct model *m, uint32_t session);

/* Returns the smaller of both directions' shortest RTT in ns; -1 if there is no sample. */
int64_t figures_rtt(const struct figures *f);
/* Returns the share of retransmissions in the segments with data, SYN or FIN, 0 to 1; -1 if there
 * are none. */
double figures_resent(const struct figures *f);
