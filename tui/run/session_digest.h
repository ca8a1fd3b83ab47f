/* A session gathered to be told as a whole: its course, its figures, its SYNs as they
 * were captured. */
#pragma once

#include "core/model/session_facts.h"

struct run;

/* Zeroed is of no session. */
struct gist {
	struct session_facts facts; /* of the session, once it is whole */
	struct course course;
	struct figures figures;
	struct segment syn[2];
	uint32_t first; /* the packet that the course began with */
};

/* Begins with a session, and takes in up to `most` of its packets. True when there are no more:
 * then the facts hold until a packet is added. Called again with the same session it goes on
 * where it was. */
bool gist_go_on(struct gist *t, struct run *run, uint32_t session, uint32_t most);
