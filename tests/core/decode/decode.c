#include "core/decode/decode.h"

#include <string.h>

#include "core/base/array.h"
#include "core/base/bytes.h"
#include "core/decode/reread.h"
#include "tests/suite.h"
#include "tests/wire/wire.h"

#define SYN_OPTIONS "\x02\x04\x05\xb4\x01\x03\x03\x08\x01\x01\x04\x02"
#define PSH_ACK (TCP_PSH | TCP_ACK)
#define TCP 6
#define UDP 17

static struct segment segment;
static struct headers where;

static enum decode_result decode(int link_type, const struct wire *w)
{
	struct frame frame = wire_frame(w);
	return decode_frame(link_type, &frame, &segment, &where);
}

/* Completes a frame with the segment that check_hello() expects. */
static void end_hello(struct wire *w)
{
	wire_tcp(w, &(struct wire_tcp){ .seq = 1000, .ack = 2000, .flags = PSH_ACK, .win = 512 });
	wire_payload(w, "hello", 5);
	wire_end(w);
}

/* The same segment in IPv4 without a link layer. */
static void make_ipv4_hello(struct wire *w, const struct wire_ipv4 *ip)
{
	wire_begin(w);
	wire_ipv4(w, ip);
	end_hello(w);
}

static void check_hello(const struct wire *w)
{
	ck_assert_uint_eq(segment.src.port, 40000);
	ck_assert_uint_eq(segment.dst.port, 8000);
	ck_assert_uint_eq(segment.seq, 1000);
	ck_assert_uint_eq(segment.ack, 2000);
	ck_assert_uint_eq(segment.win, 512);
	ck_assert_uint_eq(segment.flags, PSH_ACK);
	ck_assert_uint_eq(segment.len, 5);
	ck_assert_uint_eq(segment.options, 0);
	struct bytes payload;
	struct frame frame = wire_frame(w);
	decode_payload(&frame, &where, &payload);
	ck_assert_uint_eq(payload.left, 5);
	ck_assert_mem_eq(payload.at, "hello", 5);
}

static void link_none(struct wire *w)
{
	(void)w;
}

static void link_ethernet(struct wire *w)
{
	wire_ethernet(w, &(struct wire_ethernet){ 0 });
}

static void link_vlan(struct wire *w)
{
	link_ethernet(w);
	wire_vlan(w, &(struct wire_vlan){ .tci = 0x6005 });
}

static void link_qinq(struct wire *w)
{
	link_ethernet(w);
	wire_vlan(w, &(struct wire_vlan){ .tpid = 0x88a8, .tci = 100 });
	wire_vlan(w, &(struct wire_vlan){ .tci = 200 });
}

static void link_stacked(struct wire *w)
{
	link_ethernet(w);
	wire_vlan(w, &(struct wire_vlan){ .tpid = 0x9100, .tci = 1 });
	wire_vlan(w, &(struct wire_vlan){ .tci = 2 });
	wire_vlan(w, &(struct wire_vlan){ .tci = 3 });
}

static void link_sll(struct wire *w)
{
	wire_sll(w, &(struct wire_sll){ .packet_type = 4 });
}

static void link_sll_vlan(struct wire *w)
{
	link_sll(w);
	wire_vlan(w, &(struct wire_vlan){ .tci = 7 });
}

static void link_sll2(struct wire *w)
{
	wire_sll2(w, &(struct wire_sll){ .interface = 3 });
}

static void link_sll2_vlan(struct wire *w)
{
	link_sll2(w);
	wire_vlan(w, &(struct wire_vlan){ .tci = 9 });
}

static void link_family(struct wire *w)
{
	wire_null(w, &(struct wire_null){ 0 });
}

static void link_family_swapped(struct wire *w)
{
	wire_null(w, &(struct wire_null){ .swapped = true });
}

