/* A record of each sender's data, to tell first transmissions from retransmissions. */
#pragma once

#include "capture/lab/rule.h"
#include "core/record/holes.h"
#include "core/record/segment.h"

/* Number of senders. A new sender replaces the one with the same hash. */
#define LAB_FLOWS 1024

struct lab_flow {
	struct endpoint src, dst;
	uint32_t isn;  /* without a SYN: the first number seen, minus one */
	uint32_t next; /* the highest number sent, plus one */
	/* numbers below `next` not sent yet: a host's own queues may reorder segments */
	struct gaps gaps;
	bool used;
};

/* Valid when all zeros: no senders. */
struct lab_flows {
	struct lab_flow at[LAB_FLOWS];
};

/* Records a segment. Call once per segment, in the order in which the host sent them. The sighting
 * borrows the segment. */
struct lab_sighting lab_flows_see(struct lab_flows *flows, const struct segment *segment);
