/* A descriptor that is read as it delivers, as the FILE that libpcap wants, and can be stopped
 * while it waits. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct stream;

/* fd is closed in the end only if `owned`; stop_fd (borrowed) becomes readable when
 * reading shall end. */
struct stream *stream_new(int fd, bool owned, int stop_fd);
/* Call after the FILE was closed. NULL is fine. */
void stream_free(struct stream *stream);

/* Opens the FILE; fclose() it, or let libpcap do so. Its position can be told but not set.
 * NULL with errno. */
FILE *stream_open(struct stream *stream);

/* Calls `idle` each time before waiting for bytes that are not there yet; false from it ends
 * reading. Set while nobody reads. */
void stream_on_idle(struct stream *stream, bool (*idle)(void *ctx), void *ctx);

/* The first bytes of the stream, at most 8; *len says how many. */
const uint8_t *stream_head(const struct stream *stream, size_t *len);
