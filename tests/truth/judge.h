/* What is true of each captured segment, told from the link's log and the kernels, and how far
 * notes agree with it. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"
#include "core/record/note.h"
#include "known.h"
#include "trace.h"

/* The notes that this judge can speak of; others are not counted. */
#define JUDGED                                                                                     \
	(NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION) | CAUSES |         \
	    NOTE_BIT(NOTE_OUT_OF_ORDER) | NOTE_BIT(NOTE_NETWORK_DUPLICATE) |                       \
	    NOTE_BIT(NOTE_LOST_SEGMENT) | NOTE_BIT(NOTE_DUPLICATE_ACK) |                           \
	    NOTE_BIT(NOTE_WINDOW_UPDATE))

struct truth {
	uint64_t notes; /* that are true */
	uint64_t open;  /* that may be there or not: the capture holds no evidence */
};

/* One for each segment of a capture of the trace, or of one made from it; the caller frees it. */
struct truth *judge_capture(
    const struct trace *trace, const struct known *known, const struct capture *capture);

struct score {
	uint64_t hit[NOTE_COUNT], missed[NOTE_COUNT], wrong[NOTE_COUNT];
	/* in which something happened, or a note says so; of these, whose notes are all right */
	uint64_t frames, right;
};

/* Counts the notes given to a segment, of those judged. Returns whether they are right. */
bool judge_score(struct score *score, const struct truth *truth, uint64_t notes, uint64_t judged);

/* By rule: findings of it; those of which the capture lets nobody judge; those that are right. */
struct rule_score {
	uint64_t said[RULE_COUNT], open[RULE_COUNT], right[RULE_COUNT];
};

/* Counts the findings of a packet. One is right where its note is true; one of NOTE_RETRANSMISSION
 * says that nothing triggered it, which has to be true, too. */
void judge_rules(
    struct rule_score *score, const struct truth *truth, const struct model *m, uint32_t packet);
