/* The remarkable packets of a session by kind of event (core/record/event.h): counting them, going
 * from one to the next. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"
#include "core/record/event.h"

/* The kinds of event that a kept packet is; of a kind and a finer one only the finer. */
uint64_t events_of(const struct model *m, uint32_t packet);

/* Counting them, over a session or (0) all. */
struct event_tally {
	uint32_t session;
	uint32_t at; /* the last packet counted */
	uint32_t count[EVENT_COUNT];
};

/* Counts on, over at most so many packets that are remarkable, none of them above `limit`. True
 * when there are no more. */
bool events_count(struct event_tally *tally, const struct model *m, uint32_t limit, uint32_t most);

/* The next event of a kind after a packet, the last one before it; 0 when there is none. */
uint32_t event_after(const struct model *m, uint32_t session, unsigned event, uint32_t packet);
uint32_t event_before(const struct model *m, uint32_t session, unsigned event, uint32_t packet);
