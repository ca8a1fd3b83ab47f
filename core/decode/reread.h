/* Looks into a frame that was read back, for what the records do not keep. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/decode/decode.h"

/* The frame's TCP options in tcpdump's notation (core/decode/tcpopt.h). False, with out empty, when
 * the frame holds no segment. */
bool peek_options(
    int link_type, const struct frame *frame, uint32_t sack_base, char *out, size_t size);

/* The captured payload (borrowed from the frame); false when the frame holds no segment. */
bool peek_payload(int link_type, const struct frame *frame, struct bytes *out);

/* The frame as a segment; false when it holds none. */
bool peek_segment(int link_type, const struct frame *frame, struct segment *out);
