/* Courses of the sessions that are being printed, by session number. Bounded by the number of
 * sessions that the model keeps. */
#pragma once

#include <stdint.h>

#include "core/model/course.h"

struct course_slot {
	uint32_t session;      /* 0: free */
	struct course *course; /* owned */
};

/* Empty when zeroed. Members are private to the functions below. */
struct courses {
	struct course_slot *slot; /* owned */
	uint32_t slots, used;     /* number of slots: 0 or a power of two */
};

/* Returns the course of a session, begun if it is missing. Valid until the next call. */
struct course *courses_of(struct courses *all, const struct model *m, uint32_t session);
/* Removes the course of a session that has no more packets. */
void courses_end(struct courses *all, uint32_t session);
void courses_free(struct courses *all);
