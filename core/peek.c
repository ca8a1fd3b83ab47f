#include "core/peek.h"

#include "core/tcpopt.h"

bool peek_options(
    int link_type, const struct frame *frame, uint32_t sack_base, char *out, size_t size)
{
	struct segment segment;
	struct headers where;
	if (size > 0)
		out[0] = '\0';
	if (decode_frame(link_type, frame, &segment, &where) != DECODE_SEGMENT)
		return false;
	struct bytes options;
	decode_options(frame, &where, &options);
	tcpopts_format(options, sack_base, out, size);
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
