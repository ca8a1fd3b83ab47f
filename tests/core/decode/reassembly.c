/* IP fragments: in every order, twice, overlapping, missing, too many. */
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/bytes.h"
#include "core/decode/reassembly.h"
#include "tests/suite.h"
#include "tests/wire/random.h"
#include "tests/wire/wire.h"

#define SECOND INT64_C(1000000000)
#define DATA 64 /* TCP header and payload */

static struct reassembly *r;
static struct segment segment;
static struct headers where;
static struct frame whole;
static uint64_t pieces[64];
static uint32_t joined, count;

static void setup(void)
{
	r = reassembly_new();
	joined = count = 0;
}

static void teardown(void)
{
	reassembly_free(r);
}

static void on_joined(void *ctx, const struct reassembled *made)
{
	(void)ctx;
	joined++;
	count = made->count;
	memcpy(pieces, made->offset, made->count * sizeof(*pieces));
}

/* Makes the packet's data: a TCP header, and bytes that show their offset. */
static void data(uint8_t out[DATA])
{
	struct wire m;
	wire_begin(&m);
	wire_tcp(&m, &(struct wire_tcp){ .flags = TCP_PSH | TCP_ACK });
	while (m.len < DATA)
		wire_put8(&m, m.len);
	wire_end(&m);
	memcpy(out, m.bytes, DATA);
}

struct given {
	unsigned version, from, len; /* of the data */
	bool more;
	uint16_t id;
	unsigned vlan; /* 0: none */
};

static void make(struct wire *m, const struct given *g, const uint8_t *bytes)
{
	wire_begin(m);
	wire_ethernet(m, &(struct wire_ethernet){ 0 });
	if (g->vlan != 0)
		wire_vlan(m, &(struct wire_vlan){ .tci = (uint16_t)g->vlan });
	if (g->version == 4) {
		wire_ipv4(m, &(struct wire_ipv4){ .id = g->id,
		                 .more_fragments = g->more,
		                 .fragment = (uint16_t)(g->from / 8),
		                 .protocol = 6 });
	} else {
		wire_ipv6(m, &(struct wire_ipv6){ 0 });
		wire_fragment6(
		    m, &(struct wire_fragment6){ (uint16_t)(g->from / 8), g->more, g->id, 6 });
	}
	wire_payload(m, bytes, g->len);
	wire_end(m);
}

static enum decode_result add(const struct given *g, int64_t time_ns, uint64_t offset)
{
	static struct wire m;
	uint8_t bytes[DATA];
	data(bytes);
	make(&m, g, bytes + g->from);
	struct frame frame = wire_frame(&m);
	frame.time_ns = time_ns;
	const struct joined_sink sink = { on_joined, NULL };
	enum decode_result result =
	    reassembly_decode(r, LINK_ETHERNET, &frame, offset, &sink, &segment, &where);
	whole = frame;
	return result;
}

static void check_whole(void)
{
	uint8_t bytes[DATA];
	struct bytes payload;
	data(bytes);
	ck_assert_uint_eq(segment.len, DATA - 20);
	ck_assert(!segment.first_fragment);
	decode_payload(&whole, &where, &payload);
	ck_assert_uint_eq(payload.left, DATA - 20);
	ck_assert_mem_eq(payload.at, bytes + 20, DATA - 20);
}

/* Four fragments in each of their 24 orders, IPv4 and IPv6. */
START_TEST(any_order)
{
	unsigned version = _i & 1 ? 6 : 4, order = (unsigned)_i / 2, left[4] = { 0, 1, 2, 3 };
	for (unsigned i = 0; i < 4; i++) {
		unsigned chosen = order % (4 - i), piece = left[chosen];
		order /= 4 - i;
		memmove(left + chosen, left + chosen + 1, (3 - chosen) * sizeof(*left));
		struct given g = { version, piece * 16, 16, piece < 3, 7, 0 };
		enum decode_result result = add(&g, i, 100 + piece);
		ck_assert_int_eq(result, i < 3 ? DECODE_FRAGMENT : DECODE_SEGMENT);
		if (i == 3)
			ck_assert_uint_eq(pieces[3], 100 + piece);
	}
	check_whole();
	ck_assert_uint_eq(count, 4);
	ck_assert_int_eq(segment.time_ns, 3);
	struct reassembly_counts counts;
	reassembly_counts(r, &counts);
	ck_assert_uint_eq(counts.fragments, 4);
	ck_assert_uint_eq(counts.complete, 1);
	ck_assert_uint_eq(counts.incomplete, 0);
}
END_TEST

