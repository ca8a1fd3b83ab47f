/* A packet as one line of JSON, and JSON strings. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/model.h"

#define JSON_LINE 4096

/* Writes the object without a newline; fields as documented in the manual. Returns the length without
 * the NUL; out should hold JSON_LINE bytes. */
size_t json_packet(const struct model *m, uint32_t packet, char *out, size_t size);
