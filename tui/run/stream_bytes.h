/* The bytes of a byte stream, read back from the capture. Owner's thread only. */
#pragma once

#include <stdio.h>

#include "core/base/bytes.h"
#include "core/model/byte_stream.h"
#include "tui/run/run.h"

/* Reads the bytes of a piece; fewer than its length if the rest was not captured, none if the
 * capture lacks them or the frame cannot be read. Valid until the next frame is read. */
struct bytes stream_piece_bytes(struct run *run, const struct byte_piece *piece);

/* Counts of bytes by side. */
struct stream_written {
	uint64_t bytes[2], missing[2];
};

/* Writes a stream to a file; bytes that are missing are left out and counted. The caller looks for
 * errors of the file. */
void stream_write(
    struct run *run, const struct byte_stream *stream, FILE *out, struct stream_written *written);