static const struct {
	int type;
	void (*build)(struct wire *w);
	uint8_t vlan_count;
	uint16_t vlan[2];
} links[] = {
	{ LINK_ETHERNET, link_ethernet, 0, { 0 } },
	{ LINK_ETHERNET, link_vlan, 1, { 5 } },
	{ LINK_ETHERNET, link_qinq, 2, { 100, 200 } },
	{ LINK_ETHERNET, link_stacked, 3, { 1, 2 } },
	{ LINK_LINUX_SLL, link_sll, 0, { 0 } },
	{ LINK_LINUX_SLL, link_sll_vlan, 1, { 7 } },
	{ LINK_LINUX_SLL2, link_sll2, 0, { 0 } },
	{ LINK_LINUX_SLL2, link_sll2_vlan, 1, { 9 } },
	{ LINK_NULL, link_family, 0, { 0 } },
	{ LINK_NULL, link_family_swapped, 0, { 0 } },
	{ LINK_LOOP, link_family, 0, { 0 } },
	{ LINK_LOOP, link_family_swapped, 0, { 0 } },
	{ LINK_RAW, link_none, 0, { 0 } },
	{ LINK_RAW_BSD, link_none, 0, { 0 } },
	{ LINK_RAW_OPENBSD, link_none, 0, { 0 } },
	{ LINK_IPV4, link_none, 0, { 0 } },
};

START_TEST(link_layers)
{
	struct wire w;
	wire_begin(&w);
	links[_i].build(&w);
	uint32_t ip_at = wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	end_hello(&w);
	ck_assert(decode_supports(links[_i].type));
	ck_assert_int_eq(decode(links[_i].type, &w), DECODE_SEGMENT);
	check_hello(&w);
	ck_assert_uint_eq(where.ip_at, ip_at);
	unsigned tags = 0;
	for (unsigned i = 0; i < where.layers; i++) {
		if (where.layer[i].kind != LAYER_VLAN)
			continue;
		if (tags < ARRAY_LEN(links[_i].vlan))
			ck_assert_uint_eq(where.layer[i].value, links[_i].vlan[tags]);
		tags++;
	}
	ck_assert_uint_eq(tags, links[_i].vlan_count);
}
END_TEST

/* Every shorter capture of a frame is cut, not malformed, until the TCP header is complete. */
START_TEST(link_layers_cut_anywhere)
{
	struct wire w;
	wire_begin(&w);
	links[_i].build(&w);
	uint32_t payload_at = wire_ipv4(&w, &(struct wire_ipv4){ 0 }) + 40;
	end_hello(&w);
	struct frame frame = wire_frame(&w);
	for (frame.caplen = 0; frame.caplen < frame.len; frame.caplen++) {
		enum decode_result result = decode_frame(links[_i].type, &frame, &segment, &where);
		bool enough = frame.caplen >= payload_at;
		ck_assert_int_eq(result, enough ? DECODE_SEGMENT : DECODE_TRUNCATED);
		if (!enough)
			continue;
		ck_assert_uint_eq(segment.len, 5);
		ck_assert_uint_eq(where.payload_captured, frame.caplen - payload_at);
	}
}
END_TEST

START_TEST(ipv6_families_of_all_systems)
{
	static const uint32_t families[] = { 10, 24, 28, 30 };
	for (size_t i = 0; i < ARRAY_LEN(families); i++) {
		struct wire w;
		wire_begin(&w);
		wire_null(&w, &(struct wire_null){ .family = families[i] });
		wire_ipv6(&w, &(struct wire_ipv6){ 0 });
		end_hello(&w);
		ck_assert_int_eq(decode(LINK_NULL, &w), DECODE_SEGMENT);
		ck_assert_int_eq(decode(LINK_LOOP, &w), DECODE_SEGMENT);
		check_hello(&w);
	}
}
END_TEST

START_TEST(other_protocols_are_not_tcp)
{
	struct wire arp, udp, udp6;
	wire_begin(&arp);
	wire_ethernet(&arp, &(struct wire_ethernet){ .type = 0x0806 });
	wire_fill(&arp, 46, 0);
	wire_end(&arp);
	ck_assert_int_eq(decode(LINK_ETHERNET, &arp), DECODE_NOT_TCP);
	wire_begin(&udp);
	wire_ipv4(&udp, &(struct wire_ipv4){ 0 });
	wire_udp(&udp, &(struct wire_udp){ 0 });
	wire_end(&udp);
	ck_assert_int_eq(decode(LINK_RAW, &udp), DECODE_NOT_TCP);
	wire_begin(&udp6);
	wire_ipv6(&udp6, &(struct wire_ipv6){ 0 });
	wire_udp(&udp6, &(struct wire_udp){ 0 });
	wire_end(&udp6);
	ck_assert_int_eq(decode(LINK_RAW, &udp6), DECODE_NOT_TCP);
	ck_assert_int_eq(decode(147, &udp), DECODE_NOT_TCP);
	ck_assert(!decode_supports(147));
	ck_assert(!decode_supports(-1));
	ck_assert(!decode_supports(100000));
}
END_TEST

