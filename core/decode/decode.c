#include "core/decode/decode.h"

#include "core/base/array.h"
#include "core/base/assertions.h"
#include "core/decode/decode_parts.h"

#define TCP_LEN_MIN 20

static const char *const result_names[] = {
	[DECODE_SEGMENT] = "TCP segment",
	[DECODE_NOT_TCP] = "not TCP",
	[DECODE_FRAGMENT] = "later IP fragment",
	[DECODE_TRUNCATED] = "cut short by the snap length",
	[DECODE_BAD] = "malformed header",
};
static_assert(ARRAY_LEN(result_names) == DECODE_RESULTS, "every result has a name");

const char *decode_result_name(enum decode_result result)
{
	return result < DECODE_RESULTS ? result_names[result] : "unknown result";
}

bool decode_supports(int link_type)
{
	return link_supported(link_type);
}

/* Everything of the segment that is not in the TCP header. */
static void fill_segment(
    const struct frame *frame, const struct packet_facts *facts, struct segment *out)
{
	out->time_ns = frame->time_ns;
	out->src.addr = facts->src;
	out->dst.addr = facts->dst;
	out->ip_id = facts->id;
	out->ttl = facts->ttl;
	out->tos = facts->tos;
	out->first_fragment = facts->first_fragment;
	out->hash = endpoints_hash(&out->src, &out->dst);
}

enum decode_result decode_frame(
    int link_type, const struct frame *frame, struct segment *out, struct headers *where)
{
	struct headers local;
	struct headers *headers = where != NULL ? where : &local;
	assert_costly(frame->bytes != NULL || frame->caplen == 0);
	*headers = (struct headers){ 0 };
	struct rest rest = {
		.captured = { frame->bytes, frame->caplen },
		/* A file may claim a frame shorter than its bytes: believe the bytes. */
		.wire = frame->len < frame->caplen ? frame->caplen : frame->len,
	};
	enum network network = NETWORK_OTHER;
	struct packet_facts facts;
	enum decode_result result = link_decode(link_type, &rest, headers, &network);
	if (result == DECODE_SEGMENT)
		result = ip_decode(network, &rest, headers, &facts);
	if (result == DECODE_SEGMENT)
		result = tcp_decode(&rest, headers, out);
	if (result == DECODE_SEGMENT)
		fill_segment(frame, &facts, out);
	assert_costly(result != DECODE_SEGMENT || headers->tcp_at + TCP_LEN_MIN <= frame->caplen);
	assert_costly(result < DECODE_RESULTS);
	return result;
}

/* The n bytes from an offset, as far as the capture holds them. */
static struct bytes captured(const struct frame *frame, uint32_t at, uint32_t n)
{
	struct bytes all = { frame->bytes, frame->caplen };
	struct bytes found = { 0 };
	if (!bytes_skip(&all, at))
		return found;
	(void)bytes_take(&all, n < all.left ? n : all.left, &found);
	return found;
}

void decode_payload(const struct frame *frame, const struct headers *where, struct bytes *out)
{
	assert(where->tcp_len >= TCP_LEN_MIN);
	assert(where->payload_captured == 0 ||
	       (uint64_t)where->payload_at + where->payload_captured <= frame->caplen);
	*out = captured(frame, where->payload_at, where->payload_captured);
}

void decode_options(const struct frame *frame, const struct headers *where, struct bytes *out)
{
	assert(where->tcp_at + TCP_LEN_MIN <= frame->caplen);
	uint32_t len = where->tcp_len > TCP_LEN_MIN ? where->tcp_len - TCP_LEN_MIN : 0;
	*out = captured(frame, where->tcp_at + TCP_LEN_MIN, len);
}
