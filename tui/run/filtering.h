/* A filter in force: compiled, with what only a run can read: frames, and names of ports. Owner's
 * thread only. */
#pragma once

#include "core/filter/filter.h"
#include "tui/run/run.h"

struct frame_filter;

/* None in force when zeroed. Does not move while one is. */
struct filtering {
	struct run *run;           /* (borrowed) */
	struct filter *filter;     /* NULL: none; owned */
	struct frame_filter **bpf; /* owned */
	bool unread;               /* a frame could not be read: its payload was not looked at */
};

/* Puts a filter in force, instead of the one before; one without a term: none. False, with the
 * error set and the one before still in force, if it does not parse. */
bool filtering_set(
    struct filtering *f, struct run *run, const char *text, struct filter_error *error);
/* Puts --filter in force, if it is given. False with err set. */
bool filtering_begin(struct filtering *f, struct run *run, struct err *err);
/* Takes the filter away. */
void filtering_end(struct filtering *f);

static inline bool filtering_on(const struct filtering *f)
{
	return f->filter != NULL;
}
/* Returns the filter as typed; "" if none is in force. */
const char *filtering_text(const struct filtering *f);

/* Returns what evaluating the filter reads. */
struct filter_source filtering_source(const struct filtering *f);
