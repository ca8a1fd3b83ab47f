/* What the link changes in a frame, and the ICMP that it sends as a router would. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decode/decode.h"
#include "core/record/addr.h"

/* Sets Congestion Experienced in the IP header and corrects its checksum (RFC 3168, RFC 1624). */
void lab_alter_mark(uint8_t *frame, const struct headers *where);

/* Flips one bit of the payload or, without any, of the TCP header's window, so that the TCP
 * checksum fails. `flip` is any number, not negative. */
void lab_alter_corrupt(uint8_t *frame, const struct headers *where, int64_t flip);

/* Room for what lab_alter_too_big writes. */
#define LAB_TOO_BIG_MAX 1300

/* Writes the answer to a frame that was too long for the path, as a router at that address sends
 * it: ICMP "fragmentation needed" (RFC 1191) or ICMPv6 "packet too big" (RFC 8201) with the MTU and
 * the beginning of the packet. Returns its length; 0 where none is due: IPv4 without Don't
 * Fragment, something else than IP. */
size_t lab_alter_too_big(const uint8_t *frame, size_t len, const struct addr *router, uint32_t mtu,
    uint8_t out[LAB_TOO_BIG_MAX]);
