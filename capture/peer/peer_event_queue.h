/* A queue of the client's events until its owner takes them. For one thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "capture/peer/peer_event.h"

/* Valid when all zeros: empty. */
struct peer_event_queue {
	struct peer_event *events;
	size_t first, end, size;
};

void peer_event_queue_add(struct peer_event_queue *queue, const struct peer_event *event);
/* Returns false if the queue is empty. */
bool peer_event_queue_take(struct peer_event_queue *queue, struct peer_event *out);
void peer_event_queue_clear(struct peer_event_queue *queue);
