/* The course of a session: RTTs, timeouts, windows, and what the time was spent on. */
#include "core/model/course.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/model/copies.h"
#include "tests/core/json_line.h"
#include "tests/core/play.h"
#include "tests/suite.h"

#define MS INT64_C(1000000)
#define HANDSHAKE                                                                                  \
	"0 a S 0 win 8192 ws 8\n"                                                                  \
	"100 b S. 0 ack 1 win 14600 ws 7\n"                                                        \
	"100.5 a . 1 ack 1 win 256\n"

static struct model *m;
static struct course c;

static void setup(void)
{
	m = model_new();
	c = (struct course){ 0 };
}

static void teardown(void)
{
	model_free(m);
}

static void whole(const char *lines)
{
	play(m, lines);
	ck_assert(course_go_on(&c, m, 1, UINT32_MAX));
	ck_assert_uint_eq(c.packets, model_packets(m));
	ck_assert(c.whole);
}

START_TEST(round_trips_are_smoothed_as_rfc_6298_has_it)
{
	/* Samples of 100 ms and 60 ms: RTTVAR 50, then 3/4 50 + 1/4 40; SRTT 100, then 7/8
	 * 100 + 1/8 60. */
	whole(HANDSHAKE "200 a P. 1:101 ack 1 win 256\n260 b . 1 ack 101 win 115\n");
	ck_assert_int_eq(c.side[SIDE_A].rtt.smooth_ns, 95 * MS);
	ck_assert_int_eq(c.side[SIDE_A].rtt.var_ns, 47500000);
	ck_assert_int_eq(course_rto(&c, SIDE_A), 295 * MS);
	ck_assert_int_eq(c.side[SIDE_B].rtt.smooth_ns, 500000);
}
END_TEST

START_TEST(timeouts_double_until_there_is_a_sample)
{
	whole(HANDSHAKE "200 a P. 1:101 ack 1 win 256\n1200 a P. 1:101 ack 1 win 256\n"
	                "3200 a P. 1:101 ack 1 win 256\n");
	ck_assert_int_eq(course_rto(&c, SIDE_A), 1200 * MS);
	/* Which of the three copies it acknowledges is unknown (Karn). */
	play(m, "3300 b . 1 ack 101 win 115\n3400 a P. 101:201 ack 1 win 256\n");
	course_go_on(&c, m, 1, UINT32_MAX);
	ck_assert_int_eq(course_rto(&c, SIDE_A), 1200 * MS);
	ck_assert_int_eq(c.side[SIDE_A].rtt.smooth_ns, 100 * MS);
	play(m, "3500 b . 1 ack 201 win 115\n");
	course_go_on(&c, m, 1, UINT32_MAX);
	ck_assert_int_eq(course_rto(&c, SIDE_A), 300 * MS);
}
END_TEST

START_TEST(a_hole_that_was_filled_gives_no_sample)
{
	/* The time after the retransmission was spent waiting for it as well. */
	whole(HANDSHAKE "200 a . 1:101 ack 1 win 256\n201 a P. 101:201 ack 1 win 256\n"
	                "1300 a . 1:101 ack 1 win 256\n1400 b . 1 ack 201 win 115\n");
	ck_assert_int_eq(c.side[SIDE_A].rtt.smooth_ns, 100 * MS);
}
END_TEST

START_TEST(a_syn_that_timed_out_leaves_three_seconds)
{
	whole("0 a S 0 win 8192\n1000 a S 0 win 8192\n1100 b S. 0 ack 1 win 14600\n"
	      "1101 a . 1 ack 1 win 256\n");
	ck_assert_int_eq(c.side[SIDE_A].rtt.smooth_ns, 0);
	ck_assert_int_eq(course_rto(&c, SIDE_A), 3000 * MS);
}
END_TEST

START_TEST(nothing_is_known_of_what_was_not_seen)
{
	whole("0 a P. 1:101 ack 1 win 256\n");
	ck_assert_int_eq(course_rto(&c, SIDE_A), -1);
	ck_assert_int_eq(course_window_left(&c, SIDE_A), -1);
	ck_assert_int_eq(course_window_left(&c, SIDE_B), -1);
	ck_assert_int_eq(c.spent_ns[SPENT_WAITING], 0);
}
END_TEST

START_TEST(window_left)
{
	whole(HANDSHAKE "200 a P. 1:129 ack 1 win 256\n");
	ck_assert_int_eq(course_window_left(&c, SIDE_A), 14600 - 128);
	ck_assert_int_eq(course_window_left(&c, SIDE_B), 256 << 8);
	play(m, "300 b . 1 ack 129 win 1\n310 a P. 129:257 ack 1 win 256\n");
	course_go_on(&c, m, 1, UINT32_MAX);
	ck_assert_int_eq(course_window_left(&c, SIDE_A), 0);
}
END_TEST