START_TEST(fields_of_ipv4)
{
	struct wire w;
	make_ipv4_hello(
	    &w, &(struct wire_ipv4){ .id = 0x1234, .tos = 0xb9, .dont_fragment = true });
	struct frame frame = wire_frame(&w);
	frame.time_ns = 1443179536501177000;
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &segment, NULL), DECODE_SEGMENT);
	char text[ADDR_TEXT];
	addr_format(&segment.src.addr, text, sizeof text);
	ck_assert_str_eq(text, "192.0.2.1");
	addr_format(&segment.dst.addr, text, sizeof text);
	ck_assert_str_eq(text, "198.51.100.2");
	ck_assert_int_eq(segment.time_ns, 1443179536501177000);
	ck_assert_uint_eq(segment.hash, endpoints_hash(&segment.dst, &segment.src));
	ck_assert_uint_eq(segment.ip_id, 0x1234);
	ck_assert_uint_eq(segment.ttl, 64);
	ck_assert_uint_eq(segment.tos, 0xb9);
	ck_assert(!segment.first_fragment);
}
END_TEST

START_TEST(fields_of_ipv6)
{
	struct wire w;
	wire_begin(&w);
	wire_ipv6(&w, &(struct wire_ipv6){ .tos = 0xb9 });
	end_hello(&w);
	ck_assert_int_eq(decode(LINK_RAW, &w), DECODE_SEGMENT);
	check_hello(&w);
	char text[ADDR_TEXT];
	addr_format(&segment.dst.addr, text, sizeof text);
	ck_assert_str_eq(text, "2001:db8::2");
	ck_assert_uint_eq(segment.ttl, 64);
	ck_assert_uint_eq(segment.tos, 0xb9);
	ck_assert_uint_eq(segment.ip_id, 0);
	ck_assert_uint_eq(where.ip_version, 6);
}
END_TEST

START_TEST(options_of_ipv4_are_skipped)
{
	struct wire w;
	make_ipv4_hello(&w, &(struct wire_ipv4){ .options = "\x94\x04\0\0", .options_len = 4 });
	ck_assert_int_eq(decode(LINK_RAW, &w), DECODE_SEGMENT);
	check_hello(&w);
	ck_assert_uint_eq(where.ip_len, 24);
}
END_TEST

START_TEST(padding_is_not_payload)
{
	struct wire w;
	wire_begin(&w);
	link_ethernet(&w);
	wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	wire_tcp(&w, &(struct wire_tcp){ .flags = TCP_ACK });
	wire_end(&w);
	wire_trailer(&w, 6);
	ck_assert_int_eq(decode(LINK_ETHERNET, &w), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.len, 0);
	ck_assert_uint_eq(where.payload_captured, 0);
}
END_TEST

START_TEST(super_segments_have_no_length)
{
	struct wire v4, v6;
	make_ipv4_hello(&v4, &(struct wire_ipv4){ .length = WIRE_ZERO });
	struct frame frame = wire_frame(&v4);
	frame.len = 100040;
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &segment, &where), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.len, 100000);
	ck_assert_uint_eq(where.payload_captured, 5);
	wire_begin(&v6);
	wire_ipv6(&v6, &(struct wire_ipv6){ .length = WIRE_ZERO });
	/* Jumbo payload, RFC 2675. */
	wire_extension(
	    &v6, &(struct wire_extension){ .body = "\xc2\x04\0\x03\0\0", .body_len = 6 });
	end_hello(&v6);
	frame = wire_frame(&v6);
	frame.len = 200068;
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &segment, &where), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.len, 200000);
}
END_TEST

START_TEST(cut_payload_counts_as_sent)
{
	struct wire w;
	make_ipv4_hello(&w, &(struct wire_ipv4){ .length = 1500 });
	struct frame frame = wire_frame(&w);
	frame.len = 1500;
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &segment, &where), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.len, 1460);
	ck_assert_uint_eq(where.payload_captured, 5);
}
END_TEST

