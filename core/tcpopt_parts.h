/* Pieces that the two ways to write TCP options share; for core/tcpopt_*.c alone. */
#pragma once

#include <stdbool.h>

#include "core/bytes.h"
#include "core/writer.h"

/* Multipath TCP (RFC 8684) as tcpdump has it: " 12 capable v0 {0x1}"; data is what follows kind and length. False for a
 * length that cannot be; what was written up to there stays. */
bool mptcp_write(struct writer *w, struct bytes data);

/* A fast open cookie (RFC 7413) as tcpdump has it: " cookiereq", " cookie 0011", " (invalid)". */
void fast_open_write(struct writer *w, struct bytes cookie);

/* "{6:12}{20:30}", the edges relative to base. */
void sack_write(struct writer *w, struct bytes blocks, uint32_t base);
