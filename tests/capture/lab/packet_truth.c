/* Fates and kernel views find their packets, in any order of arrival. */
#include "capture/lab/packet_truth.h"

#include "capture/lab/pairing.h"
#include "tests/suite.h"

#define MS INT64_C(1000000)

static struct packet_truth *a, *b;

static void setup(void)
{
	a = packet_truth_new(LAB_A);
	b = packet_truth_new(LAB_B);
}

static void teardown(void)
{
	packet_truth_free(a);
	packet_truth_free(b);
}

/* Returns the n-th segment from A to B, captured at A at its time and on the link for 20 ms. */
static struct segment segment(uint32_t n, int64_t time_ns)
{
	return (struct segment){
		.time_ns = time_ns,
		.src = { addr_from_v4((const uint8_t[]){ 10, 9, 0, 1 }), 4000 },
		.dst = { addr_from_v4((const uint8_t[]){ 10, 9, 0, 2 }), 8000 },
		.seq = n * 100,
		.len = 100,
		.flags = TCP_ACK,
	};
}

static struct fate fate(uint32_t n, int64_t time_ns, enum fate_kind kind)
{
	struct segment s = segment(n, time_ns);
	return (struct fate){
		.number = n,
		.arrived_ns = time_ns,
		.departed_ns = kind == FATE_DELIVERED ? time_ns + 20 * MS : 0,
		.src = s.src,
		.dst = s.dst,
		.seq = s.seq,
		.len = s.len,
		.flags = s.flags,
		.way = LAB_AB,
		.kind = (uint8_t)kind,
	};
}

static struct lab_sample sample(enum lab_place host, uint64_t number, uint32_t cwnd)
{
	return (struct lab_sample){ .host = (uint8_t)host,
		.way = LAB_AB,
		.sent = host == LAB_A,
		.number = number,
		.view = { .cwnd = cwnd } };
}

static void add_packet(struct packet_truth *t, uint32_t n, int64_t time_ns, uint32_t packet)
{
	struct segment s = segment(n, time_ns);
	packet_truth_add_packet(t, &s, packet);
}

static void add_fate(const struct fate *f)
{
	packet_truth_add_fate(a, f);
	packet_truth_add_fate(b, f);
}

START_TEST(a_fate_finds_its_packet_at_both_ends)
{
	struct fate first = fate(1, 0, FATE_DELIVERED), second = fate(2, MS, FATE_DELIVERED);
	/* At A the packet comes first, at B the fate. */
	add_packet(a, 1, 0, 1);
	add_packet(a, 2, MS, 2);
	ck_assert_ptr_null(packet_truth_fate(a, 1));
	add_fate(&first);
	add_fate(&second);
	add_packet(b, 2, 21 * MS, 1);
	add_packet(b, 1, 20 * MS, 2);
	ck_assert_uint_eq(packet_truth_fate(a, 1)->number, 1);
	ck_assert_uint_eq(packet_truth_fate(a, 2)->number, 2);
	ck_assert_uint_eq(packet_truth_fate(b, 1)->number, 2);
	ck_assert_uint_eq(packet_truth_fate(b, 2)->number, 1);
	ck_assert_ptr_null(packet_truth_fate(b, 3));
	ck_assert_ptr_null(packet_truth_fate(b, 1000000));
}
END_TEST

START_TEST(what_never_arrived_is_told_to_its_sender_alone)
{
	struct fate lost = fate(1, 0, FATE_LOST), again = fate(1, 200 * MS, FATE_DELIVERED);
	again.number = 2;
	add_packet(a, 1, 0, 1);
	add_packet(a, 1, 200 * MS, 2);
	add_fate(&lost);
	add_fate(&again);
	add_packet(b, 1, 220 * MS, 1);
	ck_assert_int_eq(packet_truth_fate(a, 1)->kind, FATE_LOST);
	ck_assert_int_eq(packet_truth_fate(a, 2)->kind, FATE_DELIVERED);
	ck_assert_uint_eq(packet_truth_fate(b, 1)->number, 2);
}
END_TEST

START_TEST(a_copy_is_told_to_its_receiver_alone)
{
	struct fate first = fate(1, 0, FATE_DELIVERED), copy = first;
	copy.bits = FATE_COPY;
	copy.departed_ns += MS;
	add_packet(a, 1, 0, 1);
	add_fate(&first);
	add_fate(&copy);
	add_packet(b, 1, 20 * MS, 1);
	add_packet(b, 1, 21 * MS, 2);
	ck_assert_int_eq(packet_truth_fate(a, 1)->bits, 0);
	ck_assert_int_eq(packet_truth_fate(b, 1)->bits, 0);
	ck_assert_int_eq(packet_truth_fate(b, 2)->bits, FATE_COPY);
}
END_TEST

