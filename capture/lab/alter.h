/* Changes that the link makes to a frame, and the ICMP messages that it sends as a router does. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decode/decode.h"
#include "core/record/addr.h"

/* Sets Congestion Experienced in the IP header (RFC 3168) and updates its checksum (RFC 1624). */
void lab_alter_mark(uint8_t *frame, const struct headers *where);

/* Flips one bit of the payload or, if there is none, of the window in the TCP header. The TCP
 * checksum then fails. `flip` selects the bit; any number that is not negative. */
void lab_alter_corrupt(uint8_t *frame, const struct headers *where, int64_t flip);

/* Size of the buffer for lab_alter_too_big. */
#define LAB_TOO_BIG_MAX 1300

/* Writes the ICMP answer to a frame that exceeds the path MTU, as sent by a router with that
 * address: "fragmentation needed" (RFC 1191) or "packet too big" (RFC 8201) with the MTU and the
 * beginning of the packet. Returns its length in bytes; 0 if none is due: IPv4 without Don't
 * Fragment, or not IP. */
size_t lab_alter_too_big(const uint8_t *frame, size_t len, const struct addr *router, uint32_t mtu,
    uint8_t out[LAB_TOO_BIG_MAX]);