static void check_counts(uint64_t complete, uint64_t incomplete, uint64_t overlaps)
{
	struct reassembly_counts counts;
	reassembly_counts(r, &counts);
	ck_assert_uint_eq(counts.complete, complete);
	ck_assert_uint_eq(counts.incomplete, incomplete);
	ck_assert_uint_eq(counts.overlaps, overlaps);
}

START_TEST(a_piece_twice_does_no_harm)
{
	ck_assert_int_eq(add(&(struct given){ 4, 0, 32, true, 7, 0 }, 0, 1), DECODE_FRAGMENT);
	ck_assert_int_eq(add(&(struct given){ 4, 0, 32, true, 7, 0 }, 0, 2), DECODE_FRAGMENT);
	ck_assert_int_eq(add(&(struct given){ 4, 32, 32, false, 7, 0 }, 0, 3), DECODE_SEGMENT);
	check_whole();
	check_counts(1, 0, 0);
}
END_TEST

/* RFC 5722: the whole packet is dropped, later fragments included. */
START_TEST(overlaps_drop_the_packet)
{
	unsigned version = _i == 0 ? 4 : 6;
	ck_assert_int_eq(add(&(struct given){ version, 0, 32, true, 7, 0 }, 0, 1), DECODE_FRAGMENT);
	ck_assert_int_eq(
	    add(&(struct given){ version, 24, 16, true, 7, 0 }, 0, 2), DECODE_FRAGMENT);
	ck_assert_int_eq(
	    add(&(struct given){ version, 32, 32, false, 7, 0 }, 0, 3), DECODE_FRAGMENT);
	check_counts(0, 0, 1);
	ck_assert_uint_eq(joined, 0);
}
END_TEST

START_TEST(ends_that_contradict)
{
	ck_assert_int_eq(add(&(struct given){ 4, 32, 32, false, 7, 0 }, 0, 1), DECODE_FRAGMENT);
	ck_assert_int_eq(add(&(struct given){ 4, 32, 16, false, 7, 0 }, 0, 2), DECODE_FRAGMENT);
	check_counts(0, 0, 1);
}
END_TEST

START_TEST(packets_are_kept_apart)
{
	ck_assert_int_eq(add(&(struct given){ 4, 0, 32, true, 7, 0 }, 0, 1), DECODE_FRAGMENT);
	ck_assert_int_eq(add(&(struct given){ 4, 32, 32, false, 8, 0 }, 0, 2), DECODE_FRAGMENT);
	ck_assert_int_eq(add(&(struct given){ 4, 32, 32, false, 7, 5 }, 0, 3), DECODE_FRAGMENT);
	ck_assert_int_eq(add(&(struct given){ 4, 0, 32, true, 7, 5 }, 0, 4), DECODE_SEGMENT);
	check_counts(1, 2, 0);
}
END_TEST

START_TEST(waits_for_30_seconds)
{
	ck_assert_int_eq(add(&(struct given){ 4, 0, 32, true, 7, 0 }, 0, 1), DECODE_FRAGMENT);
	ck_assert_int_eq(
	    add(&(struct given){ 4, 32, 32, false, 7, 0 }, 31 * SECOND, 2), DECODE_FRAGMENT);
	check_counts(0, 2, 0);
	ck_assert_int_eq(
	    add(&(struct given){ 4, 0, 32, true, 7, 0 }, 60 * SECOND, 3), DECODE_SEGMENT);
	check_counts(1, 1, 0);
}
END_TEST

