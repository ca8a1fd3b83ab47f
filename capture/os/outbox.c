#include "capture/os/outbox.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "core/base/memory.h"

void outbox_clear(struct outbox *box)
{
	free(box->bytes);
	*box = (struct outbox){ 0 };
}

size_t outbox_waiting(const struct outbox *box)
{
	assert(box->at <= box->end && box->end <= box->size);
	return box->end - box->at;
}

size_t outbox_room(const struct outbox *box)
{
	assert(outbox_waiting(box) <= OUTBOX_MAX);
	return OUTBOX_MAX - outbox_waiting(box);
}

/* Moves the waiting bytes to the front, and grows the buffer only if that is not enough. */
static void make_room(struct outbox *box, size_t len)
{
	size_t waiting = outbox_waiting(box);
	if (box->at > 0)
		memmove(box->bytes, box->bytes + box->at, waiting);
	box->at = 0;
	box->end = waiting;
	if (waiting + len <= box->size)
		return;
	size_t doubled = box->size > OUTBOX_MAX / 2 ? OUTBOX_MAX : box->size * 2;
	box->size = waiting + len > doubled ? waiting + len : doubled;
	box->bytes = memory_resize(box->bytes, box->size, 1);
}

bool outbox_add(struct outbox *box, const void *bytes, size_t len)
{
	if (len > outbox_room(box))
		return false;
	if (len == 0)
		return true;
	if (len > box->size - box->end)
		make_room(box, len);
	assert(len <= box->size - box->end);
	memcpy(box->bytes + box->end, bytes, len);
	box->end += len;
	return true;
}

int outbox_send(struct outbox *box, int fd, struct bytes *sent)
{
	*sent = (struct bytes){ 0 };
	if (outbox_waiting(box) == 0)
		return 0;
	sent->at = box->bytes + box->at;
	ssize_t n = send(fd, sent->at, outbox_waiting(box), MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : errno;
	sent->left = (size_t)n;
	assert((size_t)n <= outbox_waiting(box));
	box->at += (size_t)n;
	/* *sent stays valid: only the next outbox_add moves the bytes. */
	return 0;
}
