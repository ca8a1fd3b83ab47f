/* Wraps a descriptor that delivers data over time in a FILE for libpcap. Reading can be stopped
 * while it waits. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct stream;

/* Closes fd in the end only if `owned`. stop_fd (borrowed) becomes readable when reading must
 * end. */
struct stream *stream_new(int fd, bool owned, int stop_fd);
/* Call after the FILE was closed. NULL is fine. */
void stream_free(struct stream *stream);

/* Opens the FILE, which the caller or libpcap closes with fclose(). Its position can be read but
 * not set. Returns NULL with errno on failure. */
FILE *stream_open(struct stream *stream);

/* Sets a function that is called each time before waiting for data; if it returns false, reading
 * ends. Set it before reading begins. */
void stream_on_idle(struct stream *stream, bool (*idle)(void *ctx), void *ctx);

/* Returns the first bytes of the stream, at most 8; *len is their number. */
const uint8_t *stream_head(const struct stream *stream, size_t *len);
