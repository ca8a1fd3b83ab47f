/* Frames of a device or a stream, kept in a file that has no name and is gone with the process. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/decode.h"
#include "core/err.h"

struct spool;

/* In $TMPDIR or /tmp. dlt is libpcap's link type. NULL with err set on failure. */
struct spool *spool_new(int dlt, struct err *err);
void spool_free(struct spool *spool);

/* A second descriptor, for reading, with a position of its own; the caller's from now on. Call once. */
int spool_take_reader(struct spool *spool);

/* Writer's thread: appends a frame and returns its offset. Failures show at the flush. */
uint64_t spool_write(struct spool *spool, const struct frame *frame);
/* Writer's thread: what was written can be read back after this. */
bool spool_flush(struct spool *spool, struct err *err);
/* Writer's thread: the size so far. */
uint64_t spool_bytes(const struct spool *spool);
