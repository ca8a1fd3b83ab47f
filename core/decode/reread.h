/* Reads facts from a frame that the records do not keep. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/decode/decode.h"

/* Writes the frame's TCP options in tcpdump's notation (core/decode/tcpopt.h). Returns false, with
 * out empty, if the frame holds no segment. */
bool peek_options(
    int link_type, const struct frame *frame, uint32_t sack_base, char *out, size_t size);

/* Reads the captured payload, borrowed from the frame. Returns false if the frame holds no
 * segment. */
bool peek_payload(int link_type, const struct frame *frame, struct bytes *out);

/* Decodes the frame. Returns false if it holds no segment. */
bool peek_segment(int link_type, const struct frame *frame, struct segment *out);
