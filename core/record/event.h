/* What can happen in a session that is worth a look: every note, and a connection broken off for no
 * known reason. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

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

/* The kinds of event that a packet with these notes and flags is, as EVENT_BIT()s; of a kind and a
 * finer one only the finer. */
uint64_t events_from(uint64_t notes, uint16_t flags);
