/* The TCP header (RFC 9293, 3.1). */
#include "core/decode/decode_parts.h"

#include <assert.h>

#include "core/base/byteorder.h"

#define TCP_LEN 20

static void header_fields(const uint8_t *at, struct segment *out)
{
	uint16_t flags = load_be16(at + 12) & 0x1ff;
	*out = (struct segment){
		.src.port = load_be16(at),
		.dst.port = load_be16(at + 2),
		.seq = load_be32(at + 4),
		.ack = flags & TCP_ACK ? load_be32(at + 8) : 0,
		.flags = flags,
		.win = load_be16(at + 14),
		.urgent = load_be16(at + 18),
	};
}

enum decode_result tcp_decode(struct rest *rest, struct headers *where, struct segment *out)
{
	where->tcp_at = rest->at;
	struct bytes header;
	enum decode_result result = rest_take(rest, TCP_LEN, &header);
	if (result != DECODE_SEGMENT)
		return result;
	uint32_t len = (header.at[12] >> 4) * 4U;
	if (len < TCP_LEN || len - TCP_LEN > rest->wire)
		return DECODE_BAD;
	uint32_t wanted = len - TCP_LEN;
	assert(rest->wire >= wanted);
	struct bytes options = { rest->captured.at, rest->captured.left };
	uint32_t captured = wanted < options.left ? wanted : (uint32_t)options.left;
	options.left = captured;
	where->tcp_len = len;
	where->payload_at = where->tcp_at + len;
	where->payload_captured = (uint32_t)rest->captured.left - captured;
	header_fields(header.at, out);
	uint32_t len_on_wire = rest->wire - wanted;
	out->len =
	    (len_on_wire < SEGMENT_LEN_MOST ? len_on_wire : SEGMENT_LEN_MOST) & SEGMENT_LEN_MOST;
	if (wanted > 0)
		options_decode(options, wanted, out);
	return DECODE_SEGMENT;
}
