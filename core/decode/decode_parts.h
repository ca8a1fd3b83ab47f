/* The layers that core/decode/decode.c goes through, one file each; for the decoder alone.
 *
 * Each takes its header off what is left of the frame and answers DECODE_SEGMENT to go on. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/bytes.h"
#include "core/decode/decode.h"

/* What is left of a frame: the captured bytes, and how many there were on the wire, which may be
 * more (the capture was cut) or fewer (padding) than those captured. */
struct rest {
	struct bytes captured;
	uint32_t wire;
	uint32_t at; /* offset into the frame */
};

enum network { NETWORK_OTHER, NETWORK_IPV4, NETWORK_IPV6 };

/* What the IP header tells a segment. */
struct packet_facts {
	struct addr src, dst;
	uint32_t id;
	uint8_t ttl, tos;
	bool first_fragment;
};

/* Takes a header of n bytes: DECODE_BAD when the wire did not hold them, DECODE_TRUNCATED when only
 * the capture does not. */
static inline enum decode_result rest_take(struct rest *rest, uint32_t n, struct bytes *out)
{
	if (rest->wire < n)
		return DECODE_BAD;
	if (rest->captured.left < n)
		return DECODE_TRUNCATED;
	*out = (struct bytes){ rest->captured.at, n };
	rest->captured.at += n;
	rest->captured.left -= n;
	rest->wire -= n;
	rest->at += n;
	return DECODE_SEGMENT;
}

/* What is left is n bytes on the wire, as the IP header says: padding goes. More than the frame had
 * on the wire is believed, as tcpdump does: tools that cut captures lose its length. */
static inline void rest_limit(struct rest *rest, uint32_t n)
{
	rest->wire = n;
	if (rest->captured.left > n)
		rest->captured.left = n;
}

bool link_supported(int link_type);
enum decode_result link_decode(
    int link_type, struct rest *rest, struct headers *where, enum network *network);

/* DECODE_SEGMENT means that a TCP header follows. */
enum decode_result ip_decode(
    enum network network, struct rest *rest, struct headers *where, struct packet_facts *facts);

/* Fills the fields of *out that the TCP header tells, and zeroes the others. */
enum decode_result tcp_decode(struct rest *rest, struct headers *where, struct segment *out);

/* Reads captured options into the fields of *out; wanted is how many bytes the header
 * says they are. */
void options_decode(struct bytes options, uint32_t wanted, struct segment *out);