/* The oldest of very many packets are dropped; the newest are reassembled. */
START_TEST(bounded_in_bytes)
{
	for (unsigned id = 0; id < 60000; id++)
		add(&(struct given){ 4, 0, 32, true, (uint16_t)id, 0 }, id, id);
	ck_assert_int_eq(
	    add(&(struct given){ 4, 32, 32, false, 100, 0 }, 60000, 1), DECODE_FRAGMENT);
	ck_assert_int_eq(
	    add(&(struct given){ 4, 32, 32, false, 59999, 0 }, 60000, 2), DECODE_SEGMENT);
}
END_TEST

START_TEST(cut_pieces_stand_for_themselves)
{
	static struct wire m;
	uint8_t bytes[DATA];
	data(bytes);
	make(&m, &(struct given){ 4, 0, 32, true, 7, 0 }, bytes);
	struct frame frame = wire_frame(&m);
	frame.caplen -= 4;
	const struct joined_sink sink = { on_joined, NULL };
	ck_assert_int_eq(reassembly_decode(r, LINK_ETHERNET, &frame, 1, &sink, &segment, &where),
	    DECODE_SEGMENT);
	ck_assert(segment.first_fragment);
	check_counts(0, 0, 0);
}
END_TEST

/* A fragmented packet in a fragmented tunnel: both are reassembled. */
START_TEST(pieces_in_pieces)
{
	uint8_t bytes[DATA];
	data(bytes);
	unsigned at = 0;
	for (unsigned half = 0; half < 2; half++) {
		struct wire inner, m;
		wire_begin(&inner);
		wire_ipv4(&inner, &(struct wire_ipv4){ .more_fragments = half == 0,
		                      .fragment = half == 0 ? 0 : 4,
		                      .protocol = 6 });
		wire_payload(&inner, bytes + 32 * half, 32);
		wire_end(&inner);
		for (unsigned from = 0; from < 52; from += 24) {
			unsigned len = 52 - from < 24 ? 52 - from : 24;
			wire_begin(&m);
			wire_ethernet(&m, &(struct wire_ethernet){ 0 });
			wire_ipv4(&m, &(struct wire_ipv4){ .id = (uint16_t)half,
			                  .more_fragments = from + len < 52,
			                  .fragment = (uint16_t)(from / 8),
			                  .protocol = 4 });
			wire_payload(&m, inner.bytes + from, len);
			wire_end(&m);
			struct frame frame = wire_frame(&m);
			const struct joined_sink sink = { on_joined, NULL };
			enum decode_result result = reassembly_decode(
			    r, LINK_ETHERNET, &frame, at, &sink, &segment, &where);
			ck_assert_int_eq(result, at == 5 ? DECODE_SEGMENT : DECODE_FRAGMENT);
			whole = frame;
			at++;
		}
	}
	check_whole();
	ck_assert_uint_eq(joined, 3);
	ck_assert_uint_eq(where.layers, 3);
}
END_TEST

/* The bytes are the same for any cut, shuffled and duplicated. */
START_TEST(any_cuts)
{
	uint32_t state = 4711;
	for (unsigned round = 0; round < 2000; round++) {
		struct given given[DATA / 8];
		unsigned n = 0;
		for (unsigned from = 0; from < DATA; n++) {
			unsigned len = 8 * (1 + pseudo_random(&state) % 4);
			len = len < DATA - from ? len : DATA - from;
			given[n] = (struct given){ round & 1 ? 6 : 4, from, len, from + len < DATA,
				(uint16_t)round, 0 };
			from += len;
		}
		if (n == 1)
			continue;
		for (unsigned left = n; left > 0; left--) {
			unsigned chosen = pseudo_random(&state) % left;
			if (left > 1 && pseudo_random(&state) % 4 == 0)
				add(&given[chosen], round, left);
			enum decode_result result = add(&given[chosen], round, left);
			ck_assert_int_eq(result, left > 1 ? DECODE_FRAGMENT : DECODE_SEGMENT);
			given[chosen] = given[left - 1];
		}
		check_whole();
	}
	check_counts(joined, 0, 0);
}
END_TEST

