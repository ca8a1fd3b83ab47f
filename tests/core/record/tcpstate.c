/* A FIN that arrives before the data below it. */
#include "core/record/tcpstate.h"

#include "core/model/model.h"
#include "tests/core/play.h"
#include "tests/suite.h"

/* At the server. */
#define HANDSHAKE "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n"

static enum tcp_state state(uint32_t packet, enum side side)
{
	return packet_state(model_packet(played, packet), side);
}

START_TEST(fin_is_taken_when_the_hole_is_filled)
{
	play(played, HANDSHAKE "30 a F. 101:201 ack 1\n30.1 b . 1 ack 1\n50 a . 1:101 ack 1\n");
	ck_assert_int_eq(state(4, SIDE_B), STATE_ESTABLISHED);
	ck_assert_int_eq(state(5, SIDE_B), STATE_ESTABLISHED);
	ck_assert_int_eq(state(6, SIDE_B), STATE_CLOSE_WAIT);
	play(played, "50.1 b . 1 ack 202\n51 b F. 1 ack 202\n70 a . 202 ack 2\n");
	ck_assert_int_eq(state(7, SIDE_A), STATE_FIN_WAIT_2);
	ck_assert_int_eq(state(8, SIDE_B), STATE_LAST_ACK);
	ck_assert_int_eq(state(9, SIDE_B), STATE_CLOSED);
	ck_assert_int_eq(state(9, SIDE_A), STATE_TIME_WAIT);
}
END_TEST

START_TEST(who_acknowledges_a_fin_has_taken_it)
{
	/* The capture lacks the data below it. */
	play(played, HANDSHAKE "30 a F. 101:201 ack 1\n50.1 b F. 1 ack 202\n70 a . 202 ack 2\n");
	ck_assert_int_eq(state(5, SIDE_B), STATE_LAST_ACK);
	ck_assert_int_eq(state(6, SIDE_B), STATE_CLOSED);
}
END_TEST

START_TEST(both_close_and_one_fin_comes_early)
{
	play(played, HANDSHAKE "30 b F. 1 ack 1\n40 a F. 101:201 ack 1\n");
	ck_assert_int_eq(state(5, SIDE_B), STATE_FIN_WAIT_1);
	play(played, "50 a . 1:101 ack 2\n");
	ck_assert_int_eq(state(6, SIDE_B), STATE_TIME_WAIT);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tcpstate");
	TCase *tests = tcase_create("tcpstate");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_test(tests, fin_is_taken_when_the_hole_is_filled);
	tcase_add_test(tests, who_acknowledges_a_fin_has_taken_it);
	tcase_add_test(tests, both_close_and_one_fin_comes_early);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
