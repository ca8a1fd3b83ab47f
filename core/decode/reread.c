#include "core/decode/reread.h"

#include <assert.h>

#include "core/decode/tcpopt_parts.h"

#define TCP_LEN_MIN 20

bool peek_options(
    int link_type, const struct frame *frame, uint32_t sack_base, char *out, size_t size)
{
	struct segment segment;
	struct headers where;
	if (size > 0)
		out[0] = '\0';
	if (decode_frame(link_type, frame, &segment, &where) != DECODE_SEGMENT)
		return false;
	struct tcpopts options = {
		.sack_base = sack_base,
		.flags = segment.flags,
		.payload_cut = where.payload_captured < segment.len,
	};
	decode_options(frame, &where, &options.held);
	assert(options.held.left <= where.tcp_len - TCP_LEN_MIN);
	options.cut = where.tcp_len - TCP_LEN_MIN - options.held.left;
	tcpopts_write(&options, out, size);
	return true;
}

bool peek_payload(int link_type, const struct frame *frame, struct bytes *out)
{
	struct segment segment;
	struct headers where;
	if (decode_frame(link_type, frame, &segment, &where) != DECODE_SEGMENT)
		return false;
	decode_payload(frame, &where, out);
	return true;
}

bool peek_segment(int link_type, const struct frame *frame, struct segment *out)
{
	return decode_frame(link_type, frame, out, NULL) == DECODE_SEGMENT;
}