static enum decode_result add_frame(int link_type, const struct wire *m, uint64_t offset)
{
	struct frame frame = wire_frame(m);
	const struct joined_sink sink = { on_joined, NULL };
	enum decode_result result =
	    reassembly_decode(r, link_type, &frame, offset, &sink, &segment, &where);
	whole = frame;
	return result;
}

/* Adds a fragment of a packet with n bytes of data in all, at `from`. */
static enum decode_result add_long(
    const struct wire_ipv4 *ip, uint32_t from, uint32_t len, uint32_t n, uint64_t offset)
{
	static struct wire m;
	struct wire_ipv4 h = *ip;
	h.protocol = 6;
	h.fragment = (uint16_t)(from / 8);
	h.more_fragments = from + len < n;
	wire_begin(&m);
	wire_ipv4(&m, &h);
	if (from == 0) {
		wire_tcp(&m, &(struct wire_tcp){ .flags = TCP_ACK });
		len -= 20;
	}
	wire_fill(&m, len, 'x');
	wire_end(&m);
	return add_frame(LINK_RAW, &m, offset);
}

static const struct wire_ipv4 plain = { .id = 7 };

START_TEST(header_of_the_whole)
{
	const struct wire_ipv4 ip = { .id = 7,
		.tos = 4,
		.dont_fragment = true,
		.options = "\x94\x04\0\0",
		.options_len = 4 };
	ck_assert_int_eq(add_long(&ip, 800, 200, 1000, 1), DECODE_FRAGMENT);
	ck_assert_int_eq(add_long(&ip, 0, 800, 1000, 2), DECODE_SEGMENT);
	ck_assert_uint_eq(whole.len, 1024);
	ck_assert_uint_eq(whole.caplen, 1024);
	ck_assert_mem_eq(whole.bytes, "\x46\x04\x04\0\0\x07\x40\0\x40\x06", 10);
	ck_assert_uint_eq(wire_checksum(whole.bytes, 24), 0);
	ck_assert_uint_eq(where.ip_len, 24);
	ck_assert_uint_eq(segment.len, 980);
	ck_assert_uint_eq(where.fragment.ip_version, 0);
}
END_TEST

START_TEST(header_of_the_whole_ipv6)
{
	ck_assert_int_eq(add(&(struct given){ 6, 0, 32, true, 7, 0 }, 0, 1), DECODE_FRAGMENT);
	ck_assert_int_eq(add(&(struct given){ 6, 32, 32, false, 7, 0 }, 0, 2), DECODE_SEGMENT);
	ck_assert_uint_eq(whole.len, 14 + 40 + 8 + DATA);
	ck_assert_mem_eq(whole.bytes + 14 + 4, "\0\x48\x2c\x40", 4);
	ck_assert_mem_eq(whole.bytes + 14 + 40, "\x06\0\0\0\0\0\0\x07", 8);
}
END_TEST

/* The longest packet: its length is 65,535 with its header. */
START_TEST(as_long_as_possible)
{
	ck_assert_int_eq(add_long(&plain, 0, 32768, 65515, 1), DECODE_FRAGMENT);
	ck_assert_int_eq(add_long(&plain, 32768, 32747, 65515, 2), DECODE_SEGMENT);
	ck_assert_uint_eq(segment.len, 65495);
	ck_assert_uint_eq(whole.len, 65535);
	ck_assert_int_eq(add_long(&plain, 0, 32768, 65516, 3), DECODE_FRAGMENT);
	ck_assert_int_eq(add_long(&plain, 32768, 32748, 65516, 4), DECODE_BAD);
	check_counts(1, 0, 0);
}
END_TEST

