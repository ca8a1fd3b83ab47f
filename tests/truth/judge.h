/* The truth about each captured segment, from the link's log and the kernels, and how far notes
 * agree with it. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"
#include "core/record/note.h"
#include "known.h"
#include "trace.h"

/* The notes that the judge can decide; others are not counted. */
#define JUDGED                                                                                     \
	(NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION) | CAUSES |         \
	    NOTE_BIT(NOTE_OUT_OF_ORDER) | NOTE_BIT(NOTE_NETWORK_DUPLICATE) |                       \
	    NOTE_BIT(NOTE_LOST_SEGMENT) | NOTE_BIT(NOTE_DUPLICATE_ACK) |                           \
	    NOTE_BIT(NOTE_WINDOW_UPDATE))

struct truth {
	uint64_t notes; /* true notes */
	uint64_t open;  /* notes that may be present or not: the capture holds no evidence */
};

/* Returns one for each segment of a capture of the trace, or of one derived from it; the caller
 * frees it. */
struct truth *judge_capture(
    const struct trace *trace, const struct known *known, const struct capture *capture);

struct score {
	uint64_t hit[NOTE_COUNT], missed[NOTE_COUNT], wrong[NOTE_COUNT];
	/* frames in which something happened or that have a note; those with all notes right */
	uint64_t frames, right;
};

/* Counts the judged notes of a segment. Returns true if they are right. */
bool judge_score(struct score *score, const struct truth *truth, uint64_t notes, uint64_t judged);

/* For each rule: its findings, those that the capture cannot decide, and those that are right. */
struct rule_score {
	uint64_t said[RULE_COUNT], open[RULE_COUNT], right[RULE_COUNT];
};

/* Counts the findings of a packet. A finding is right if its note is true; one of
 * NOTE_RETRANSMISSION claims that nothing triggered it, which must be true as well. */
void judge_rules(
    struct rule_score *score, const struct truth *truth, const struct model *m, uint32_t packet);
