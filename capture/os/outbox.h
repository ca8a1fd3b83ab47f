/* Bytes that wait for a socket to take them: bounded, so that a peer that does not read cannot
 * make us grow. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"

#define OUTBOX_MAX ((size_t)1 << 20)

/* All zeros is empty. */
struct outbox {
	uint8_t *bytes;
	size_t at, end; /* what waits lies between */
	size_t size;
};

/* Frees what waits. The outbox is empty and usable afterwards. */
void outbox_clear(struct outbox *box);
size_t outbox_waiting(const struct outbox *box);
/* How many bytes more it takes, up to OUTBOX_MAX in all. */
size_t outbox_room(const struct outbox *box);
/* Copies all of the bytes, or none and returns false when there is no room. */
bool outbox_add(struct outbox *box, const void *bytes, size_t len);

/* Gives the socket once what it takes without blocking. Returns 0 or the errno that ends the
 * connection. *sent is what went, good until the next call; left is 0 when the socket is full. */
int outbox_send(struct outbox *box, int fd, struct bytes *sent);
