/* The segments of a session that a filter selects, found in slices as they come. Owner's thread
 * only. */
#pragma once

#include "tui/run/filtering.h"

/* No filter when zeroed. */
struct segment_rows {
	struct filtering filtering;
	const struct model *model; /* and session that the rows are of */
	uint32_t session;
	uint32_t *row;               /* packets, ascending; owned */
	uint32_t start, count, room; /* rows from start to count; those before are forgotten */
	uint32_t at;                 /* last packet of the session looked at; 0: none */
	uint32_t looked;             /* packets looked at */
	uint64_t corrected;          /* corrections of the model seen */
	struct filter_memo memo;     /* session terms, as of packet `judged` of the session */
	uint32_t judged;
	int64_t next_ns; /* earliest time to judge the session again, monotonic */
};

void segment_rows_free(struct segment_rows *r);

/* Puts a filter in force, "" for none. False, with the error set, if it does not parse. */
bool segment_rows_filter(
    struct segment_rows *r, struct run *run, const char *text, struct filter_error *error);

/* Looks for rows of a session of the run's current model, at most until a deadline in monotonic
 * ns. */
void segment_rows_update(struct segment_rows *r, uint32_t session, int64_t deadline_ns);
/* Returns true while packets of the session wait to be looked at. */
bool segment_rows_busy(const struct segment_rows *r);

/* Returns true if the filter selects a kept packet, also before it is among the rows. */
bool segment_rows_fit(const struct segment_rows *r, uint32_t packet);

/* Returns how many rows there are up to a packet. */
uint32_t segment_rows_until(const struct segment_rows *r, uint32_t packet);
/* Returns the n-th row's packet, from 1; 0 if there is none. */
uint32_t segment_rows_at(const struct segment_rows *r, uint32_t n);
