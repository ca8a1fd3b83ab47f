#include "core/decode/decode.h"

#include "core/base/array.h"
#include "core/base/bytes.h"
#include "core/decode/reread.h"
#include "tests/core/frames.h"
#include "tests/suite.h"

#define SYN_OPTIONS "\x02\x04\x05\xb4\x01\x03\x03\x08\x01\x01\x04\x02"
#define PSH_ACK (TCP_PSH | TCP_ACK)
#define TCP 6
#define UDP 17

static struct segment segment;
static struct headers where;

static enum decode_result decode(int link_type, const struct maker *m)
{
	struct frame frame = frame_of(m);
	return decode_frame(link_type, &frame, &segment, &where);
}

static void put_hello(struct maker *m)
{
	put_tcp(m, PSH_ACK, NULL, 0);
	put(m, "hello", 5);
}

static void check_hello(const struct maker *m)
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
	struct frame frame = frame_of(m);
	decode_payload(&frame, &where, &payload);
	ck_assert_uint_eq(payload.left, 5);
	ck_assert_mem_eq(payload.at, "hello", 5);
}

/* Link layers: each builder writes a header that announces IPv4 (or IPv6 where it says so). */

static void link_none(struct maker *m)
{
	(void)m;
}

static void link_ethernet(struct maker *m)
{
	put_ethernet(m, 0x0800);
}

static void link_vlan(struct maker *m)
{
	put_ethernet(m, 0x8100);
	put16(m, 0x6005);
	put16(m, 0x0800);
}

static void link_qinq(struct maker *m)
{
	put_ethernet(m, 0x88a8);
	put16(m, 100);
	put16(m, 0x8100);
	put16(m, 200);
	put16(m, 0x0800);
}

static void link_stacked(struct maker *m)
{
	put_ethernet(m, 0x9100);
	for (unsigned id = 1; id <= 3; id++) {
		put16(m, id);
		put16(m, id < 3 ? 0x8100 : 0x0800);
	}
}

static void link_sll(struct maker *m)
{
	put16(m, 4);
	put16(m, 1);
	put16(m, 6);
	put(m, "\x02\0\0\0\0\x01\0\0", 8);
	put16(m, 0x0800);
}

static void link_sll_vlan(struct maker *m)
{
	link_sll(m);
	m->len -= 2;
	put16(m, 0x8100);
	put16(m, 7);
	put16(m, 0x0800);
}

static void put_sll2(struct maker *m, unsigned protocol)
{
	put16(m, protocol);
	put16(m, 0);
	put32(m, 3);
	put16(m, 1);
	put8(m, 0);
	put8(m, 6);
	put(m, "\x02\0\0\0\0\x01\0\0", 8);
}

static void link_sll2(struct maker *m)
{
	put_sll2(m, 0x0800);
}

static void link_sll2_vlan(struct maker *m)
{
	put_sll2(m, 0x8100);
	put16(m, 9);
	put16(m, 0x0800);
}

static void link_family(struct maker *m)
{
	put32(m, 2);
}

static void link_family_swapped(struct maker *m)
{
	put32(m, 2U << 24);
}

static const struct {
	int type;
	void (*build)(struct maker *m);
	uint8_t vlan_count;
	uint16_t vlan[2];
} links[] = {
	{ LINK_ETHERNET, link_ethernet, 0, { 0 } },
	{ LINK_ETHERNET, link_vlan, 1, { 0x6005 } },
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
	struct maker m = { .len = 0 };
	links[_i].build(&m);
	uint32_t ip_at = m.len;
	put_ipv4(&m, 45, 0, TCP);
	put_hello(&m);
	ck_assert(decode_supports(links[_i].type));
	ck_assert_int_eq(decode(links[_i].type, &m), DECODE_SEGMENT);
	check_hello(&m);
	ck_assert_uint_eq(where.ip_at, ip_at);
	ck_assert_uint_eq(where.vlan_count, links[_i].vlan_count);
	ck_assert_uint_eq(where.vlan[0], links[_i].vlan[0]);
	ck_assert_uint_eq(where.vlan[1], links[_i].vlan[1]);
}
END_TEST

/* Every shorter capture of the same frame is cut, not malformed, until the TCP header is there. */
START_TEST(link_layers_cut_anywhere)
{
	struct maker m = { .len = 0 };
	links[_i].build(&m);
	uint32_t payload_at = m.len + 40;
	put_ipv4(&m, 45, 0, TCP);
	put_hello(&m);
	struct frame frame = frame_of(&m);
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
		struct maker m = { .len = 0 };
		put32(&m, families[i]);
		put_ipv6(&m, 25, TCP);
		put_hello(&m);
		ck_assert_int_eq(decode(LINK_NULL, &m), DECODE_SEGMENT);
		ck_assert_int_eq(decode(LINK_LOOP, &m), DECODE_SEGMENT);
		check_hello(&m);
	}
}
END_TEST

