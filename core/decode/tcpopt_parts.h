/* Pieces that the ways to write TCP options share; for the files that write them alone. */
#pragma once

#include <stdbool.h>

#include "core/base/bytes.h"
#include "core/base/writer.h"

/* What there is to write of a segment's options. */
struct tcpopts {
	struct bytes held; /* what the capture holds of them */
	size_t cut;        /* bytes of them on the wire that it does not hold */
	uint32_t sack_base;
	uint16_t flags;   /* enum tcp_flag of the segment, or TCPOPTS_ANY_FLAGS */
	bool payload_cut; /* the capture does not hold all of the segment's payload */
};

#define TCPOPTS_ANY_FLAGS UINT16_MAX

/* As tcpopts_format; where the capture does not hold what is to come, tcpdump ends
 * with " [|tcp]". */
size_t tcpopts_write(const struct tcpopts *options, char *out, size_t size);

/* Multipath TCP (RFC 8684) as tcpdump has it: " 12 capable v0 {0x1}"; data is what follows kind and
 * length, flags those of the segment, which tcpdump judges it by, or TCPOPTS_ANY_FLAGS. False for
 * what cannot be; what was written up to there stays. */
bool mptcp_write(struct writer *w, struct bytes data, uint16_t flags);

/* A fast open cookie (RFC 7413) as tcpdump has it: " cookiereq", " cookie 0011", " (invalid)". */
void fast_open_write(struct writer *w, struct bytes cookie);

/* "{6:12}{20:30}", the edges relative to base. */
void sack_write(struct writer *w, struct bytes blocks, uint32_t base);
