#include "capture/peer/peer_event_queue.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/memory.h"

void peer_event_queue_add(struct peer_event_queue *queue, const struct peer_event *event)
{
	if (queue->end == queue->size) {
		queue->size = queue->size == 0 ? 16 : queue->size * 2;
		queue->events =
		    memory_resize(queue->events, queue->size, sizeof(struct peer_event));
	}
	queue->events[queue->end++] = *event;
	assert(queue->first <= queue->end && queue->end <= queue->size);
}

bool peer_event_queue_take(struct peer_event_queue *queue, struct peer_event *out)
{
	if (queue->first == queue->end)
		return false;
	*out = queue->events[queue->first++];
	/* The owner takes all events, so the space at the front is soon reused. */
	if (queue->first == queue->end)
		queue->first = queue->end = 0;
	return true;
}

void peer_event_queue_clear(struct peer_event_queue *queue)
{
	free(queue->events);
	*queue = (struct peer_event_queue){ 0 };
}
