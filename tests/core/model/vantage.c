#include "core/model/vantage.h"

#include "tests/core/play.h"
#include "tests/suite.h"

#define MS INT64_C(1000000)

static struct model *a, *b;

static void setup(void)
{
	a = model_new();
	b = model_new();
}

static void teardown(void)
{
	model_free(a);
	model_free(b);
}

static uint32_t at_b(uint32_t packet)
{
	return vantage_packet(&(struct vantage_way){ a, b, 0 }, packet);
}

static uint32_t at_a(uint32_t packet)
{
	return vantage_packet(&(struct vantage_way){ b, a, 0 }, packet);
}

#define SENT                                                                                       \
	"0 a S 0 win 8192\n"                                                                       \
	"40 b S. 0 ack 1\n"                                                                        \
	"41 a . 1 ack 1\n"                                                                         \
	"42 a P. 1:11 ack 1\n"                                                                     \
	"43 a P. 11:21 ack 1\n"
#define ARRIVED                                                                                    \
	"20 a S 0 win 8192\n"                                                                      \
	"20.1 b S. 0 ack 1\n"                                                                      \
	"61 a . 1 ack 1\n"

START_TEST(every_packet_is_found_at_the_other_end)
{
	play(a, SENT);
	play(b, ARRIVED "62 a P. 1:11 ack 1\n63 a P. 11:21 ack 1\n");
	for (uint32_t n = 1; n <= 5; n++) {
		ck_assert_uint_eq(at_b(n), n);
		ck_assert_uint_eq(at_a(n), n);
	}
}
END_TEST

START_TEST(one_that_was_lost_is_not)
{
	play(a, SENT);
	play(b, ARRIVED "63 a P. 11:21 ack 1\n");
	ck_assert_uint_eq(at_b(4), 0);
	ck_assert_uint_eq(at_b(5), 4);
	ck_assert_uint_eq(at_a(4), 5);
	/* What happened there last before it. */
	ck_assert_uint_eq(vantage_near(&(struct vantage_way){ a, b, 0 }, 4), 2);
	ck_assert_uint_eq(vantage_near(&(struct vantage_way){ a, b, 20 * MS }, 4), 3);
	ck_assert_uint_eq(vantage_near(&(struct vantage_way){ a, b, 0 }, 5), 4);
}
END_TEST

START_TEST(of_equal_copies_each_has_its_own)
{
	play(a, SENT "43.5 a P. 11:21 ack 1\n");
	play(b, ARRIVED "62 a P. 11:21 ack 1\n100 a P. 11:21 ack 1\n");
	ck_assert_uint_eq(at_b(5), 4);
	ck_assert_uint_eq(at_b(6), 5);
	ck_assert_uint_eq(at_a(5), 6);
}
END_TEST

START_TEST(where_fewer_arrived_the_nearest_one_did)
{
	play(a, SENT "243 a P. 11:21 ack 1\n");
	play(b, ARRIVED "62 a P. 1:11 ack 1\n263 a P. 11:21 ack 1\n");
	ck_assert_uint_eq(at_b(5), 0);
	ck_assert_uint_eq(at_b(6), 5);
	ck_assert_uint_eq(at_a(5), 6);
}
END_TEST

START_TEST(a_copy_made_on_the_way_belongs_to_the_same_one)
{
	play(a, SENT);
	play(b, ARRIVED "62 a P. 1:11 ack 1\n62.1 a P. 1:11 ack 1\n");
	ck_assert_uint_eq(at_b(4), 4);
	ck_assert_uint_eq(at_a(4), 4);
}
END_TEST

START_TEST(ip_identification_tells_copies_apart)
{
	struct segment first = play_segment("1 a P. 1:11 ack 1"), again = first;
	first.ip_id = 7;
	again.ip_id = 8;
	again.time_ns += 100 * MS;
	model_add(a, &first);
	model_add(a, &again);
	/* Only the first arrived, and late. */
	first.time_ns += 99 * MS;
	model_add(b, &first);
	ck_assert_uint_eq(at_b(1), 1);
	ck_assert_uint_eq(at_b(2), 0);
}
END_TEST

START_TEST(a_port_used_again_is_another_session)
{
	struct segment s = play_segment("0 a S 0 win 10");
	model_add(a, &s);
	s.seq += 5000;
	s.time_ns += 1000 * MS;
	model_add(a, &s);
	ck_assert_uint_eq(model_sessions(a), 2);
	model_add(b, &s);
	struct vantage_way way = { a, b, 0 }, back = { b, a, 0 };
	ck_assert_uint_eq(vantage_session(&way, 1), 0);
	ck_assert_uint_eq(vantage_session(&way, 2), 1);
	ck_assert_uint_eq(vantage_session(&back, 1), 2);
	ck_assert_uint_eq(at_b(1), 0);
	ck_assert_uint_eq(vantage_near(&way, 1), 0);
}
END_TEST

START_TEST(sides_may_be_the_other_way_round)
{
	/* Of the opening a saw nothing, so that whoever speaks first stands left. */
	play(a, "42 b P. 1:11 ack 1\n43 a . 1 ack 11\n");
	play(b, ARRIVED "41 b P. 1:11 ack 1\n44 a . 1 ack 11\n");
	ck_assert_uint_eq(at_b(1), 4);
	ck_assert_uint_eq(at_b(2), 5);
}
END_TEST

START_TEST(clocks_may_differ)
{
	play(a, SENT "43.5 a P. 11:21 ack 1\n");
	play(b, "10000 a S 0 win 8192\n10023 a P. 11:21 ack 1\n");
	struct vantage_way way = { a, b, 9980 * MS };
	ck_assert_uint_eq(vantage_packet(&way, 5), 2);
	ck_assert_uint_eq(vantage_packet(&way, 6), 0);
}
END_TEST

START_TEST(nothing_is_found_of_nothing)
{
	play(a, SENT);
	ck_assert_uint_eq(at_b(1), 0);
	ck_assert_uint_eq(at_b(0), 0);
	ck_assert_uint_eq(at_b(99), 0);
	ck_assert_uint_eq(vantage_near(&(struct vantage_way){ a, b, 0 }, 99), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("vantage");
	TCase *tests = tcase_create("vantage");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, every_packet_is_found_at_the_other_end);
	tcase_add_test(tests, one_that_was_lost_is_not);
	tcase_add_test(tests, of_equal_copies_each_has_its_own);
	tcase_add_test(tests, where_fewer_arrived_the_nearest_one_did);
	tcase_add_test(tests, a_copy_made_on_the_way_belongs_to_the_same_one);
	tcase_add_test(tests, ip_identification_tells_copies_apart);
	tcase_add_test(tests, a_port_used_again_is_another_session);
	tcase_add_test(tests, sides_may_be_the_other_way_round);
	tcase_add_test(tests, clocks_may_differ);
	tcase_add_test(tests, nothing_is_found_of_nothing);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