START_TEST(fragments_of_ipv4)
{
	struct wire first, later, datagram;
	make_ipv4_hello(&first, &(struct wire_ipv4){ .more_fragments = true });
	ck_assert_int_eq(decode(LINK_RAW, &first), DECODE_SEGMENT);
	ck_assert(segment.first_fragment);
	ck_assert_uint_eq(segment.len, 5);
	make_ipv4_hello(&later, &(struct wire_ipv4){ .more_fragments = true, .fragment = 1 });
	ck_assert_int_eq(decode(LINK_RAW, &later), DECODE_FRAGMENT);
	wire_begin(&datagram);
	wire_ipv4(&datagram, &(struct wire_ipv4){ .fragment = 1, .protocol = UDP });
	wire_fill(&datagram, 25, 0);
	wire_end(&datagram);
	/* The fragment may be of a tunnel. */
	ck_assert_int_eq(decode(LINK_RAW, &datagram), DECODE_FRAGMENT);
}
END_TEST

static enum decode_result decode_fragment6(uint16_t offset, bool more, unsigned next)
{
	struct wire w;
	wire_begin(&w);
	wire_ipv6(&w, &(struct wire_ipv6){ 0 });
	wire_fragment6(&w, &(struct wire_fragment6){ offset, more, 0xabcd1234, next });
	end_hello(&w);
	return decode(LINK_RAW, &w);
}

START_TEST(fragments_of_ipv6)
{
	ck_assert_int_eq(decode_fragment6(0, true, TCP), DECODE_SEGMENT);
	ck_assert(segment.first_fragment);
	ck_assert_uint_eq(segment.ip_id, 0x1234);
	ck_assert_int_eq(decode_fragment6(0, false, TCP), DECODE_SEGMENT);
	ck_assert(!segment.first_fragment);
	ck_assert_int_eq(decode_fragment6(1, false, TCP), DECODE_FRAGMENT);
	ck_assert_int_eq(decode_fragment6(1, true, TCP), DECODE_FRAGMENT);
	ck_assert_int_eq(decode_fragment6(1, false, UDP), DECODE_FRAGMENT);
	ck_assert_int_eq(decode_fragment6(1, false, 58), DECODE_NOT_TCP);
}
END_TEST

START_TEST(extension_headers_of_ipv6)
{
	enum { HOP_BY_HOP, ROUTING = 43, AH = 51, DESTINATION = 60, SHIM6 = 140 };
	struct wire w;
	wire_begin(&w);
	wire_ipv6(&w, &(struct wire_ipv6){ 0 });
	wire_extension(&w, &(struct wire_extension){ .kind = HOP_BY_HOP });
	wire_extension(
	    &w, &(struct wire_extension){
	            .kind = ROUTING, .body = "\x04\0\0\0\0\0\0\0\0\0\0\0\0", .body_len = 14 });
	wire_extension(&w, &(struct wire_extension){ .kind = DESTINATION });
	wire_extension(&w, &(struct wire_extension){ .kind = AH });
	wire_extension(
	    &w, &(struct wire_extension){ .kind = SHIM6, .body = "\x80\0\0\0\0", .body_len = 6 });
	end_hello(&w);
	ck_assert_int_eq(decode(LINK_RAW, &w), DECODE_SEGMENT);
	check_hello(&w);
	ck_assert_uint_eq(where.ip_len, 40 + 52);
	ck_assert_uint_eq(where.tcp_at, 40 + 52);
}
END_TEST

START_TEST(headers_that_hide_tcp)
{
	/* The last two are followed by no header. */
	static const uint8_t hiding[] = { 50, 59, 17, 1, 135, 139 };
	for (size_t i = 0; i < ARRAY_LEN(hiding); i++) {
		struct wire w;
		wire_begin(&w);
		wire_ipv6(&w, &(struct wire_ipv6){ 0 });
		wire_extension(&w, &(struct wire_extension){ .kind = 60, .next = hiding[i] });
		wire_payload(&w, "\x06\0\0\0\0\0\0\0", 8);
		end_hello(&w);
		ck_assert_int_eq(decode(LINK_RAW, &w), DECODE_NOT_TCP);
	}
}
END_TEST

START_TEST(authentication_header_in_ipv4)
{
	struct wire w;
	wire_begin(&w);
	wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	wire_extension(&w, &(struct wire_extension){ .kind = 51 });
	end_hello(&w);
	ck_assert_int_eq(decode(LINK_RAW, &w), DECODE_SEGMENT);
	check_hello(&w);
}
END_TEST