START_TEST(other_protocols_are_not_tcp)
{
	struct maker arp = { .len = 0 };
	put_ethernet(&arp, 0x0806);
	put_zeros(&arp, 46);
	ck_assert_int_eq(decode(LINK_ETHERNET, &arp), DECODE_NOT_TCP);
	struct maker udp = { .len = 0 };
	put_ipv4(&udp, 28, 0, UDP);
	put_zeros(&udp, 8);
	ck_assert_int_eq(decode(LINK_RAW, &udp), DECODE_NOT_TCP);
	struct maker udp6 = { .len = 0 };
	put_ipv6(&udp6, 8, UDP);
	put_zeros(&udp6, 8);
	ck_assert_int_eq(decode(LINK_RAW, &udp6), DECODE_NOT_TCP);
	ck_assert_int_eq(decode(105, &udp), DECODE_NOT_TCP);
	ck_assert(!decode_supports(105));
	ck_assert(!decode_supports(-1));
	ck_assert(!decode_supports(100000));
}
END_TEST

START_TEST(fields_of_ipv4)
{
	struct maker m = { .len = 0 };
	put_ipv4(&m, 45, 0x4000, TCP);
	m.bytes[1] = 0xb9;
	put_hello(&m);
	struct frame frame = frame_of(&m);
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
	struct maker m = { .len = 0 };
	put_ipv6(&m, 25, TCP);
	m.bytes[0] = 0x6b;
	m.bytes[1] = 0x90;
	put_hello(&m);
	ck_assert_int_eq(decode(LINK_RAW, &m), DECODE_SEGMENT);
	check_hello(&m);
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
	struct maker m = { .len = 0 };
	put_ipv4(&m, 49, 0, TCP);
	m.bytes[0] = 0x46;
	put(&m, "\x94\x04\0\0", 4);
	put_hello(&m);
	ck_assert_int_eq(decode(LINK_RAW, &m), DECODE_SEGMENT);
	check_hello(&m);
	ck_assert_uint_eq(where.ip_len, 24);
}
END_TEST

START_TEST(padding_is_not_payload)
{
	struct maker m = { .len = 0 };
	put_ethernet(&m, 0x0800);
	put_ipv4(&m, 40, 0, TCP);
	put_tcp(&m, TCP_ACK, NULL, 0);
	put_zeros(&m, 6);
	ck_assert_int_eq(decode(LINK_ETHERNET, &m), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.len, 0);
	ck_assert_uint_eq(where.payload_captured, 0);
}
END_TEST

START_TEST(super_segments_have_no_length)
{
	struct maker v4 = { .len = 0 };
	put_ipv4(&v4, 0, 0, TCP);
	put_hello(&v4);
	struct frame frame = frame_of(&v4);
	frame.len = 100040;
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &segment, &where), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.len, 100000);
	ck_assert_uint_eq(where.payload_captured, 5);
	struct maker v6 = { .len = 0 };
	put_ipv6(&v6, 0, 0);
	put(&v6, "\x06\0\xc2\x04\0\x03\0\0", 8); /* jumbo payload, RFC 2675 */
	put_hello(&v6);
	frame = frame_of(&v6);
	frame.len = 200068;
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &segment, &where), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.len, 200000);
}
END_TEST

START_TEST(cut_payload_counts_as_sent)
{
	struct maker m = { .len = 0 };
	put_ipv4(&m, 1500, 0, TCP);
	put_hello(&m);
	struct frame frame = frame_of(&m);
	frame.len = 1500;
	ck_assert_int_eq(decode_frame(LINK_RAW, &frame, &segment, &where), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.len, 1460);
	ck_assert_uint_eq(where.payload_captured, 5);
}
END_TEST

START_TEST(fragments_of_ipv4)
{
	struct maker first = { .len = 0 };
	put_ipv4(&first, 45, 0x2000, TCP);
	put_hello(&first);
	ck_assert_int_eq(decode(LINK_RAW, &first), DECODE_SEGMENT);
	ck_assert(segment.first_fragment);
	ck_assert_uint_eq(segment.len, 5);
	struct maker later = { .len = 0 };
	put_ipv4(&later, 45, 0x2001, TCP);
	put_zeros(&later, 25);
	ck_assert_int_eq(decode(LINK_RAW, &later), DECODE_FRAGMENT);
	struct maker datagram = { .len = 0 };
	put_ipv4(&datagram, 45, 0x0001, UDP);
	put_zeros(&datagram, 25);
	ck_assert_int_eq(decode(LINK_RAW, &datagram), DECODE_NOT_TCP);
}
END_TEST

static enum decode_result decode_fragment6(unsigned offset_and_more, unsigned next)
{
	struct maker m = { .len = 0 };
	put_ipv6(&m, 33, 44);
	put8(&m, next);
	put8(&m, 0);
	put16(&m, offset_and_more);
	put32(&m, 0xabcd1234);
	put_hello(&m);
	return decode(LINK_RAW, &m);
}