/* Adds IPv6 fragments; with their header the packet is too long for the length field. */
START_TEST(as_long_as_possible_ipv6)
{
	static const uint32_t total[] = { 65527, 65535 };
	static struct wire m;
	for (uint32_t from = 0; from < 65535; from += 32768) {
		uint32_t end = from == 0 ? 32768 : total[_i];
		wire_begin(&m);
		wire_ipv6(&m, &(struct wire_ipv6){ 0 });
		wire_fragment6(
		    &m, &(struct wire_fragment6){ (uint16_t)(from / 8), from == 0, 9, 6 });
		if (from == 0)
			wire_tcp(&m, &(struct wire_tcp){ .flags = TCP_ACK });
		wire_fill(&m, end - from - (from == 0 ? 20 : 0), 'x');
		wire_end(&m);
		ck_assert_int_eq(
		    add_frame(LINK_RAW, &m, from), from == 0 ? DECODE_FRAGMENT : DECODE_SEGMENT);
	}
	ck_assert_uint_eq(segment.len, total[_i] - 20);
	uint32_t field = total[_i] == 65527 ? 65535 : 0;
	ck_assert_uint_eq((uint32_t)whole.bytes[4] << 8 | whole.bytes[5], field);
}
END_TEST

START_TEST(impossible_pieces)
{
	/* Only the last fragment may be of any length. */
	ck_assert_int_eq(add(&(struct given){ 4, 0, 33, true, 7, 0 }, 0, 1), DECODE_BAD);
	ck_assert_int_eq(add(&(struct given){ 4, 8, 0, true, 7, 0 }, 0, 2), DECODE_BAD);
	ck_assert_int_eq(add(&(struct given){ 4, 8, 0, false, 7, 0 }, 0, 3), DECODE_BAD);
	/* Ends at 65,536. */
	ck_assert_int_eq(add_long(&plain, 65528, 8, 65536, 4), DECODE_BAD);
	ck_assert_int_eq(add_long(&plain, 65528, 7, 65535, 5), DECODE_FRAGMENT);
	struct reassembly_counts counts;
	reassembly_counts(r, &counts);
	ck_assert_uint_eq(counts.fragments, 1);
	check_counts(0, 1, 0);
}
END_TEST

/* Two fragments, and the second contradicts the first. */
static const struct {
	struct given first, second;
} contradictions[] = {
	{ { 4, 32, 32, false, 7, 0 }, { 4, 32, 32, true, 7, 0 } },
	{ { 4, 16, 16, false, 7, 0 }, { 4, 32, 16, true, 7, 0 } },  /* beyond the end */
	{ { 4, 32, 16, true, 7, 0 }, { 4, 8, 24, false, 7, 0 } },   /* ends before the first */
	{ { 4, 16, 16, true, 7, 0 }, { 4, 8, 16, true, 7, 0 } },    /* into it */
	{ { 4, 16, 16, true, 7, 0 }, { 4, 24, 16, true, 7, 0 } },   /* out of it */
	{ { 4, 16, 16, true, 7, 0 }, { 4, 16, 8, true, 7, 0 } },    /* less of it */
	{ { 4, 16, 16, true, 7, 0 }, { 4, 24, 8, true, 7, 0 } },    /* its end */
	{ { 4, 16, 16, true, 7, 0 }, { 4, 8, 32, true, 7, 0 } },    /* around it */
	{ { 4, 48, 16, false, 7, 0 }, { 4, 32, 24, false, 7, 0 } }, /* another end */
};

START_TEST(contradiction)
{
	ck_assert_int_eq(add(&contradictions[_i].first, 0, 1), DECODE_FRAGMENT);
	check_counts(0, 1, 0);
	add(&contradictions[_i].second, 0, 2);
	/* Where only `more` differs, nothing overlaps. */
	check_counts(0, _i == 0, _i != 0);
}
END_TEST

/* They touch, but do not overlap. */
START_TEST(neighbours)
{
	add(&(struct given){ 4, 16, 16, true, 7, 0 }, 0, 1);
	add(&(struct given){ 4, 32, 16, true, 7, 0 }, 0, 2);
	add(&(struct given){ 4, 8, 8, true, 7, 0 }, 0, 3);
	add(&(struct given){ 4, 0, 8, true, 7, 0 }, 0, 4);
	check_counts(0, 1, 0);
	ck_assert_int_eq(add(&(struct given){ 4, 48, 16, false, 7, 0 }, 0, 5), DECODE_SEGMENT);
	check_whole();
	check_counts(1, 0, 0);
}
END_TEST

