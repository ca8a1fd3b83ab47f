/* A running source for tests. Waits for its descriptor, never for a time alone. */
#pragma once

#include <check.h>
#include <poll.h>
#include <stdlib.h>

#include "capture/source/source.h"

#define SOURCED_WAIT_MS 20000

struct sourced {
	struct source *source;
	struct segment *segments;
	size_t count;
	struct source_status status;
	struct err err;
};

static inline void sourced_wait(struct sourced *s)
{
	struct pollfd fd = { .fd = source_fd(s->source), .events = POLLIN };
	ck_assert_msg(poll(&fd, 1, SOURCED_WAIT_MS) == 1, "the source is silent");
}

/* Takes what is there; the status was read before. */
static inline void sourced_take(struct sourced *s)
{
	size_t got;
	source_status(s->source, &s->status);
	do {
		s->segments = realloc(s->segments, (s->count + 1000) * sizeof(*s->segments));
		ck_assert_ptr_nonnull(s->segments);
		got = source_take(s->source, s->segments + s->count, 1000);
		s->count += got;
	} while (got > 0);
}

/* Waits until `count` segments are there or the source has ended. */
static inline void sourced_until(struct sourced *s, size_t count)
{
	for (sourced_take(s); s->count < count && s->status.running; sourced_take(s))
		sourced_wait(s);
	ck_assert_uint_ge(s->count, count);
}

static inline void sourced_to_end(struct sourced *s)
{
	for (sourced_take(s); s->status.running; sourced_take(s))
		sourced_wait(s);
}

static inline void sourced_start(struct sourced *s)
{
	ck_assert_msg(source_start(s->source, &s->err), "%s", s->err.text);
}

static inline void sourced_open(struct sourced *s, const char *path, const char *filter)
{
	enum source_failure failure = source_open_file(path, filter, 3, &s->source, &s->err);
	ck_assert_msg(failure == SOURCE_OK, "%s", s->err.text);
}

/* Loads a whole file. */
static inline void sourced_load(struct sourced *s, const char *path, const char *filter)
{
	sourced_open(s, path, filter);
	sourced_start(s);
	sourced_to_end(s);
}

static inline void sourced_free(struct sourced *s)
{
	source_free(s->source);
	free(s->segments);
	*s = (struct sourced){ 0 };
}
