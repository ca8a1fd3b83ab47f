/* Searches labels, notes and payload, in slices of time: a key can stop the search. Owner's
 * thread only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "tui/run/run.h"
#include "tui/text/pattern.h"

struct search {
	const struct pattern *pattern; /* (borrowed) */
	bool everywhere;               /* all sessions; otherwise only `session` */
	uint32_t session;
	bool back;
	/* session of the first row in the list that matches; 0: none */
	uint32_t first_row;
	bool raw_seq; /* search sequence numbers as they are shown */
	bool running;
	bool wrapped;
	bool unread;        /* a frame could not be read: its payload was not searched */
	uint32_t start, at; /* packets: start (0: outside all sessions), last one searched */
	uint32_t looked;    /* packets searched */
};

/* Begins after a packet (with back: before it); for packet 0 and everywhere, at the first (or
 * last) packet. */
void search_begin(struct search *search, uint32_t packet, bool back);

enum search_result { SEARCH_GOING_ON, SEARCH_FOUND, SEARCH_NOWHERE };
/* Searches until deadline_ns (monotonic). SEARCH_FOUND: the match is at `at`. Packets above
 * `limit` are left out. */
enum search_result search_slice(
    struct search *search, struct run *run, uint32_t limit, int64_t deadline_ns);
