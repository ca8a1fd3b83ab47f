/* The link's decisions, and the frames that it delays and alters: without a network. */
#include "capture/lab/judge.h"

#include <netinet/in.h>
#include <string.h>

#include "capture/lab/alter.h"
#include "capture/lab/delay_queue.h"
#include "core/base/byteorder.h"
#include "tests/suite.h"
#include "tests/wire/wire.h"

#define MS INT64_C(1000000)

static void change(struct lab_judge *judge, const char *text)
{
	struct lab_change c;
	struct err err;
	ck_assert_msg(lab_change_parse(text, &c, &err), "%s: %s", text, err.text);
	lab_judge_change(judge, &c);
}

static struct lab_judge *judge_with(const char *text)
{
	struct lab_judge *judge = lab_judge_new(1);
	if (text[0] != '\0')
		change(judge, text);
	return judge;
}

static struct segment segment(uint16_t flags, uint32_t seq, uint32_t len)
{
	struct segment s = { .seq = seq, .len = len & SEGMENT_LEN_MOST, .flags = flags };
	s.src.port = 1000;
	s.dst.port = 2000;
	return s;
}

static struct lab_verdict decide(struct lab_judge *judge, const struct segment *s, int64_t at)
{
	struct lab_arrival arrival = {
		.way = LAB_AB, .segment = s, .frame_len = s->len + 66, .at_ns = at
	};
	return lab_judge_decide(judge, &arrival);
}

/* Decides on the n-th full segment after a SYN with sequence number 100. */
static struct lab_verdict decide_data(struct lab_judge *judge, uint32_t n, int64_t at)
{
	struct segment s = segment(TCP_ACK, 101 + n * 1000, 1000);
	return decide(judge, &s, at);
}

static void open_flow(struct lab_judge *judge)
{
	struct segment s = segment(TCP_SYN, 100, 0);
	ck_assert_int_eq(decide(judge, &s, 0).kind, FATE_DELIVERED);
}

START_TEST(bytes_are_counted_from_the_syn)
{
	struct lab_judge *judge = judge_with("drop a>b bytes 1001:1002");
	open_flow(judge);
	ck_assert_int_eq(decide_data(judge, 0, 0).kind, FATE_DELIVERED);
	struct lab_verdict v = decide_data(judge, 1, 0);
	ck_assert_int_eq(v.kind, FATE_RULED);
	ck_assert_uint_eq(v.rule, 1);
	ck_assert_uint_eq(v.number, 3);
	/* The second transmission passes. */
	v = decide_data(judge, 1, 0);
	ck_assert_int_eq(v.kind, FATE_DELIVERED);
	ck_assert(v.bits & FATE_AGAIN);
	lab_judge_free(judge);
}
END_TEST

START_TEST(numbers_of_the_flow_may_wrap)
{
	struct lab_judge *judge = judge_with("drop a>b bytes 11:12");
	struct segment syn = segment(TCP_SYN, UINT32_MAX - 5, 0);
	struct segment one = segment(TCP_ACK, UINT32_MAX - 4, 10);
	struct segment two = segment(TCP_ACK, 5, 10);
	decide(judge, &syn, 0);
	ck_assert_int_eq(decide(judge, &one, 0).kind, FATE_DELIVERED);
	struct lab_verdict v = decide(judge, &two, 0);
	ck_assert_int_eq(v.kind, FATE_RULED);
	ck_assert(!(v.bits & FATE_AGAIN));
	lab_judge_free(judge);
}
END_TEST

START_TEST(rules_count_what_they_match)
{
	struct lab_judge *judge = judge_with("drop a>b data 2-3");
	static const enum fate_kind kinds[] = { FATE_DELIVERED, FATE_RULED, FATE_RULED,
		FATE_DELIVERED };
	open_flow(judge);
	for (uint32_t i = 0; i < 4; i++) {
		struct lab_verdict v = decide_data(judge, i, 0);
		ck_assert_int_eq(v.kind, kinds[i]);
		ck_assert_uint_eq(v.spent, i == 2 ? 1 : 0);
	}
	lab_judge_free(judge);
}
END_TEST

START_TEST(rules_last_as_long_as_they_say)
{
	struct lab_judge *judge = judge_with("drop a>b data for 10ms");
	open_flow(judge);
	ck_assert_int_eq(decide_data(judge, 0, 500 * MS).kind, FATE_RULED);
	ck_assert_int_eq(decide_data(judge, 1, 509 * MS).kind, FATE_RULED);
	struct lab_verdict v = decide_data(judge, 2, 510 * MS);
	ck_assert_int_eq(v.kind, FATE_DELIVERED);
	ck_assert_uint_eq(v.spent, 1);
	change(judge, "drop a>b data all");
	ck_assert_uint_eq(decide_data(judge, 3, 600 * MS).rule, 2);
	change(judge, "forget");
	ck_assert_int_eq(decide_data(judge, 4, 700 * MS).kind, FATE_DELIVERED);
	lab_judge_free(judge);
}
END_TEST

