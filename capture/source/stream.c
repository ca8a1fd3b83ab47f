#include "capture/source/stream.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/memory.h"

struct stream {
	int fd;
	bool owned;
	int stop_fd;
	uint64_t total;
	bool (*idle)(void *ctx);
	void *ctx;
};

struct stream *stream_new(int fd, bool owned, int stop_fd)
{
	struct stream *stream = memory_zeroed(1, sizeof(*stream));
	stream->fd = fd;
	stream->owned = owned;
	stream->stop_fd = stop_fd;
	return stream;
}

void stream_free(struct stream *stream)
{
	if (stream == NULL)
		return;
	if (stream->owned)
		close(stream->fd);
	free(stream);
}

/* Returns false if reading must end. */
static bool wait_for_bytes(struct stream *stream)
{
	struct pollfd fds[] = { { .fd = stream->fd, .events = POLLIN },
		{ .fd = stream->stop_fd, .events = POLLIN } };
	int ready = poll(fds, 2, 0);
	if (ready == 0) {
		if (stream->idle != NULL && !stream->idle(stream->ctx))
			return false;
		ready = poll(fds, 2, -1);
	}
	return ready < 0 || fds[1].revents == 0;
}

ssize_t stream_read(void *ctx, uint64_t offset, uint8_t *out, size_t size)
{
	struct stream *stream = ctx;
	ssize_t got;
	assert(offset == stream->total);
	do {
		if (!wait_for_bytes(stream)) {
			errno = ECANCELED;
			return -1;
		}
		got = read(stream->fd, out, size);
		assert(got < 0 || (size_t)got <= size);
	} while (got < 0 && (errno == EAGAIN || errno == EINTR));
	if (got > 0)
		stream->total += (uint64_t)got;
	return got;
}

void stream_on_idle(struct stream *stream, bool (*idle)(void *ctx), void *ctx)
{
	stream->idle = idle;
	stream->ctx = ctx;
}
