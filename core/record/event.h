/* What can happen in a session that is worth a look: every note, and a connection broken off for no
 * known reason. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"
#include "core/record/note.h"

/* A kind of event is a note, or one of these. */
enum {
	EVENT_RESET = NOTE_COUNT, /* RST of which no note says why (NOTES_RESET) */
	EVENT_COUNT,
};

#define EVENT_BIT(n) (UINT64_C(1) << (n))

/* "timeout retransmission"; and what that says, in a line. Static. */
const char *event_words(unsigned event);
const char *event_meaning(unsigned event);
/* Trouble, as against what is only remarked. */
bool event_is_trouble(unsigned event);

/* All kinds, worst first. Static, EVENT_COUNT of them. */
const uint8_t *events_worst_first(void);

/* The kinds of event that a packet is, as EVENT_BIT()s; of a kind and a finer one
 * only the finer. */
uint64_t events_of(const struct model *m, uint32_t packet);
/* The same for a packet with these notes and flags. */
uint64_t events_from(uint64_t notes, uint16_t flags);

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
