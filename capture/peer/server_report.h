/* The server thread's way of telling its owner: events into a ring, and a count of those that
 * did not fit. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/os/ring.h"
#include "capture/peer/peer_event.h"

struct server_report {
	struct ring *ring; /* of struct talk (borrowed) */
	uint32_t lost;     /* events not yet told about */
	bool pushed;       /* since the last server_report_flush */
};

/* Puts the event into the ring; counts it where there is no room. Seen by the owner after
 * server_report_flush. */
void server_report_add(struct server_report *report, const struct peer_event *event);
/* Wakes the owner if there is news. Tells of lost events as soon as there is room; returns whether
 * some are still untold, so that the caller comes back. */
bool server_report_flush(struct server_report *report);
