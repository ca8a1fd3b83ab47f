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
	Suite *suite = suite_create("reassembly");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