/* One byte of a valid frame set to an impossible value. */
static const struct {
	uint32_t at;
	uint8_t value;
	int link_type;
} defects[] = {
	{ 0, 0x44, LINK_RAW },  /* header shorter than 20 bytes */
	{ 0, 0x55, LINK_RAW },  /* version 5 */
	{ 0, 0x55, LINK_IPV4 }, /* version 5 where the link said 4 */
	{ 0, 0x65, LINK_IPV4 }, /* version 6 where the link said 4 */
	{ 3, 19, LINK_RAW },    /* total length within the header */
	{ 3, 39, LINK_RAW },    /* total length within the TCP header */
	{ 0, 0x4c, LINK_RAW },  /* IP header longer than the packet */
	{ 32, 0x40, LINK_RAW }, /* TCP header shorter than 20 bytes */
	{ 32, 0xf0, LINK_RAW }, /* TCP header longer than the packet */
};

START_TEST(lengths_that_cannot_be)
{
	struct wire w;
	make_ipv4_hello(&w, &(struct wire_ipv4){ 0 });
	w.bytes[defects[_i].at] = defects[_i].value;
	struct segment untouched;
	memset(&untouched, 0x55, sizeof untouched);
	segment = untouched;
	ck_assert_int_eq(decode(defects[_i].link_type, &w), DECODE_BAD);
	ck_assert_mem_eq(&segment, &untouched, sizeof segment);
}
END_TEST

START_TEST(extension_longer_than_the_packet)
{
	struct wire w;
	wire_begin(&w);
	wire_ipv6(&w, &(struct wire_ipv6){ 0 });
	wire_extension(&w, &(struct wire_extension){ .kind = 60, .length = 255 });
	end_hello(&w);
	ck_assert_int_eq(decode(LINK_RAW, &w), DECODE_BAD);
}
END_TEST

/* Makes a raw SYN with options and payload. */
static void make_syn(struct wire *w, const void *options, size_t n, const char *payload)
{
	wire_begin(w);
	wire_ipv4(w, &(struct wire_ipv4){ 0 });
	wire_tcp(w, &(struct wire_tcp){
	                .ack = 2000, .flags = TCP_SYN, .options = options, .options_len = n });
	wire_payload(w, payload, strlen(payload));
	wire_end(w);
}

static void decode_with_options(const void *options, size_t n)
{
	struct wire w;
	make_syn(&w, options, n, "");
	ck_assert_int_eq(decode(LINK_RAW, &w), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.len, 0);
	ck_assert_uint_eq(where.tcp_len, 20 + n);
}

START_TEST(reads_options)
{
	decode_with_options(SYN_OPTIONS "\x01\x01\x08\x0a\0\0\0\x01\0\0\0\x02", 24);
	ck_assert_uint_eq(
	    segment.options, OPTION_MSS | OPTION_WSCALE | OPTION_SACK_OK | OPTION_TIMESTAMP);
	ck_assert_uint_eq(segment.mss, 1460);
	ck_assert_uint_eq(segment.wscale, 8);
	ck_assert_uint_eq(segment.ts_val, 1);
	ck_assert_uint_eq(segment.ts_ecr, 2);
	ck_assert_uint_eq(segment.ack, 0);
}
END_TEST

START_TEST(reads_timestamps_alone)
{
	decode_with_options("\x01\x01\x08\x0a\x01\x02\x03\x04\x05\x06\x07\x08", 12);
	ck_assert_uint_eq(segment.options, OPTION_TIMESTAMP);
	ck_assert_uint_eq(segment.ts_val, 0x01020304);
	ck_assert_uint_eq(segment.ts_ecr, 0x05060708);
}
END_TEST

START_TEST(reads_sack_blocks)
{
	decode_with_options("\x01\x01\x05\x12\0\0\0\x06\0\0\0\x0c\xff\xff\xff\xf0\0\0\0\x02", 20);
	ck_assert_uint_eq(segment.options, OPTION_SACK);
	ck_assert_uint_eq(segment.sack_count, 2);
	ck_assert_uint_eq(segment.sack[0].start, 6);
	ck_assert_uint_eq(segment.sack[0].end, 12);
	ck_assert_uint_eq(segment.sack[1].start, 0xfffffff0);
	ck_assert_uint_eq(segment.sack[1].end, 2);
}
END_TEST

