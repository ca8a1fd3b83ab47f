/* Reads a descriptor that delivers data over time. Reading can be stopped while it waits. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct stream;

/* Closes fd in the end only if `owned`. stop_fd (borrowed) becomes readable when reading must
 * end. */
struct stream *stream_new(int fd, bool owned, int stop_fd);
/* NULL is fine. */
void stream_free(struct stream *stream);

/* Reads what has arrived, at least one byte, as struct input does; ctx is the stream. The offset
 * must be that of the next byte. */
ssize_t stream_read(void *ctx, uint64_t offset, uint8_t *out, size_t size);

/* Sets a function that is called each time before waiting for data; if it returns false, reading
 * ends. Set it before reading begins. */
void stream_on_idle(struct stream *stream, bool (*idle)(void *ctx), void *ctx);
