/* Shared by the files that write TCP options. */
#pragma once

#include <stdbool.h>

#include "core/base/bytes.h"
#include "core/base/writer.h"

/* The options of a segment as captured. */
struct tcpopts {
	struct bytes held; /* captured bytes */
	size_t cut;        /* bytes on the wire that were not captured */
	uint32_t sack_base;
	uint16_t flags;   /* enum tcp_flag of the segment, or TCPOPTS_ANY_FLAGS */
	bool payload_cut; /* the payload was not captured completely */
};

#define TCPOPTS_ANY_FLAGS UINT16_MAX

/* Writes as tcpopts_format() does; if bytes were not captured, the text ends in " [|tcp]" as in
 * tcpdump. */
size_t tcpopts_write(const struct tcpopts *options, char *out, size_t size);

/* Writes a Multipath TCP option (RFC 8684) as tcpdump does: " 12 capable v0 {0x1}". data follows
 * kind and length; flags are those of the segment, which tcpdump evaluates, or TCPOPTS_ANY_FLAGS.
 * Returns false if the option is invalid; the text written so far stays. */
bool mptcp_write(struct writer *w, struct bytes data, uint16_t flags);

/* Writes a fast open cookie (RFC 7413) as tcpdump does: " cookiereq", " cookie 0011", "
 * (invalid)". */
void fast_open_write(struct writer *w, struct bytes cookie);

/* Writes "{6:12}{20:30}", with edges relative to base. */
void sack_write(struct writer *w, struct bytes blocks, uint32_t base);
