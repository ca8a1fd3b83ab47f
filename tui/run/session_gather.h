/* What a session's story and figures need: its course, its figures, its SYNs, its verdict. */
#pragma once

#include "core/model/session_facts.h"

struct run;

/* Zeroed: no session. */
struct gathered {
	struct session_facts facts; /* valid once gathering is complete */
	struct course course;
	struct figures figures;
	struct time_shares counted; /* as far as gathered */
	struct time_shares shares;  /* completed */
	struct verdict verdict;
	struct segment syn[2];
	uint32_t first; /* first packet of the course */
};

/* Gathers up to `most` further packets of a session. Returns true if there are no more; then
 * the facts are valid until a packet is added. Another session than in the last call starts
 * from the beginning. */
bool gather_session(struct gathered *t, struct run *run, uint32_t session, uint32_t most);
