/* Explains a segment in one to three sentences: what it does, and why, if the capture shows it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model/model.h"

#define EXPLAIN_TEXT 768

/* Writes ASCII sentences, or none if there is nothing exact to say. Refers to other packets by
 * frame number. Returns the length without the NUL. */
size_t explain_packet(const struct model *m, uint32_t packet, char *out, size_t size);

/* Writes the same, with facts that records do not keep. segment is decoded from the packet's frame
 * (core/decode/reread.h), or NULL. */
size_t explain_segment(
    const struct model *m, uint32_t packet, const struct segment *segment, char *out, size_t size);
/* Returns true if the packet's frame may add sentences. Other frames need not be read again. */
bool explain_wants_segment(const struct model *m, uint32_t packet);