START_TEST(each_kind_of_segment_is_known)
{
	static const struct {
		const char *rule;
		uint16_t flags;
		uint32_t len;
	} cases[] = {
		{ "drop any", TCP_RST, 0 },
		{ "drop data", TCP_ACK, 5 },
		{ "drop new", TCP_ACK, 5 },
		{ "drop ack", TCP_ACK, 0 },
		{ "drop syn", TCP_SYN, 0 },
		{ "drop syn-ack", TCP_SYN | TCP_ACK, 0 },
		{ "drop fin", TCP_FIN | TCP_ACK, 0 },
		{ "drop rst", TCP_RST | TCP_ACK, 0 },
	};
	size_t count = sizeof(cases) / sizeof(cases[0]);
	for (size_t rule = 0; rule < count; rule++) {
		for (size_t i = 1; i < count; i++) {
			struct lab_judge *judge = judge_with(cases[rule].rule);
			struct segment s = segment(cases[i].flags, 100, cases[i].len);
			bool data = rule == 1 || rule == 2;
			bool hit = rule == i || rule == 0 || (data && cases[i].len > 0);
			ck_assert_msg((decide(judge, &s, 0).kind == FATE_RULED) == hit,
			    "%s and %zu", cases[rule].rule, i);
			lab_judge_free(judge);
		}
	}
}
END_TEST

START_TEST(what_is_held_is_overtaken_and_holds_nobody)
{
	struct lab_judge *judge = judge_with("hold a>b data 1 by 30ms");
	change(judge, "delay 20ms");
	open_flow(judge);
	struct lab_verdict held = decide_data(judge, 0, 0), next = decide_data(judge, 1, MS);
	ck_assert_int_eq(held.due_ns, 50 * MS);
	ck_assert(held.bits & FATE_HELD);
	ck_assert_int_eq(next.due_ns, 21 * MS);
	lab_judge_free(judge);
}
END_TEST

START_TEST(a_shorter_delay_lets_nobody_overtake)
{
	struct lab_judge *judge = judge_with("delay 100ms");
	open_flow(judge);
	ck_assert_int_eq(decide_data(judge, 0, 0).due_ns, 100 * MS);
	change(judge, "delay 1ms");
	ck_assert_int_eq(decide_data(judge, 1, 5 * MS).due_ns, 100 * MS);
	ck_assert_int_eq(decide_data(judge, 2, 200 * MS).due_ns, 201 * MS);
	lab_judge_free(judge);
}
END_TEST

START_TEST(jitter_stays_in_its_bounds_and_in_order)
{
	struct lab_judge *judge = judge_with("delay 20ms");
	int64_t last = 0, low = INT64_MAX, high = 0;
	change(judge, "jitter 5ms");
	open_flow(judge);
	for (uint32_t i = 0; i < 1000; i++) {
		int64_t at = (1 + i) * 20 * MS, late = decide_data(judge, i, at).due_ns - at;
		ck_assert_int_ge(late, 15 * MS);
		ck_assert_int_le(late, 25 * MS);
		ck_assert_int_ge(at + late, last);
		last = at + late;
		low = late < low ? late : low;
		high = late > high ? late : high;
	}
	ck_assert_int_lt(low, 16 * MS);
	ck_assert_int_gt(high, 24 * MS);
	lab_judge_free(judge);
}
END_TEST

START_TEST(a_rate_spaces_packets_and_its_queue_overflows)
{
	/* 1066 bytes take 8.528 ms. */
	struct lab_judge *judge = judge_with("rate 1mbit");
	struct lab_verdict v;
	change(judge, "queue 3200");
	open_flow(judge);
	int64_t start = 10 * MS, gap = 8528000;
	for (uint32_t i = 0; i < 3; i++) {
		v = decide_data(judge, i, start);
		ck_assert_int_eq(v.kind, FATE_DELIVERED);
		ck_assert_int_eq(v.due_ns, start + (1 + i) * gap);
	}
	ck_assert_int_eq(decide_data(judge, 3, start).kind, FATE_OVERFLOW);
	/* Once one has passed there is space again. */
	ck_assert_int_eq(decide_data(judge, 4, start + gap).kind, FATE_DELIVERED);
	lab_judge_free(judge);
}
END_TEST

