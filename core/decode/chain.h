/* The headers that a segment was found behind, in short: what tells tunnels apart. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decode/decode.h"

/* Returns true if there is more before TCP than a link header and one IP header. */
bool chain_any(const struct headers *where);

/* The same for all segments of a tunnel in one direction, as good as random for others; never 0.
 * Labels of which there may be one a flow (MPLS, GTP, keys of GRE) are left out. */
uint64_t chain_key(const struct frame *frame, const struct headers *where);

/* The same for all segments whose sessions are the same: networks, and the outer addresses of GTP,
 * GRE and IP in IP in either order. 0 when nothing of that is there. */
uint64_t chain_path_key(const struct frame *frame, const struct headers *where);

/* "vlan 12\nvxlan 77\nip 10.0.0.1 > 10.0.0.2". Returns the length without the NUL. */
#define CHAIN_TEXT 1024
size_t chain_format(const struct frame *frame, const struct headers *where, char *out, size_t size);