static const struct {
	const char *options;
	uint8_t len;
	uint16_t found;
} kinds[] = {
	{ "\x13\x12\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20, OPTION_SIGNED },
	{ "\x1d\x04\x01\x02", 4, OPTION_SIGNED },
	{ "\x1c\x04\x80\x05", 4, OPTION_USER_TIMEOUT },
	{ "\x1e\x04\0\x81", 4, OPTION_MPTCP },
	{ "\x22\x02\x01\x01", 4, OPTION_FAST_OPEN },
	{ "\xfe\x04\xf9\x89", 4, OPTION_FAST_OPEN },
	{ "\xfe\x04\x12\x34", 4, OPTION_UNKNOWN },
	{ "\x4d\x04\0\0", 4, OPTION_UNKNOWN },
	{ "\x02\x03\x05\x01", 4, OPTION_BROKEN },
	{ "\x05\x06\0\0\0\0\x01\x01", 8, OPTION_BROKEN },
	{ "\x03\x03\x07\x08", 4, OPTION_WSCALE | OPTION_BROKEN },
	{ "\x03\x03\x07\x02\x03\x05\x01\x01", 8, OPTION_WSCALE | OPTION_BROKEN },
	{ "\x03\x03\x07\x1b\x02\x01\x01\0", 8, OPTION_WSCALE | OPTION_UNKNOWN },
	{ "\x03\x03\x07\x4d\x02\x01\x01\0", 8, OPTION_WSCALE | OPTION_UNKNOWN },
	{ "\x03\x03\x07\xfe\x04\xf9\x89\0", 8, OPTION_WSCALE | OPTION_FAST_OPEN },
	{ "\xfe\x03\xf9\0", 4, OPTION_UNKNOWN },
	{ "\xfe\x06\xf9\x89\x01\x02\0\0", 8, OPTION_FAST_OPEN },
	{ "\x1d\x03\x01\0", 4, OPTION_BROKEN },
	{ "\x22\x06\x01\x02\x03\x04\0\0", 8, OPTION_FAST_OPEN },
	{ "\x1e\x02\0\0", 4, OPTION_BROKEN },
	{ "\x04\x03\0\0", 4, OPTION_BROKEN },
	{ "\x08\x08\0\0\0\x01\0\0", 8, OPTION_BROKEN },
	{ "\x1c\x05\x80\x05\x01\0\0\0", 8, OPTION_BROKEN },
	{ "\x03\x03\x07\0", 4, OPTION_WSCALE },
	{ "\0\x03\x03\x07", 4, 0 },
	{ "\x02\x01\x05\xb4", 4, OPTION_BROKEN },
};

START_TEST(tells_kinds_of_options)
{
	decode_with_options(kinds[_i].options, kinds[_i].len);
	ck_assert_uint_eq(segment.options, kinds[_i].found);
}
END_TEST

START_TEST(cut_options_are_broken)
{
	struct wire w;
	make_syn(&w, SYN_OPTIONS, 12, "");
	struct frame frame = wire_frame(&w);
	frame.caplen -= 8;
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &segment, &where), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.options, OPTION_MSS | OPTION_BROKEN);
	ck_assert_uint_eq(where.tcp_len, 32);
	ck_assert_uint_eq(where.payload_captured, 0);
	struct bytes options, payload;
	decode_options(&frame, &where, &options);
	ck_assert_uint_eq(options.left, 4);
	decode_payload(&frame, &where, &payload);
	ck_assert_uint_eq(payload.left, 0);
	char text[64];
	ck_assert(peek_options(LINK_RAW, &frame, 0, text, sizeof text));
	ck_assert_str_eq(text, "mss 1460, [|tcp]");
}
END_TEST

/* The usual timestamps may be only the first of the options that were sent. */
START_TEST(options_cut_behind_timestamps)
{
	struct wire w;
	make_syn(&w, "\x01\x01\x08\x0a\x01\x02\x03\x04\x05\x06\x07\x08\x02\x04\x05\xb4", 16, "");
	struct frame frame = wire_frame(&w);
	frame.caplen -= 4;
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &segment, &where), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.options, OPTION_TIMESTAMP | OPTION_BROKEN);
	ck_assert_uint_eq(segment.ts_val, 0x01020304);
	ck_assert_uint_eq(segment.ts_ecr, 0x05060708);
	ck_assert_uint_eq(where.payload_captured, 0);
}
END_TEST

