/* What tcpviz says of a segment, as a comment beside it in a capture. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* ctx is the run, whose current vantage point has the packet. For struct export_target. */
void export_comment(void *ctx, uint32_t packet, char *out, size_t size);
