/* Pieces that the ways to write TCP options share; for the files that write them alone. */
#pragma once

#include <stdbool.h>

#include "core/bytes.h"
#include "core/writer.h"

/* As tcpopts_format, for options of which the capture does not hold the last `cut` bytes: tcpdump ends
 * those with " [|tcp]". */
size_t tcpopts_format_cut(
    struct bytes options, size_t cut, uint32_t sack_base, char *out, size_t size);

/* Multipath TCP (RFC 8684) as tcpdump has it: " 12 capable v0 {0x1}"; data is what follows kind and
 * length. False for a length that cannot be; what was written up to there stays. */
bool mptcp_write(struct writer *w, struct bytes data);

/* A fast open cookie (RFC 7413) as tcpdump has it: " cookiereq", " cookie 0011", " (invalid)". */
void fast_open_write(struct writer *w, struct bytes cookie);

/* "{6:12}{20:30}", the edges relative to base. */
void sack_write(struct writer *w, struct bytes blocks, uint32_t base);