START_TEST(views_go_to_the_packet_that_their_number_names)
{
	struct fate first = fate(1, 0, FATE_DELIVERED), second = fate(2, MS, FATE_DELIVERED);
	struct lab_sample sent = sample(LAB_A, 1, 10), later = sample(LAB_A, 2, 11),
	                  received = sample(LAB_B, 1, 20);
	/* One comes before the fate, one after it. */
	packet_truth_add_sample(a, &sent);
	add_packet(a, 1, 0, 1);
	add_packet(a, 2, MS, 2);
	add_packet(b, 1, 20 * MS, 1);
	ck_assert_ptr_null(packet_truth_view(a, 1, PACKET_TRUTH_SENDER));
	add_fate(&first);
	add_fate(&second);
	packet_truth_add_sample(a, &later);
	packet_truth_add_sample(b, &received);
	ck_assert_uint_eq(packet_truth_view(a, 1, PACKET_TRUTH_SENDER)->cwnd, 10);
	ck_assert_uint_eq(packet_truth_view(a, 2, PACKET_TRUTH_SENDER)->cwnd, 11);
	ck_assert_ptr_null(packet_truth_view(a, 1, PACKET_TRUTH_RECEIVER));
	ck_assert_uint_eq(packet_truth_view(b, 1, PACKET_TRUTH_RECEIVER)->cwnd, 20);
	ck_assert(packet_truth_has_views(b));
	/* Views of the other host are ignored. */
	packet_truth_add_sample(b, &sent);
	ck_assert_ptr_null(packet_truth_view(b, 1, PACKET_TRUTH_SENDER));
}
END_TEST

START_TEST(outside_the_lab_there_are_views_alone)
{
	struct packet_truth *t = packet_truth_new(LAB_LINK);
	struct kernel_view view = { .cwnd = 3 };
	struct fate f = fate(1, 0, FATE_DELIVERED);
	add_packet(t, 1, 0, 1);
	packet_truth_add_fate(t, &f);
	ck_assert_ptr_null(packet_truth_fate(t, 1));
	ck_assert(!packet_truth_has_views(t));
	packet_truth_add_view(t, 5, PACKET_TRUTH_RECEIVER, &view);
	ck_assert_uint_eq(packet_truth_view(t, 5, PACKET_TRUTH_RECEIVER)->cwnd, 3);
	ck_assert_ptr_null(packet_truth_view(t, 5, PACKET_TRUTH_SENDER));
	packet_truth_free(t);
}
END_TEST

START_TEST(the_oldest_views_are_forgotten)
{
	struct kernel_view view = { 0 };
	for (uint32_t n = 1; n <= PACKET_TRUTH_VIEWS + 10; n++) {
		view.cwnd = n;
		packet_truth_add_view(a, n, PACKET_TRUTH_SENDER, &view);
	}
	ck_assert_ptr_null(packet_truth_view(a, 10, PACKET_TRUTH_SENDER));
	ck_assert_uint_eq(packet_truth_view(a, 11, PACKET_TRUTH_SENDER)->cwnd, 11);
	ck_assert_uint_eq(packet_truth_view(a, PACKET_TRUTH_VIEWS + 10, PACKET_TRUTH_SENDER)->cwnd,
	    PACKET_TRUTH_VIEWS + 10);
}
END_TEST

START_TEST(what_is_known_of_forgotten_packets_goes)
{
	/* Several chunks of packets; the fates of a few come late. */
	for (uint32_t n = 1; n <= 10000; n++) {
		struct fate f = fate(n, n * MS, FATE_DELIVERED);
		add_packet(a, n, n * MS, n);
		if (n % 1000 != 0)
			packet_truth_add_fate(a, &f);
	}
	packet_truth_forget(a, 9500);
	ck_assert_ptr_null(packet_truth_fate(a, 1));
	ck_assert_ptr_null(packet_truth_fate(a, 9499));
	ck_assert_uint_eq(packet_truth_fate(a, 9500)->number, 9500);
	for (uint32_t n = 1000; n <= 10000; n += 1000) {
		struct fate late = fate(n, n * MS, FATE_DELIVERED);
		packet_truth_add_fate(a, &late);
	}
	ck_assert_ptr_null(packet_truth_fate(a, 9000));
	ck_assert_uint_eq(packet_truth_fate(a, 10000)->number, 10000);
}
END_TEST

START_TEST(a_room_gives_the_nearest_and_forgets_the_oldest)
{
	struct pairing *pairing = pairing_new();
	uint32_t value;
	ck_assert(!pairing_take(pairing, 1, 0, &value));
	pairing_put(pairing, 1, 10, 100);
	pairing_put(pairing, 1, 20, 200);
	pairing_put(pairing, 2, 19, 300);
	ck_assert(pairing_take(pairing, 1, 18, &value) && value == 200);
	ck_assert(pairing_take(pairing, 1, 18, &value) && value == 100);
	ck_assert(!pairing_take(pairing, 1, 18, &value));
	for (uint32_t i = 0; i < PAIRING_PLACES; i++)
		pairing_put(pairing, 3 + i % 7, i, i);
	ck_assert(!pairing_take(pairing, 2, 19, &value));
	for (uint32_t i = 0; i < PAIRING_PLACES; i += 1000)
		ck_assert(pairing_take(pairing, 3 + i % 7, i, &value) && value == i);
	pairing_free(pairing);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("truth");
	TCase *tests = tcase_create("truth");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, a_fate_finds_its_packet_at_both_ends);
	tcase_add_test(tests, what_never_arrived_is_told_to_its_sender_alone);
	tcase_add_test(tests, a_copy_is_told_to_its_receiver_alone);
	tcase_add_test(tests, views_go_to_the_packet_that_their_number_names);
	tcase_add_test(tests, outside_the_lab_there_are_views_alone);
	tcase_add_test(tests, the_oldest_views_are_forgotten);
	tcase_add_test(tests, what_is_known_of_forgotten_packets_goes);
	tcase_add_test(tests, a_room_gives_the_nearest_and_forgets_the_oldest);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
