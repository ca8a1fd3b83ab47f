#include "capture/source/stream.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/memory.h"

#define HEAD 8
#define BUFFER 65536

struct stream {
	int fd;
	bool owned;
	int stop_fd;
	uint64_t total;
	bool (*idle)(void *ctx);
	void *ctx;
	uint8_t head[HEAD];
	char buffer[BUFFER];
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

static void keep_head(struct stream *stream, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len && stream->total + i < HEAD; i++)
		stream->head[stream->total + i] = (uint8_t)bytes[i];
}

static ssize_t on_read(void *cookie, char *bytes, size_t size)
{
	struct stream *stream = cookie;
	ssize_t got;
	do {
		if (!wait_for_bytes(stream)) {
			errno = ECANCELED;
			return -1;
		}
		got = read(stream->fd, bytes, size);
		assert(got < 0 || (size_t)got <= size);
	} while (got < 0 && (errno == EAGAIN || errno == EINTR));
	if (got > 0) {
		keep_head(stream, bytes, (size_t)got);
		stream->total += (uint64_t)got;
	}
	return got;
}

/* For ftello() only. */
static int on_seek(void *cookie, off64_t *offset, int whence)
{
	struct stream *stream = cookie;
	if (whence != SEEK_CUR || *offset != 0) {
		errno = ESPIPE;
		return -1;
	}
	*offset = (off64_t)stream->total;
	return 0;
}

FILE *stream_open(struct stream *stream)
{
	cookie_io_functions_t functions = { .read = on_read, .seek = on_seek };
	FILE *file = fopencookie(stream, "r", functions);
	if (file != NULL)
		setvbuf(file, stream->buffer, _IOFBF, sizeof(stream->buffer));
	return file;
}

void stream_on_idle(struct stream *stream, bool (*idle)(void *ctx), void *ctx)
{
	stream->idle = idle;
	stream->ctx = ctx;
}

const uint8_t *stream_head(const struct stream *stream, size_t *len)
{
	*len = stream->total < HEAD ? (size_t)stream->total : HEAD;
	return stream->head;
}
