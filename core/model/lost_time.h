/* The verdict on a whole capture: which causes cost its sessions most time, and which session
 * most. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/verdict.h"

/* What the verdicts of one kind amount to. */
struct lost_cause {
	int64_t ns, worst_ns; /* of all its sessions; of the worst one */
	uint32_t sessions;
	uint32_t worst; /* session */
};

/* Zeroed: no session judged yet. */
struct lost_time {
	struct lost_cause cause[VERDICT_KINDS]; /* only of what was slow */
	uint32_t at;                            /* last session judged */
	uint32_t judged;                        /* sessions */
};

/* Judges further sessions until they had `packets` packets together. Returns true if there are no
 * more sessions. */
bool lost_time_go_on(struct lost_time *lost, const struct model *m, uint32_t packets);

/* Writes the kinds that cost time, most first. Returns how many. */
unsigned lost_time_worst(const struct lost_time *lost, uint8_t kinds[VERDICT_KINDS]);
