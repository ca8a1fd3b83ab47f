/* A byte stream as lines of text or hex, a part at a time: a stream may be larger than memory.
 * Owner's thread only. */
#pragma once

#include "core/model/byte_stream.h"
#include "tui/text/lines.h"
#include "tui/view/shell.h"

/* Bytes of a part. */
#define BYTES_PART (UINT64_C(256) << 10)

/* Returns how many parts a stream has, at least 1. */
uint64_t bytes_parts(const struct byte_stream *stream);

/* Appends the lines of a part, at most `cells` wide: for each turn of a side a heading, and its
 * bytes in the form that is set; what is missing stands in its place. */
void bytes_text(const struct shell *shell, const struct byte_stream *stream, uint64_t part,
    unsigned cells, struct lines *out);
