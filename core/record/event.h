/* Events: every note, and resets that no note explains. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/record/note.h"

/* An event is a note or one of these. */
enum {
	EVENT_RESET = NOTE_COUNT, /* RST without a note of NOTES_RESET */
	EVENT_COUNT,
};

#define EVENT_BIT(n) (UINT64_C(1) << (n))

/* Return the name of an event, as "timeout retransmission", and its meaning in one line. Static. */
const char *event_words(unsigned event);
const char *event_meaning(unsigned event);
/* Returns true for trouble, as against mere remarks. */
bool event_is_trouble(unsigned event);

/* Returns all EVENT_COUNT events, worst first. Static. */
const uint8_t *events_worst_first(void);

/* Returns the events of a packet with these notes and flags, as EVENT_BIT()s. Leaves out an event
 * that a more specific one implies. */
uint64_t events_from(uint64_t notes, uint16_t flags);
