/* The link header of a frame on one line, as tcpdump -e prints it. */
#pragma once

#include <stddef.h>

#include "core/decode/decode.h"

#define LINK_TEXT 160

/* Writes "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype IPv4 (0x0800), length 74"; of a link
 * without addresses only the length, which is the original one in bytes. Returns the length of the
 * text without the NUL. */
size_t link_format(int link_type, const struct frame *frame, char *out, size_t size);
