/* Bytes that wait until a socket takes them. The size is bounded because the peer may never
 * read. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"

#define OUTBOX_MAX ((size_t)1 << 20)

/* Valid when all zeros: empty. */
struct outbox {
	uint8_t *bytes;
	size_t at, end; /* the waiting bytes lie in between */
	size_t size;
};

/* Frees the waiting bytes. The outbox stays usable. */
void outbox_clear(struct outbox *box);
size_t outbox_waiting(const struct outbox *box);
/* Returns how many more bytes fit, up to OUTBOX_MAX in total. */
size_t outbox_room(const struct outbox *box);
/* Copies all of the bytes, or returns false if they do not fit. */
bool outbox_add(struct outbox *box, const void *bytes, size_t len);

/* Sends as much as the socket takes in one call without blocking. Returns 0 or the errno that ends
 * the connection. *sent holds the bytes sent, until the next call; its `left` is 0 if the socket is
 * full. */
int outbox_send(struct outbox *box, int fd, struct bytes *sent);