START_TEST(only_packets_that_may_be_are_marked)
{
	struct lab_judge *judge = judge_with("mark a>b data all");
	static const uint8_t tos[] = { 0, 1, 2, 3 };
	for (uint32_t i = 0; i < 4; i++) {
		struct segment s = segment(TCP_ACK, 1 + i, 1);
		s.tos = tos[i];
		bool may = tos[i] == 1 || tos[i] == 2;
		ck_assert_int_eq((decide(judge, &s, 0).bits & FATE_MARKED) != 0, may);
	}
	lab_judge_free(judge);
}
END_TEST

/* Returns how many of 20,000 segments are lost, for a seed. */
static unsigned count_lost(uint64_t seed, const char *text, uint8_t *pattern)
{
	struct lab_judge *judge = lab_judge_new(seed);
	unsigned lost = 0;
	change(judge, text);
	for (uint32_t i = 0; i < 20000; i++) {
		bool is = decide_data(judge, i, i).kind == FATE_LOST;
		lost += is;
		pattern[i] = is;
	}
	lab_judge_free(judge);
	return lost;
}

START_TEST(chance_is_as_likely_as_asked_and_repeats_by_its_seed)
{
	static uint8_t one[20000], same[20000], other[20000], more[20000];
	unsigned lost = count_lost(1, "loss 2%", one);
	ck_assert_uint_gt(lost, 300);
	ck_assert_uint_lt(lost, 500);
	count_lost(1, "loss 2%", same);
	count_lost(2, "loss 2%", other);
	ck_assert_mem_eq(one, same, sizeof(one));
	ck_assert_mem_ne(one, other, sizeof(one));
	/* A segment lost at a lower rate is also lost at a higher one. */
	count_lost(1, "loss 5%", more);
	for (size_t i = 0; i < sizeof(one); i++)
		ck_assert(!one[i] || more[i]);
	ck_assert_uint_eq(count_lost(1, "loss 100%", one), 20000);
}
END_TEST

START_TEST(other_packets_are_cut_and_delayed_but_not_lost)
{
	struct lab_judge *judge = judge_with("loss 100%");
	struct lab_arrival arp = { .way = LAB_BA, .frame_len = 42, .at_ns = 0 };
	change(judge, "delay 7ms");
	struct lab_verdict v = lab_judge_decide(judge, &arp);
	ck_assert_int_eq(v.kind, FATE_DELIVERED);
	ck_assert_int_eq(v.due_ns, 7 * MS);
	ck_assert_uint_eq(v.number, 0);
	change(judge, "cut");
	ck_assert_int_eq(lab_judge_decide(judge, &arp).kind, FATE_CUT);
	lab_judge_free(judge);
}
END_TEST

START_TEST(frames_come_out_in_time_and_order)
{
	static const int64_t due[] = { 50, 10, 30, 10, 40, 20, 10 };
	static const int expected[] = { 1, 3, 6, 5, 2, 4, 0 };
	struct delay_queue *hold = delay_queue_new();
	ck_assert_int_eq(delay_queue_due(hold), INT64_MAX);
	for (int i = 0; i < 7; i++) {
		struct delayed_frame *held = delay_queue_frame(hold, 100);
		held->due_ns = due[i];
		held->bytes[0] = (uint8_t)i;
		delay_queue_add(hold, held);
	}
	ck_assert_ptr_null(delay_queue_take(hold, 9));
	for (int i = 0; i < 7; i++) {
		ck_assert_int_eq(delay_queue_due(hold), due[expected[i]]);
		struct delayed_frame *held = delay_queue_take(hold, 50);
		ck_assert_int_eq(held->bytes[0], expected[i]);
		delay_queue_recycle(hold, held);
	}
	ck_assert_ptr_null(delay_queue_take(hold, 100));
	delay_queue_free(hold);
}
END_TEST

START_TEST(there_is_an_end_to_what_is_held)
{
	struct delay_queue *hold = delay_queue_new();
	struct delayed_frame *held;
	while ((held = delay_queue_frame(hold, 1)) != NULL) {
		held->due_ns = 0;
		delay_queue_add(hold, held);
	}
	ck_assert_uint_eq(delay_queue_count(hold), DELAY_QUEUE_MAX);
	delay_queue_free(hold);
}
END_TEST

