/* Searching labels, remarks and payload, a slice of time at once so that a key can stop it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "tui/run/run.h"
#include "tui/text/prompt.h"

struct search {
	char pattern[PROMPT_TEXT]; /* empty: none yet */
	bool fold;                 /* no capital in it: capitals do not matter */
	bool everywhere;           /* in all sessions, else in `session` */
	uint32_t session;
	bool back;
	/* the session of the list whose row held the pattern first; 0: none does */
	uint32_t first_row;
	bool raw_seq; /* numbers are searched as they are shown */
	bool running;
	bool wrapped;
	bool unread;        /* a frame could not be read again: its payload was not searched */
	uint32_t start, at; /* packets: where it began (0: outside all), the last one looked at */
	uint32_t looked;    /* how many */
};

/* Takes a pattern; empty keeps the one before. False when there is none at all. */
bool search_pattern(struct search *search, const char *pattern);
/* Begins after (or, back, before) a packet; with 0, and everywhere, at the first (or last). */
void search_begin(struct search *search, uint32_t packet, bool back);

enum search_result { SEARCH_GOING_ON, SEARCH_FOUND, SEARCH_NOWHERE };
/* Looks on until deadline_ns (monotonic). SEARCH_FOUND: at `at`. Packets beyond `limit`
 * do not exist. */
enum search_result search_slice(
    struct search *search, struct run *run, uint32_t limit, int64_t deadline_ns);
