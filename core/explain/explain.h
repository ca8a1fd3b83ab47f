/* A segment in one to three plain sentences: what it does, and why as far as the capture shows. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/model/model.h"

#define EXPLAIN_TEXT 768

/* Writes ASCII sentences, or nothing where there is nothing exact to say. Refers to other packets
 * by frame number. Returns the length without the NUL. */
size_t explain_packet(const struct model *m, uint32_t packet, char *out, size_t size);

/* The same with what records do not keep: the segment as its frame has it
 * (core/decode/reread.h), or NULL. */
size_t explain_segment(
    const struct model *m, uint32_t packet, const struct segment *segment, char *out, size_t size);
/* Whether its frame may hold what there is to say more; so that others need not be read back. */
bool explain_wants_segment(const struct model *m, uint32_t packet);