/* Makes a frame of Ethernet and IPv4 with Don't Fragment, and that much payload. */
static void make_v4(struct wire *w, size_t payload)
{
	wire_begin(w);
	wire_ethernet(w,
	    &(struct wire_ethernet){ .src = { 2, 0, 0, 0, 0, 10 }, .dst = { 2, 0, 0, 0, 0, 11 } });
	wire_ipv4(w, &(struct wire_ipv4){ .src = { 10, 9, 0, 1 },
	                 .dst = { 10, 9, 0, 2 },
	                 .id = 1,
	                 .tos = 2,
	                 .dont_fragment = true,
	                 .protocol = IPPROTO_TCP });
	for (size_t i = 0; i < payload; i++)
		wire_put8(w, (unsigned)i);
	wire_end(w);
}

START_TEST(a_mark_keeps_the_header_right)
{
	struct wire w;
	struct headers where = { .ip_version = 4, .ip_at = 14, .ip_len = 20 };
	make_v4(&w, 20);
	lab_alter_mark(w.bytes, &where);
	ck_assert_uint_eq(w.bytes[15], 3);
	ck_assert_uint_eq(wire_checksum(w.bytes + 14, 20), 0);
}
END_TEST

START_TEST(corruption_flips_one_bit)
{
	struct wire w;
	uint8_t before[64];
	struct headers where = {
		.tcp_at = 34, .tcp_len = 20, .payload_at = 54, .payload_captured = 10
	};
	make_v4(&w, 30);
	for (int64_t flip = 0; flip < 200; flip += 7) {
		unsigned bits = 0;
		memcpy(before, w.bytes, sizeof(before));
		lab_alter_corrupt(w.bytes, &where, flip);
		for (size_t i = 0; i < sizeof(before); i++) {
			unsigned differs = w.bytes[i] ^ before[i];
			ck_assert(differs == 0 || (i >= 54 && i < 64));
			bits += (unsigned)__builtin_popcount(differs);
		}
		ck_assert_uint_eq(bits, 1);
	}
}
END_TEST

START_TEST(icmp_tells_of_packets_too_big)
{
	static const uint8_t address[4] = { 10, 9, 0, 254 };
	struct addr router = addr_from_v4(address);
	uint8_t out[LAB_TOO_BIG_MAX];
	struct wire w;
	make_v4(&w, 1400);
	size_t len = w.len;
	size_t made = lab_alter_too_big(w.bytes, len, &router, 1300, out);
	ck_assert_uint_eq(made, 14 + 20 + 8 + 548);
	ck_assert_mem_eq(out, w.bytes + 6, 6);
	ck_assert_uint_eq(wire_checksum(out + 14, 20), 0);
	ck_assert_uint_eq(wire_checksum(out + 34, 8 + 548), 0);
	ck_assert_uint_eq(out[34], 3);
	ck_assert_uint_eq(out[35], 4);
	ck_assert_uint_eq(load_be16(out + 40), 1300);
	ck_assert_mem_eq(out + 42, w.bytes + 14, 548);
	/* Without Don't Fragment a router would fragment it. Other protocols and truncated headers
	 * have no sender to inform. */
	w.bytes[20] = 0;
	ck_assert_uint_eq(lab_alter_too_big(w.bytes, len, &router, 1300, out), 0);
	w.bytes[13] = 6;
	ck_assert_uint_eq(lab_alter_too_big(w.bytes, len, &router, 1300, out), 0);
	ck_assert_uint_eq(lab_alter_too_big(w.bytes, 10, &router, 1300, out), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lab_judge");
	TCase *tcase = tcase_create("judge");
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, bytes_are_counted_from_the_syn);
	tcase_add_test(tcase, numbers_of_the_flow_may_wrap);
	tcase_add_test(tcase, rules_count_what_they_match);
	tcase_add_test(tcase, rules_last_as_long_as_they_say);
	tcase_add_test(tcase, each_kind_of_segment_is_known);
	tcase_add_test(tcase, what_is_held_is_overtaken_and_holds_nobody);
	tcase_add_test(tcase, a_shorter_delay_lets_nobody_overtake);
	tcase_add_test(tcase, jitter_stays_in_its_bounds_and_in_order);
	tcase_add_test(tcase, a_rate_spaces_packets_and_its_queue_overflows);
	tcase_add_test(tcase, only_packets_that_may_be_are_marked);
	tcase_add_test(tcase, chance_is_as_likely_as_asked_and_repeats_by_its_seed);
	tcase_add_test(tcase, other_packets_are_cut_and_delayed_but_not_lost);
	tcase_add_test(tcase, frames_come_out_in_time_and_order);
	tcase_add_test(tcase, there_is_an_end_to_what_is_held);
	tcase_add_test(tcase, a_mark_keeps_the_header_right);
	tcase_add_test(tcase, corruption_flips_one_bit);
	tcase_add_test(tcase, icmp_tells_of_packets_too_big);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
