/* The messages of a session and the talk events of server and client about it, in order of time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "tui/run/run.h"

/* A position in the feed. It stores the last of both kinds: stepping always reaches an end,
 * even if a clock was set back. */
struct feed_at {
	uint32_t message; /* first packet of the newest message up to here; 0: none */
	uint64_t event;   /* newest talk event up to here, counted from 1; 0: none */
	bool is_event;    /* the position is the talk event, otherwise the message */
};

/* Finds the message that a packet carries, or else the newest item before it. False if there is
 * none. */
bool feed_at_packet(const struct run *run, uint32_t packet, struct feed_at *out);
/* Finds the first item of a session. For session 0, here and below: talk events of all
 * connections. */
bool feed_first(const struct run *run, uint32_t session, struct feed_at *out);
/* Moves forward or back by one item; false, with *at unchanged, at the end. */
bool feed_next(const struct run *run, uint32_t session, struct feed_at *at);
bool feed_prev(const struct run *run, uint32_t session, struct feed_at *at);

/* Returns the talk event at a position. Valid until the next run_take(). */
const struct peer_event *feed_event(const struct run *run, const struct feed_at *at);
/* Writes the talk event as text without its bytes: "server: message, 5 bytes". */
void peer_event_text(const struct peer_event *event, char *out, size_t size);
