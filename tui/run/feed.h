/* The messages of a session, and the reports of server and client about it, in order of
 * time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "tui/run/run.h"

/* A place in the feed. It knows the last of both kinds, so that going on and back always comes to
 * an end, even when a clock was set back. */
struct feed_at {
	uint32_t message; /* the packet that begins the newest message up to here; 0: none */
	uint64_t event;   /* the newest report up to here, counted from 1; 0: none */
	bool is_event;    /* it is the report that stands here, else the message */
};

/* The message that a packet carries, or else the newest item up to it. False when there is none. */
bool feed_at_packet(const struct run *run, uint32_t packet, struct feed_at *out);
/* The first item of a session. Of session 0, here and below: what was reported about anybody. */
bool feed_first(const struct run *run, uint32_t session, struct feed_at *out);
/* Moves on or back by one; false, with *at unchanged, at the end. */
bool feed_next(const struct run *run, uint32_t session, struct feed_at *at);
bool feed_prev(const struct run *run, uint32_t session, struct feed_at *at);

/* The report at a place. Valid until the run goes on. */
const struct peer_event *feed_event(const struct run *run, const struct feed_at *at);
/* The report in words: "server: message, 5 bytes"; the bytes are not in it. */
void peer_event_text(const struct peer_event *event, char *out, size_t size);
