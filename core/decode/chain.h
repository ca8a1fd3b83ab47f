/* Keys and names for the headers in front of a segment, to tell tunnels apart. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decode/decode.h"

/* Returns true if TCP follows more than a link header and one IP header. */
bool chain_any(const struct headers *where);

/* Returns a key that is equal for all segments of a tunnel in one direction and, in practice,
 * different for others; never 0. Leaves out labels that may differ by flow (MPLS, GTP, GRE
 * keys). */
uint64_t chain_key(const struct frame *frame, const struct headers *where);

/* Returns a key that is equal for all segments that may share sessions: networks, and the outer
 * addresses of GTP, GRE and IP in IP in either order. 0 if there are none. */
uint64_t chain_path_key(const struct frame *frame, const struct headers *where);

/* Writes "vlan 12\nvxlan 77\nip 10.0.0.1 > 10.0.0.2". Returns the length without the NUL. */
#define CHAIN_TEXT 1024
size_t chain_format(const struct frame *frame, const struct headers *where, char *out, size_t size);
