/* Decodes one hostile frame every way there is, and stops the program where a promise
 * does not hold.
 *
 * The first byte chooses the link type, the next two say how much longer the frame was
 * on the wire. The user's rules apply, which reach more than ports do. */
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/bytes.h"
#include "core/decode/reassembly.h"
#include "core/decode/reread.h"
#include "core/decode/tcpopt.h"
#include "core/explain/detail.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/links.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct decode_rules rules = {
	.udp = { { 1, LAYER_ETHERNET }, { 2, LAYER_IP }, { 3, LAYER_PPP }, { 4, LAYER_ESP } },
	.udp_count = 4,
	.esp_null = true,
};

static void check_line(void *ctx, unsigned depth, const char *text)
{
	(void)ctx;
	HOLDS(depth < 4);
	check_printable(text);
}

static bool inside(const struct frame *frame, struct bytes part)
{
	return part.left == 0 || (part.at >= frame->bytes && part.left <= frame->caplen &&
	                             part.at + part.left <= frame->bytes + frame->caplen);
}

static void check_segment(
    const struct frame *frame, const struct segment *segment, const struct headers *where)
{
	struct bytes payload, options;
	decode_payload(frame, where, &payload);
	decode_options(frame, where, &options);
	HOLDS(inside(frame, payload) && inside(frame, options));
	HOLDS(payload.left == where->payload_captured);
	HOLDS(payload.left <= segment->len);
	HOLDS(options.left <= where->tcp_len - 20);
	HOLDS(where->ip_version == 4 || where->ip_version == 6);
	HOLDS(where->tcp_at >= where->ip_at + where->ip_len);
	HOLDS(where->layers > 0 && where->layers <= DECODE_LAYERS);
	for (unsigned i = 0; i < where->layers; i++)
		HOLDS(where->layer[i].kind < LAYER_KINDS && where->layer[i].at <= where->tcp_at);
	HOLDS(where->tcp_at + 20 <= frame->caplen);
	HOLDS(segment->sack_count <= SACK_BLOCKS_MAX);
	char text[TCPOPTS_TEXT];
	size_t len = tcpopts_format(options, segment->ack, text, sizeof text);
	HOLDS(len == strlen(text) && len < sizeof text - 1);
	check_printable(text);
}

static void check_details(int link_type, const struct frame *frame)
{
	static const struct detail_sink sink = { .line = check_line };
	static const struct session session = {
		.flow = { { .base_known = true, .wscale = 14 }, { .base_known = true } },
	};
	detail_headers(link_type, frame, NULL, SIDE_A, &sink);
	detail_headers(link_type, frame, &session, SIDE_B, &sink);
}

static void check_joined(void *ctx, const struct reassembled *whole)
{
	(void)ctx;
	HOLDS(whole->count > 0 && whole->frame.caplen == whole->frame.len);
	HOLDS(whole->frame.joined_at < whole->frame.len);
}

/* Fragments of all frames share one table that is never freed. */
static void check_pieces(int link_type, struct frame frame)
{
	static const struct joined_sink sink = { check_joined, NULL };
	static struct reassembly *reassembly;
	static uint64_t offset;
	struct segment segment;
	struct headers where;
	if (reassembly == NULL)
		reassembly = reassembly_new();
	enum decode_result result =
	    reassembly_decode(reassembly, link_type, &frame, offset++, &sink, &segment, &where);
	HOLDS(result < DECODE_RESULTS);
	if (result == DECODE_SEGMENT)
		check_segment(&frame, &segment, &where);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 3 || size > UINT16_MAX)
		return 0;
	int link_type = link_types[data[0] % ARRAY_LEN(link_types)];
	struct frame frame = { .caplen = (uint32_t)(size - 3) };
	frame.len = frame.caplen + (uint32_t)(data[1] << 8 | data[2]);
	/* A separate allocation, so a sanitizer reports a read beyond the end. */
	uint8_t *copy = malloc(size - 3 > 0 ? size - 3 : 1);
	if (copy == NULL)
		return 0;
	memcpy(copy, data + 3, size - 3);
	frame.bytes = copy;
	frame.rules = &rules;
	struct segment segment;
	struct headers where;
	enum decode_result result = decode_frame(link_type, &frame, &segment, &where);
	HOLDS(result < DECODE_RESULTS);
	if (result == DECODE_SEGMENT)
		check_segment(&frame, &segment, &where);
	check_details(link_type, &frame);
	check_pieces(link_type, frame);
	char text[TCPOPTS_TEXT];
	HOLDS(peek_options(link_type, &frame, 0, text, sizeof text) == (result == DECODE_SEGMENT));
	check_printable(text);
	free(copy);
	return 0;
}