START_TEST(fragments_of_ipv6)
{
	ck_assert_int_eq(decode_fragment6(1, TCP), DECODE_SEGMENT);
	ck_assert(segment.first_fragment);
	ck_assert_uint_eq(segment.ip_id, 0xabcd1234);
	ck_assert_int_eq(decode_fragment6(0, TCP), DECODE_SEGMENT);
	ck_assert(!segment.first_fragment);
	ck_assert_int_eq(decode_fragment6(8, TCP), DECODE_FRAGMENT);
	ck_assert_int_eq(decode_fragment6(9, TCP), DECODE_FRAGMENT);
	ck_assert_int_eq(decode_fragment6(8, UDP), DECODE_NOT_TCP);
}
END_TEST

START_TEST(extension_headers_of_ipv6)
{
	struct maker m = { .len = 0 };
	put_ipv6(&m, 8 + 16 + 8 + 12 + 8 + 25, 0);
	put(&m, "\x2b\0\x01\x04\0\0\0\0", 8);                  /* hop by hop, then routing */
	put(&m, "\x3c\x01\x04\0\0\0\0\0\0\0\0\0\0\0\0\0", 16); /* routing, then destination */
	put(&m, "\x33\0\x01\x04\0\0\0\0", 8);            /* destination, then authentication */
	put(&m, "\x8c\x01\0\0\0\0\0\x01\0\0\0\x01", 12); /* authentication, then shim6 */
	put(&m, "\x06\0\x80\0\0\0\0\0", 8);              /* shim6 payload, then TCP */
	put_hello(&m);
	ck_assert_int_eq(decode(LINK_RAW, &m), DECODE_SEGMENT);
	check_hello(&m);
	ck_assert_uint_eq(where.ip_len, 40 + 52);
	ck_assert_uint_eq(where.tcp_at, 40 + 52);
}
END_TEST

START_TEST(headers_that_hide_tcp)
{
	/* The last two name a next header after which nothing is to come. */
	static const uint8_t hiding[] = { 50, 59, 17, 4, 135, 139 };
	for (size_t i = 0; i < ARRAY_LEN(hiding); i++) {
		struct maker m = { .len = 0 };
		put_ipv6(&m, 41, 60);
		put8(&m, hiding[i]);
		put_zeros(&m, 7);
		put(&m, "\x06\0\0\0\0\0\0\0", 8);
		put_hello(&m);
		ck_assert_int_eq(decode(LINK_RAW, &m), DECODE_NOT_TCP);
	}
}
END_TEST

START_TEST(authentication_header_in_ipv4)
{
	struct maker m = { .len = 0 };
	put_ipv4(&m, 57, 0, 51);
	put(&m, "\x06\x01\0\0\0\0\0\x01\0\0\0\x01", 12);
	put_hello(&m);
	ck_assert_int_eq(decode(LINK_RAW, &m), DECODE_SEGMENT);
	check_hello(&m);
}
END_TEST

/* One byte of a good frame set to what cannot be. */
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
	struct maker m = { .len = 0 };
	put_ipv4(&m, 45, 0, TCP);
	put_hello(&m);
	m.bytes[defects[_i].at] = defects[_i].value;
	struct segment untouched;
	memset(&untouched, 0x55, sizeof untouched);
	segment = untouched;
	ck_assert_int_eq(decode(defects[_i].link_type, &m), DECODE_BAD);
	ck_assert_mem_eq(&segment, &untouched, sizeof segment);
}
END_TEST

START_TEST(extension_longer_than_the_packet)
{
	struct maker m = { .len = 0 };
	put_ipv6(&m, 33, 60);
	put(&m, "\x06\xff\0\0\0\0\0\0", 8);
	put_hello(&m);
	ck_assert_int_eq(decode(LINK_RAW, &m), DECODE_BAD);
}
END_TEST

static void decode_with_options(const void *options, size_t n)
{
	struct maker m = { .len = 0 };
	put_ipv4(&m, (unsigned)(40 + n), 0, TCP);
	put_tcp(&m, TCP_SYN, options, n);
	ck_assert_int_eq(decode(LINK_RAW, &m), DECODE_SEGMENT);
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
	struct maker m = { .len = 0 };
	put_ipv4(&m, 52, 0, TCP);
	put_tcp(&m, TCP_SYN, SYN_OPTIONS, 12);
	struct frame frame = frame_of(&m);
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

START_TEST(ninth_flag)
{
	struct maker m = { .len = 0 };
	put_ipv4(&m, 40, 0, TCP);
	put_tcp(&m, TCP_AE | TCP_CWR | TCP_ECE | TCP_SYN, NULL, 0);
	ck_assert_int_eq(decode(LINK_RAW, &m), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.flags, TCP_AE | TCP_CWR | TCP_ECE | TCP_SYN);
}
END_TEST

START_TEST(peeks_into_frames)
{
	struct maker m = { .len = 0 };
	put_ipv4(&m, 57, 0, TCP);
	put_tcp(&m, TCP_SYN, SYN_OPTIONS, 12);
	put(&m, "hello", 5);
	struct frame frame = frame_of(&m);
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
