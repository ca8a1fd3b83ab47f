/* The path from the server's thread to its owner: a ring of events, and a count of those that did
 * not fit. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/os/ring.h"
#include "capture/peer/peer_event.h"

struct server_report {
	struct ring *ring; /* of struct peer_event (borrowed) */
	uint32_t lost;     /* events lost and not yet reported */
	bool pushed;       /* since the last server_report_flush */
};

/* Puts the event into the ring, or counts it as lost if the ring is full. The owner sees it after
 * server_report_flush. */
void server_report_add(struct server_report *report, const struct peer_event *event);
/* Wakes the owner if there are new events. Reports lost events as soon as there is space. Returns
 * true if some are still unreported: the caller must call again. */
bool server_report_flush(struct server_report *report);
