/* Events that server and client reported, in order of time. */
#pragma once

#include <stdint.h>

#include "capture/peer/peer_event.h"

/* The oldest are forgotten beyond so many. */
#define PEER_LOG_MAX 4096

struct peer_log {
	struct peer_event *event; /* a circle of PEER_LOG_MAX; owned */
	uint64_t total;           /* ever seen */
};

void peer_log_init(struct peer_log *peer_log);
void peer_log_free(struct peer_log *peer_log);

/* Keeps a report. Server and client are heard in turns, so one that is late by less than a second
 * takes its place among the newest; one that is later than that tells of a clock that was set,
 * and comes last. */
void peer_log_add(struct peer_log *peer_log, const struct peer_event *event);

/* The n-th newest, n from 0; NULL when there is none. Valid until the next is kept. */
const struct peer_event *peer_log_newest(const struct peer_log *peer_log, uint64_t n);
