/* Notable packets of a session by kind of event (core/record/event.h): counts them and steps from
 * one to the next. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"
#include "core/record/event.h"

/* Returns the events of a kept packet, without those that a more specific one implies. */
uint64_t events_of(const struct model *m, uint32_t packet);

/* Returns the time in ns that a kept packet waited, by a note of NOTES_WAIT that it has; -1 if a
 * packet that shows it is forgotten. */
int64_t wait_ns(const struct model *m, uint32_t packet, enum note note);

/* Returns the notes of a kept packet without waits that cost little. A wait is shown if it took 1 s
 * or 10 % of its session; one for the network or the other host also if as many of its length as
 * the session has of its kind take that. A silent application (NOTE_APPLICATION_LIMITED) is the
 * user's business: only its own length counts. */
uint64_t notes_shown(const struct model *m, uint32_t packet);
/* Does the same for the packet's events. */
uint64_t events_shown(const struct model *m, uint32_t packet);

/* Returns the events of a kept packet that begin a series or belong to none, of those shown: the
 * trouble among them is problems. A packet whose series began with forgotten ones counts, too. */
uint64_t events_begun(const struct model *m, uint32_t packet);

/* Returns how many packets the series that begins with a packet's event has, at most
 * SERIES_MOST. */
#define SERIES_MOST 1000
uint32_t event_frames(const struct model *m, uint32_t packet, unsigned event);

/* A count of events over a session or (0) over all. */
struct event_tally {
	uint32_t session;
	uint32_t at;                 /* last packet counted */
	uint32_t count[EVENT_COUNT]; /* packets */
	uint32_t begun[EVENT_COUNT]; /* of these, those of events_begun() */
};

/* Counts up to `most` further notable packets, none above `limit`. Returns true if there are no
 * more. */
bool events_count(struct event_tally *tally, const struct model *m, uint32_t limit, uint32_t most);

/* Return the next event of a kind after a packet, and the last one before it; 0 if there is
 * none. */
uint32_t event_after(const struct model *m, uint32_t session, unsigned event, uint32_t packet);
uint32_t event_before(const struct model *m, uint32_t session, unsigned event, uint32_t packet);
/* Do the same for events_begun(). */
uint32_t event_begun_after(
    const struct model *m, uint32_t session, unsigned event, uint32_t packet);
uint32_t event_begun_before(
    const struct model *m, uint32_t session, unsigned event, uint32_t packet);
