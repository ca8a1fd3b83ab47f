/* Where messages begin and end, especially near holes. */
#include "core/model/message.h"

#include <stdio.h>

#include "tests/core/play.h"
#include "tests/suite.h"

#define HANDSHAKE "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n"

/* The message that begins with a packet has so many segments and bytes and ends there. */
static void expect_message(uint32_t first, uint32_t segments, uint64_t len, uint32_t last)
{
	struct message msg;
	ck_assert_msg(message_at(played, first, &msg), "none begins with packet %u", first);
	ck_assert_uint_eq(msg.segments, segments);
	ck_assert_uint_eq(msg.len, len);
	ck_assert_uint_eq(msg.last, last);
}

static void expect_first_of(uint32_t packet, uint32_t first)
{
	struct message msg;
	ck_assert_msg(message_of(played, packet, &msg), "packet %u has none", packet);
	ck_assert_uint_eq(msg.first, first);
}

START_TEST(a_push_ends_a_message)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n30 a P. 101:201 ack 1\n30 a . 201:301 ack 1\n");
	expect_message(4, 2, 200, 5);
	expect_message(6, 1, 100, 6);
}
END_TEST

START_TEST(the_other_side_ends_a_message)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n50 b . 1:11 ack 201\n"
	                       "50.1 a . 201:301 ack 11\n");
	expect_message(4, 2, 200, 5);
	expect_message(6, 1, 10, 6);
	expect_message(7, 1, 100, 7);
}
END_TEST

START_TEST(an_ack_between_ends_none)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n50 b . 1 ack 101\n50.1 a . 101:201 ack 1\n");
	expect_message(4, 2, 200, 6);
	expect_first_of(6, 4);
}
END_TEST

START_TEST(one_begins_behind_a_hole)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n30 a . 201:301 ack 1\n30 a . 301:401 ack 1\n");
	expect_message(4, 1, 100, 4);
	expect_message(5, 2, 200, 6);
}
END_TEST

START_TEST(what_fills_a_hole_stands_alone)
{
	play(played,
	    HANDSHAKE "30 a . 1:101 ack 1\n30 a . 301:401 ack 1\n"
	              "60 a . 101:201 ack 1\n60 a . 201:301 ack 1\n60 a . 401:501 ack 1\n");
	expect_message(4, 1, 100, 4);
	expect_message(5, 1, 100, 5);
	expect_message(6, 1, 100, 6);
	expect_message(7, 1, 100, 7);
	/* What had been begun behind the hole does not go on after it. */
	expect_message(8, 1, 100, 8);
}
END_TEST

/* The ACK shows bytes that the capture lacks. */
START_TEST(one_begins_behind_bytes_that_only_an_ack_shows)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n50 b . 1 ack 201\n50.1 a . 201:301 ack 1\n"
	                       "50.1 a . 301:401 ack 1\n");
	expect_message(4, 1, 100, 4);
	expect_message(6, 2, 200, 7);
}
END_TEST

START_TEST(bytes_sent_again_are_not_said_twice)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n300 a . 1:101 ack 1\n300 a . 51:151 ack 1\n");
	struct message msg;
	ck_assert(!message_of(played, 5, &msg));
	expect_message(4, 2, 150, 6);
	ck_assert_uint_eq(message_repeated(played, 4, 6), 50);
	ck_assert_uint_eq(message_repeated(played, 4, 5), 100);
	ck_assert_uint_eq(message_repeated(played, 0, 6), 0);
}
END_TEST

START_TEST(segments_of_a_message_have_a_limit)
{
	char line[64];
	play(played, HANDSHAKE);
	for (unsigned i = 0; i <= MESSAGE_SEGMENTS; i++) {
		snprintf(line, sizeof(line), "30 a . %u:%u ack 1\n", 1 + 10 * i, 11 + 10 * i);
		play(played, line);
	}
	expect_message(4, MESSAGE_SEGMENTS, 10 * MESSAGE_SEGMENTS, 3 + MESSAGE_SEGMENTS);
	expect_message(4 + MESSAGE_SEGMENTS, 1, 10, 4 + MESSAGE_SEGMENTS);
}
END_TEST

START_TEST(messages_are_found_both_ways)
{
	struct message msg;
	play(played, HANDSHAKE "30 a P. 1:101 ack 1\n50 b P. 1:11 ack 101\n50.1 a . 101 ack 11\n");
	ck_assert(message_after(played, 1, &msg));
	ck_assert_uint_eq(msg.first, 4);
	ck_assert(message_after(played, 4, &msg));
	ck_assert_uint_eq(msg.first, 5);
	ck_assert_int_eq(msg.side, SIDE_B);
	ck_assert(!message_after(played, 5, &msg));
	ck_assert(message_before(played, 6, &msg));
	ck_assert_uint_eq(msg.first, 5);
	ck_assert(!message_before(played, 4, &msg));
	ck_assert(!message_of(played, 6, &msg));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("message");
	TCase *tests = tcase_create("message");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_test(tests, a_push_ends_a_message);
	tcase_add_test(tests, the_other_side_ends_a_message);
	tcase_add_test(tests, an_ack_between_ends_none);
	tcase_add_test(tests, one_begins_behind_a_hole);
	tcase_add_test(tests, what_fills_a_hole_stands_alone);
	tcase_add_test(tests, one_begins_behind_bytes_that_only_an_ack_shows);
	tcase_add_test(tests, bytes_sent_again_are_not_said_twice);
	tcase_add_test(tests, segments_of_a_message_have_a_limit);
	tcase_add_test(tests, messages_are_found_both_ways);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
