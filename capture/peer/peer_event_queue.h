/* Events of the client, in order, until its owner takes them. One thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "capture/peer/peer_event.h"

/* All zeros is empty. */
struct talkqueue {
	struct talk *events;
	size_t first, end, size;
};

void talkqueue_add(struct talkqueue *queue, const struct talk *talk);
/* False when it is empty. */
bool talkqueue_take(struct talkqueue *queue, struct talk *out);
void talkqueue_clear(struct talkqueue *queue);
