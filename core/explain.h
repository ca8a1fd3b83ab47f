/* A segment in one to three plain sentences: what it does, and why as far as the capture shows. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/model.h"

#define EXPLAIN_TEXT 768

/* Writes ASCII sentences, or nothing where there is nothing exact to say. Refers to other packets by
 * frame number. Returns the length without the NUL. */
size_t explain_packet(const struct model *m, uint32_t packet, char *out, size_t size);
