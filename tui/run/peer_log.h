/* What server and client reported, in order of time. */
#pragma once

#include <stdint.h>

#include "capture/peer/peer_event.h"

/* The oldest are forgotten beyond so many. */
#define TALKS_MAX 4096

struct talks {
	struct talk *event; /* a circle of TALKS_MAX; owned */
	uint64_t total;     /* ever seen */
};

void talks_init(struct talks *talks);
void talks_free(struct talks *talks);

/* Keeps a report. Server and client are heard in turns, so one that is late by less than a second
 * takes its place among the newest; one that is later than that tells of a clock that was set,
 * and comes last. */
void talks_keep(struct talks *talks, const struct talk *talk);

/* The n-th newest, n from 0; NULL when there is none. Valid until the next is kept. */
const struct talk *talks_newest(const struct talks *talks, uint64_t n);
