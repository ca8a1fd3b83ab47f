/* Reads frames of a capture again, by offset or all in order, while another thread may still read
 * on. Owner's thread only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "capture/source/format.h"
#include "core/base/err.h"

struct readback;

/* Reads bytes as struct input does, those that are there now. The format is copied; its map and ctx
 * are borrowed. */
struct readback *readback_new(
    ssize_t (*read)(void *ctx, uint64_t offset, uint8_t *out, size_t size), void *ctx,
    const struct format *format);
/* Reads a descriptor (borrowed). */
struct readback *readback_new_file(int fd, const struct format *format);
void readback_free(struct readback *readback);

/* Reads the frame at the offset. Its bytes and notes are valid until the next call. */
bool readback_frame(struct readback *readback, uint64_t offset, struct frame *out, struct err *err);

/* Reads the frame at or after *offset, and sets *offset behind it. False with err set, or with
 * *ended true at `end`. */
bool readback_next(struct readback *readback, uint64_t *offset, uint64_t end, struct frame *out,
    bool *ended, struct err *err);

/* Returns the offset of the first record. */
uint64_t readback_first(const struct readback *readback);
