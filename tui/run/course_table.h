/* The courses of the sessions that are being printed, by session. Bounded by the sessions that the
 * model still has. */
#pragma once

#include <stdint.h>

#include "core/model/course.h"

struct course_slot {
	uint32_t session;      /* 0: free */
	struct course *course; /* owned */
};

/* Zeroed: none. The members are for the functions below alone. */
struct courses {
	struct course_slot *slot; /* owned */
	uint32_t slots, used;     /* slots: 0 or a power of two */
};

/* That of a session of the model, begun when it is not there. Valid until the next call. */
struct course *courses_of(struct courses *all, const struct model *m, uint32_t session);
/* A session has no more packets. */
void courses_end(struct courses *all, uint32_t session);
void courses_free(struct courses *all);
