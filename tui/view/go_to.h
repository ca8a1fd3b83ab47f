/* Goes to search matches. Owner's thread only. */
#pragma once

#include "tui/run/search.h"
#include "tui/view/shell.h"

struct finder {
	struct shell *shell; /* (borrowed) */
	struct search search;
	struct history typed;
};

/* Searches for a pattern. */
void find_text(struct finder *f, const char *text);
/* Sets the pattern of searches, "" keeps it, and marks its matches. False, and says why, if there
 * is none. */
bool find_pattern(struct shell *shell, const char *text);
/* Asks for a pattern and searches for it; goes to the next match or the previous one. */
void find_search(struct finder *f);
void find_next(struct finder *f);
void find_prev(struct finder *f);
/* Searches until deadline_ns (monotonic) and shows a match. */
void find_slice(struct finder *f, int64_t deadline_ns);
/* Moves the search to kept packets. Call after packets were forgotten. */
void find_forget(struct finder *f);