START_TEST(same_place_with_other_bytes)
{
	static struct wire m;
	uint8_t bytes[DATA];
	data(bytes);
	ck_assert_int_eq(add(&(struct given){ 4, 32, 16, true, 7, 0 }, 0, 1), DECODE_FRAGMENT);
	bytes[47]++;
	make(&m, &(struct given){ 4, 32, 16, true, 7, 0 }, bytes + 32);
	ck_assert_int_eq(add_frame(LINK_ETHERNET, &m, 2), DECODE_FRAGMENT);
	check_counts(0, 0, 1);
}
END_TEST

/* What was dropped is neither waiting nor incomplete, also when its time is over. */
START_TEST(dropped_packets_are_counted_once)
{
	add(&(struct given){ 4, 0, 32, true, 7, 0 }, 0, 1);
	add(&(struct given){ 4, 24, 16, true, 7, 0 }, 0, 2);
	add(&(struct given){ 4, 0, 32, true, 8, 0 }, 1, 3);
	check_counts(0, 1, 1);
	add(&(struct given){ 4, 0, 32, true, 9, 0 }, 40 * SECOND, 4);
	check_counts(0, 2, 1);
	/* It is forgotten: the number may be that of a new packet. */
	add(&(struct given){ 4, 0, 32, true, 7, 0 }, 41 * SECOND, 5);
	ck_assert_int_eq(
	    add(&(struct given){ 4, 32, 32, false, 7, 0 }, 41 * SECOND, 6), DECODE_SEGMENT);
	check_counts(1, 2, 1);
}
END_TEST

START_TEST(waits_no_longer_than_30_seconds)
{
	ck_assert_int_eq(add(&(struct given){ 4, 0, 32, true, 7, 0 }, 0, 1), DECODE_FRAGMENT);
	ck_assert_int_eq(
	    add(&(struct given){ 4, 32, 32, false, 7, 0 }, 30 * SECOND, 2), DECODE_SEGMENT);
	ck_assert_int_eq(add(&(struct given){ 4, 0, 32, true, 8, 0 }, 0, 3), DECODE_FRAGMENT);
	ck_assert_int_eq(
	    add(&(struct given){ 4, 32, 32, false, 8, 0 }, 30 * SECOND + 1, 4), DECODE_FRAGMENT);
	check_counts(1, 2, 0);
}
END_TEST

/* Every field of the key tells packets apart. */
START_TEST(packets_of_others)
{
	static const struct wire_ipv4 others[] = {
		{ .id = 8 },
		{ .id = 7, .src = { 192, 0, 2, 9 } },
		{ .id = 7, .dst = { 192, 0, 2, 9 } },
		{ .id = 0x107 },
	};
	add_long(&plain, 0, 800, 1000, 1);
	ck_assert_int_eq(add_long(&others[_i], 800, 200, 1000, 2), DECODE_FRAGMENT);
	check_counts(0, 2, 0);
	ck_assert_int_eq(add_long(&plain, 800, 200, 1000, 3), DECODE_SEGMENT);
}
END_TEST

START_TEST(packets_of_other_protocols)
{
	static struct wire m;
	add_long(&plain, 0, 800, 1000, 1);
	wire_begin(&m);
	wire_ipv4(&m, &(struct wire_ipv4){ .id = 7, .fragment = 100, .protocol = 4 });
	wire_fill(&m, 200, 'x');
	wire_end(&m);
	ck_assert_int_eq(add_frame(LINK_RAW, &m, 2), DECODE_FRAGMENT);
	check_counts(0, 2, 0);
	ck_assert_uint_eq(joined, 0);
}
END_TEST