START_TEST(four_sack_blocks_at_most)
{
	decode_with_options("\x01\x01\x05\x22"
	                    "\0\0\0\x01\0\0\0\x02\0\0\0\x03\0\0\0\x04"
	                    "\0\0\0\x05\0\0\0\x06\0\0\0\x07\0\0\0\x08",
	    36);
	ck_assert_uint_eq(segment.options, OPTION_SACK);
	ck_assert_uint_eq(segment.sack_count, 4);
	for (uint32_t i = 0; i < 4; i++) {
		ck_assert_uint_eq(segment.sack[i].start, 2 * i + 1);
		ck_assert_uint_eq(segment.sack[i].end, 2 * i + 2);
	}
}
END_TEST

START_TEST(ninth_flag)
{
	struct wire w;
	wire_begin(&w);
	wire_ipv4(&w, &(struct wire_ipv4){ 0 });
	wire_tcp(&w, &(struct wire_tcp){ .flags = TCP_AE | TCP_CWR | TCP_ECE | TCP_SYN });
	wire_end(&w);
	ck_assert_int_eq(decode(LINK_RAW, &w), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.flags, TCP_AE | TCP_CWR | TCP_ECE | TCP_SYN);
}
END_TEST

START_TEST(peeks_into_frames)
{
	struct wire w;
	make_syn(&w, SYN_OPTIONS, 12, "hello");
	struct frame frame = wire_frame(&w);
	char text[64];
	struct bytes payload;
	ck_assert(peek_options(LINK_RAW, &frame, 0, text, sizeof text));
	ck_assert_str_eq(text, "mss 1460,nop,wscale 8,nop,nop,sackOK");
	ck_assert(peek_payload(LINK_RAW, &frame, &payload));
	ck_assert_uint_eq(payload.left, 5);
	frame.caplen = 30;
	ck_assert(!peek_options(LINK_RAW, &frame, 0, text, sizeof text));
	ck_assert_str_eq(text, "");
	ck_assert(!peek_payload(LINK_RAW, &frame, &payload));
}
END_TEST

START_TEST(results_have_names)
{
	for (enum decode_result result = 0; result < DECODE_RESULTS; result++)
		ck_assert_uint_gt(strlen(decode_result_name(result)), 0);
	ck_assert_str_eq(decode_result_name(DECODE_NOT_TCP), "not TCP");
}
END_TEST

static TCase *link_cases(void)
{
	TCase *all = tcase_create("link");
	tcase_add_loop_test(all, link_layers, 0, ARRAY_LEN(links));
	tcase_add_loop_test(all, link_layers_cut_anywhere, 0, ARRAY_LEN(links));
	tcase_add_test(all, ipv6_families_of_all_systems);
	tcase_add_test(all, other_protocols_are_not_tcp);
	return all;
}

static TCase *ip_cases(void)
{
	TCase *all = tcase_create("ip");
	tcase_add_test(all, fields_of_ipv4);
	tcase_add_test(all, fields_of_ipv6);
	tcase_add_test(all, options_of_ipv4_are_skipped);
	tcase_add_test(all, padding_is_not_payload);
	tcase_add_test(all, super_segments_have_no_length);
	tcase_add_test(all, cut_payload_counts_as_sent);
	tcase_add_test(all, fragments_of_ipv4);
	tcase_add_test(all, fragments_of_ipv6);
	tcase_add_test(all, extension_headers_of_ipv6);
	tcase_add_test(all, headers_that_hide_tcp);
	tcase_add_test(all, authentication_header_in_ipv4);
	tcase_add_test(all, extension_longer_than_the_packet);
	tcase_add_loop_test(all, lengths_that_cannot_be, 0, ARRAY_LEN(defects));
	return all;
}

static TCase *tcp_cases(void)
{
	TCase *all = tcase_create("tcp");
	tcase_add_test(all, reads_options);
	tcase_add_test(all, reads_timestamps_alone);
	tcase_add_test(all, reads_sack_blocks);
	tcase_add_loop_test(all, tells_kinds_of_options, 0, ARRAY_LEN(kinds));
	tcase_add_test(all, cut_options_are_broken);
	tcase_add_test(all, options_cut_behind_timestamps);
	tcase_add_test(all, four_sack_blocks_at_most);
	tcase_add_test(all, ninth_flag);
	tcase_add_test(all, peeks_into_frames);
	tcase_add_test(all, results_have_names);
	return all;
}

int main(void)
{
	Suite *suite = suite_create("decode");
	suite_add_tcase(suite, link_cases());
	suite_add_tcase(suite, ip_cases());
	suite_add_tcase(suite, tcp_cases());
	return suite_main(suite);
}