START_TEST(where_the_time_went)
{
	whole(HANDSHAKE "200.5 a P. 1:129 ack 1 win 256\n300.5 b . 1 ack 129 win 0\n"
	                "2300.5 b . 1 ack 129 win 115\n7300.5 a P. 129:257 ack 1 win 256\n"
	                "7400.5 b F. 1 ack 257 win 115\n7401.5 a P. 257:357 ack 2 win 115\n"
	                "7411.5 a R. 357 ack 2 win 0\n");
	ck_assert_int_eq(c.spent_ns[SPENT_BLOCKED], 2000 * MS);
	ck_assert_int_eq(c.longest[SPENT_BLOCKED].ns, 2000 * MS);
	ck_assert_uint_eq(c.longest[SPENT_BLOCKED].end, 6);
	ck_assert_int_eq(c.spent_ns[SPENT_IDLE], 5100 * MS);
	ck_assert_uint_eq(c.longest[SPENT_IDLE].end, 7);
	/* The handshake, two messages, the FIN, and what was cut off. */
	ck_assert_int_eq(c.spent_ns[SPENT_WAITING], 311500000);
	ck_assert_uint_eq(c.side[SIDE_B].fin, 8);
	ck_assert_uint_eq(c.side[SIDE_A].after_fin, 100);
	ck_assert_uint_eq(c.reset, 10);
	ck_assert_uint_eq(c.side[SIDE_A].messages, 3);
	ck_assert_uint_eq(c.side[SIDE_A].sent, 356);
}
END_TEST

/* A long transfer, with a lost segment here and there. */
static void long_transfer(void)
{
	char line[96];
	play(m, HANDSHAKE);
	for (unsigned i = 0, at = 200; i < 3 * COURSE_REACH / 2; i++, at += 10) {
		snprintf(line, sizeof(line), "%u a P. %u:%u ack 1 win 256\n", at, 1 + i * 10,
		    11 + i * 10);
		play(m, line);
		if (i % 100 == 0) {
			snprintf(line, sizeof(line), "%u a P. %u:%u ack 1 win 256\n", at + 4,
			    1 + i * 10, 11 + i * 10);
			play(m, line);
		}
		snprintf(
		    line, sizeof(line), "%u b . 1 ack %u win 115\n", at + 5 + i % 5, 11 + i * 10);
		play(m, line);
	}
}

START_TEST(a_jump_gives_what_a_walk_gives)
{
	struct course jumped = { 0 };
	long_transfer();
	for (uint32_t n = 1; n <= model_packets(m); n++) {
		course_add(&c, m, n);
		if (n % 997 != 0)
			continue;
		/* Forwards and backwards: a jump each time. */
		course_reach(&jumped, m, 1);
		course_reach(&jumped, m, n);
		for (enum side side = SIDE_A; side <= SIDE_B; side++) {
			ck_assert_int_eq(
			    course_window_left(&jumped, side), course_window_left(&c, side));
			ck_assert_int_eq(course_rto(&jumped, side), course_rto(&c, side));
			ck_assert_int_le(
			    llabs(jumped.side[side].rtt.smooth_ns - c.side[side].rtt.smooth_ns),
			    10);
		}
	}
}
END_TEST

START_TEST(steps_give_what_a_jump_gives)
{
	struct course jumped = { 0 };
	long_transfer();
	uint32_t last = model_packets(m);
	course_reach(&c, m, last - 10);
	for (uint32_t n = last - 10; n <= last; n++) {
		course_reach(&c, m, n);
		ck_assert_uint_eq(c.at, n);
		course_reach(&jumped, m, 1);
		course_reach(&jumped, m, n);
		ck_assert_int_eq(course_rto(&jumped, SIDE_A), course_rto(&c, SIDE_A));
	}
	course_reach(&c, m, last + 1);
	ck_assert_uint_eq(c.at, last);
}
END_TEST

START_TEST(members_of_json)
{
	char text[JSON_LINE];
	whole(HANDSHAKE "200 a P. 1:101 ack 1 win 256\n");
	ck_assert_uint_eq(json_course_line(m, &c, text, sizeof(text)), strlen(text));
	ck_assert_str_eq(
	    text, "{\"srtt_us\":100000,\"rttvar_us\":50000,\"rto_us\":300000,\"win_left\":14500}");
	struct course early = { 0 };
	course_add(&early, m, 1);
	json_course_line(m, &early, text, sizeof(text));
	ck_assert_str_eq(
	    text, "{\"srtt_us\":null,\"rttvar_us\":null,\"rto_us\":1000000,\"win_left\":null}");
}
END_TEST

START_TEST(what_a_retransmission_repeats)
{
	whole(HANDSHAKE "200 a P. 1:101 ack 1 win 256\n201 a P. 101:201 ack 1 win 256\n"
	                "1200 a P. 1:101 ack 1 win 256\n3200 a P. 1:201 ack 1 win 256\n");
	ck_assert_uint_eq(copies_first(m, 5), 0);
	ck_assert_uint_eq(copies_first(m, 7), 4);
	ck_assert_uint_eq(copies_last(m, 7), 6);
	ck_assert_uint_eq(copies_finding(m, 7)->count, 2);
	ck_assert_uint_eq(copies_first(m, 8), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("course");
	TCase *tc = tcase_create("course");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, round_trips_are_smoothed_as_rfc_6298_has_it);
	tcase_add_test(tc, timeouts_double_until_there_is_a_sample);
	tcase_add_test(tc, a_hole_that_was_filled_gives_no_sample);
	tcase_add_test(tc, a_syn_that_timed_out_leaves_three_seconds);
	tcase_add_test(tc, nothing_is_known_of_what_was_not_seen);
	tcase_add_test(tc, window_left);
	tcase_add_test(tc, where_the_time_went);
	tcase_add_test(tc, a_jump_gives_what_a_walk_gives);
	tcase_add_test(tc, steps_give_what_a_jump_gives);
	tcase_add_test(tc, members_of_json);
	tcase_add_test(tc, what_a_retransmission_repeats);
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
