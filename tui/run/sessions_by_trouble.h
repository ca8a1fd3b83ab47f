/* All sessions, worst first: those with trouble by how much they have, then the others in order of
 * appearance. Memory is taken for those with trouble that are wanted only. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"

struct worst {
	const struct model *model; /* (borrowed) */
	struct troubled *troubled; /* worst first; owned */
	uint32_t count;            /* of them */
	uint32_t given, before;    /* of them given so far; the last of the others */
};

/* No more than `most` with trouble will be wanted. */
struct worst worst_begin(const struct model *m, uint32_t most);
void worst_end(struct worst *w);

/* The next session, or 0 when all were given. */
uint32_t worst_next(struct worst *w);
