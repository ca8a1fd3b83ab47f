/* Counts over all traces, and their report. Only 64-bit numbers: totals are summed. */
#pragma once

#include <stdio.h>

#include "derive.h"
#include "judge.h"
#include "states.h"
#include "trace.h"

/* The last one: retransmissions without a note for their trigger. */
#define CAUSE_COUNTS (COUNTERS + 1)

/* For each note: frames to which both give it, or one alone; of those how many by the truth; and
 * what is true of those to which tshark alone gives it, [NOTE_COUNT] being none of the notes that
 * the judge can speak of. */
struct agreement {
	uint64_t both[NOTE_COUNT], ours[NOTE_COUNT], theirs[NOTE_COUNT];
	uint64_t ours_true[NOTE_COUNT], theirs_true[NOTE_COUNT];
	uint64_t truly[NOTE_COUNT][NOTE_COUNT + 1];
	uint64_t open[NOTE_COUNT]; /* of `theirs`: the capture cannot decide */
};

/* [0]: segments captured where they were sent, [1]: where they were received. */
struct results {
	uint64_t traces, compared;        /* compared: with tshark as well */
	uint64_t explained, claims_wrong; /* explanations, and those that claim what is not so */
	uint64_t kernel[CAUSE_COUNTS], notes[CAUSE_COUNTS];
	struct score ours[ENDS], theirs[ENDS];
	struct rule_score rules[ENDS];
	struct agreement agreement[ENDS];
	struct score derived[DERIVED_COUNT][ENDS];
	struct states states, derived_states;
};

/* Counts one frame. */
void agree(struct agreement *a, const struct truth *truth, uint64_t ours, uint64_t theirs);

void report(const struct results *results);
void report_causes(const char *of, const struct results *results);

/* Returns true if it reaches the bounds; drawn: with random plans. */
bool is_enough(const struct results *results, bool drawn);
