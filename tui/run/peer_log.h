/* Talk events of server and client, in order of time. */
#pragma once

#include <stdint.h>

#include "capture/peer/peer_event.h"

/* Maximum number of events; beyond it the oldest are dropped. */
#define PEER_LOG_MAX 4096

struct peer_log {
	struct peer_event *event; /* circular buffer of PEER_LOG_MAX; owned */
	uint64_t total;           /* events added so far */
};

void peer_log_init(struct peer_log *peer_log);
void peer_log_free(struct peer_log *peer_log);

/* Adds an event. Server and client are read in turns: an event that is late by less than a
 * second is inserted in order of time. A later one means that a clock was set, and is appended. */
void peer_log_add(struct peer_log *peer_log, const struct peer_event *event);

/* Returns the n-th newest event, n from 0, or NULL. Valid until the next is added. */
const struct peer_event *peer_log_newest(const struct peer_log *peer_log, uint64_t n);
