/* Notable packets of a session by kind of event (core/record/event.h): counts them and steps from
 * one to the next. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"
#include "core/record/event.h"

/* Returns the events of a kept packet, without those that a more specific one implies. */
uint64_t events_of(const struct model *m, uint32_t packet);

/* A count of events over a session or (0) over all. */
struct event_tally {
	uint32_t session;
	uint32_t at; /* last packet counted */
	uint32_t count[EVENT_COUNT];
};

/* Counts up to `most` further notable packets, none above `limit`. Returns true if there are no
 * more. */
bool events_count(struct event_tally *tally, const struct model *m, uint32_t limit, uint32_t most);

/* Return the next event of a kind after a packet, and the last one before it; 0 if there is
 * none. */
uint32_t event_after(const struct model *m, uint32_t session, unsigned event, uint32_t packet);
uint32_t event_before(const struct model *m, uint32_t session, unsigned event, uint32_t packet);
