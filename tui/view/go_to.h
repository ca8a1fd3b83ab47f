/* Going to frames, and to what is searched for. Owner's thread only. */
#pragma once

#include "tui/run/search.h"
#include "tui/view/shell.h"

struct finder {
	struct shell *shell; /* (borrowed) */
	struct search search;
	struct history typed;
};

/* Goes to the frame with the number typed; 0: asks for one. */
void find_goto(struct finder *f, unsigned frame);
/* Asks for a pattern and searches for it; for the next, or the one before. */
void find_search(struct finder *f);
void find_next(struct finder *f);
void find_prev(struct finder *f);
/* Searches on until deadline_ns (monotonic), and shows what was found. */
void find_slice(struct finder *f, int64_t deadline_ns);
/* Moves the search to packets that are kept. Call after packets were forgotten. */
void find_forget(struct finder *f);
