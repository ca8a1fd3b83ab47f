#include "capture/peer/peer_event_queue.h"

#include <stdlib.h>

#include "core/base/memory.h"

void talkqueue_add(struct talkqueue *queue, const struct talk *talk)
{
	if (queue->end == queue->size) {
		queue->size = queue->size == 0 ? 16 : queue->size * 2;
		queue->events = memory_resize(queue->events, queue->size, sizeof(struct talk));
	}
	queue->events[queue->end++] = *talk;
}

bool talkqueue_take(struct talkqueue *queue, struct talk *out)
{
	if (queue->first == queue->end)
		return false;
	*out = queue->events[queue->first++];
	/* The owner takes all there is, so the front is soon free again. */
	if (queue->first == queue->end)
		queue->first = queue->end = 0;
	return true;
}

void talkqueue_clear(struct talkqueue *queue)
{
	free(queue->events);
	*queue = (struct talkqueue){ 0 };
}
