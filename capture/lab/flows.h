/* What the link remembers of each sender, so that it can tell first transmissions
 * from later ones. */
#pragma once

#include "capture/lab/rule.h"
#include "core/record/holes.h"
#include "core/record/segment.h"

/* Of so many senders at a time; one that hashes to another's place takes it. */
#define LAB_FLOWS 1024

struct lab_flow {
	struct endpoint src, dst;
	uint32_t isn;  /* without a SYN one less than the first number seen */
	uint32_t next; /* the highest number it sent, plus one */
	/* below it, what it has not: a host's own queues may let one segment overtake another */
	struct gaps gaps;
	bool used;
};

/* All zeros is empty. */
struct lab_flows {
	struct lab_flow at[LAB_FLOWS];
};

/* Sees a segment as its sender sent it; call once for each, in order. The sighting borrows
 * the segment. */
struct lab_sighting lab_flows_see(struct lab_flows *flows, const struct segment *segment);
