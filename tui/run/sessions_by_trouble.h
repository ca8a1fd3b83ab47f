/* All sessions, worst first: those with trouble by its amount, then the others in order of
 * appearance. Takes memory only for the wanted number of sessions with trouble. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"

struct worst {
	const struct model *model; /* (borrowed) */
	struct troubled *troubled; /* worst first; owned */
	uint32_t count;            /* of them */
	uint32_t given, before;    /* of them returned so far; the last of the others */
};

/* Begins; at most `most` sessions with trouble are wanted. */
struct worst worst_begin(const struct model *m, uint32_t most);
void worst_end(struct worst *w);

/* Returns the next session, or 0 at the end. */
uint32_t worst_next(struct worst *w);