/* The first fragment is in part 1 of its frame, the last in part 0. */
START_TEST(pieces_in_parts)
{
	uint8_t bytes[DATA];
	data(bytes);
	static struct wire inner[2], m;
	for (unsigned half = 0; half < 2; half++) {
		wire_begin(&inner[half]);
		wire_ipv4(&inner[half], &(struct wire_ipv4){ .id = 7,
		                            .more_fragments = half == 0,
		                            .fragment = half == 0 ? 0 : 4,
		                            .protocol = 6 });
		wire_payload(&inner[half], bytes + 32 * half, 32);
		wire_end(&inner[half]);
	}
	const struct joined_sink sink = { on_joined, NULL };
	for (unsigned n = 0; n < 2; n++) {
		wire_begin(&m);
		wire_payload(&m, "\x88\x01\0\0aaaaaaaaaaaaaaaaaa\0\0\x80\0", 26);
		if (n == 0)
			wire_payload(&m, "aaaaaaaaaaaa\0\x02zz", 16);
		wire_payload(&m, "aaaaaaaaaaaa\0\x3c\xaa\xaa\x03\0\0\0\x08\0", 22);
		wire_payload(&m, inner[n].bytes, inner[n].len);
		wire_end(&m);
		struct frame frame = wire_frame(&m);
		frame.part = n == 0;
		enum decode_result result =
		    reassembly_decode(r, LINK_WLAN, &frame, n, &sink, &segment, &where);
		ck_assert_int_eq(result, n == 0 ? DECODE_FRAGMENT : DECODE_SEGMENT);
		whole = frame;
	}
	ck_assert_uint_eq(whole.part, 1);
	check_whole();
}
END_TEST

/* Other protocols in fragments are not joined; UDP may be a tunnel. */
START_TEST(only_what_may_hold_tcp)
{
	static const unsigned protocols[] = { 1, 17 };
	static struct wire m;
	struct reassembly_counts counts;
	for (unsigned i = 0; i < 2; i++) {
		wire_begin(&m);
		wire_ipv4(
		    &m, &(struct wire_ipv4){ .more_fragments = true, .protocol = protocols[i] });
		wire_fill(&m, 32, 0);
		wire_end(&m);
		ck_assert_int_eq(
		    add_frame(LINK_RAW, &m, 1), i == 0 ? DECODE_NOT_TCP : DECODE_FRAGMENT);
		reassembly_counts(r, &counts);
		ck_assert_uint_eq(counts.fragments, i);
	}
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_checked_fixture(all, setup, teardown);
	tcase_add_loop_test(all, any_order, 0, 48);
	tcase_add_test(all, a_piece_twice_does_no_harm);
	tcase_add_loop_test(all, overlaps_drop_the_packet, 0, 2);
	tcase_add_test(all, ends_that_contradict);
	tcase_add_test(all, packets_are_kept_apart);
	tcase_add_test(all, waits_for_30_seconds);
	tcase_add_test(all, bounded_in_bytes);
	tcase_add_test(all, cut_pieces_stand_for_themselves);
	tcase_add_test(all, pieces_in_pieces);
	tcase_add_test(all, any_cuts);
	tcase_add_test(all, header_of_the_whole);
	tcase_add_test(all, header_of_the_whole_ipv6);
	tcase_add_test(all, as_long_as_possible);
	tcase_add_loop_test(all, as_long_as_possible_ipv6, 0, 2);
	tcase_add_test(all, impossible_pieces);
	tcase_add_loop_test(all, contradiction, 0, ARRAY_LEN(contradictions));
	tcase_add_test(all, neighbours);
	tcase_add_test(all, same_place_with_other_bytes);
	tcase_add_test(all, dropped_packets_are_counted_once);
	tcase_add_test(all, waits_no_longer_than_30_seconds);
	tcase_add_loop_test(all, packets_of_others, 0, 4);
	tcase_add_test(all, packets_of_other_protocols);
	tcase_add_test(all, pieces_in_parts);
	tcase_add_test(all, only_what_may_hold_tcp);
	Suite *suite = suite_create("reassembly");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
