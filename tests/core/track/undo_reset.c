/* Who goes on sending has not been reset, and has not been let in. */
#include "core/model/model.h"
#include "core/record/tcpstate.h"
#include "tests/core/play.h"
#include "tests/suite.h"

#define HANDSHAKE "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n"

static enum tcp_state state(uint32_t packet, enum side side)
{
	return packet_state(model_packet(played, packet), side);
}

START_TEST(reset_that_is_lost)
{
	play(played, HANDSHAKE "30 a R. 1 ack 1\n"
	                       "400 b P. 1:11 ack 1\n800 b P. 1:11 ack 1\n820 a R 1\n");
	/* What was on its way may still come; what is sent again was not stopped. */
	ck_assert_int_eq(state(6, SIDE_B), STATE_ESTABLISHED);
	ck_assert_int_eq(state(6, SIDE_A), STATE_CLOSED);
	ck_assert_int_eq(state(4, SIDE_B), STATE_ESTABLISHED);
	ck_assert_int_eq(state(7, SIDE_B), STATE_CLOSED);
	ck_assert_int_eq(model_session(played, 1)->ended, SESSION_RESET);
}
END_TEST

START_TEST(segment_that_crosses_a_reset)
{
	play(played, HANDSHAKE "30 a R. 1 ack 1\n31 b P. 1:11 ack 1\n");
	ck_assert_int_eq(state(5, SIDE_B), STATE_CLOSED);
}
END_TEST

START_TEST(syn_again_after_its_answer)
{
	play(played,
	    "0 a S 0\n0.1 b S. 0 ack 1\n1000 a S 0\n1000.1 b S. 0 ack 1\n1020 a . 1 ack 1\n");
	ck_assert_int_eq(state(2, SIDE_A), STATE_SYN_SENT);
	ck_assert_int_eq(state(3, SIDE_A), STATE_SYN_SENT);
	ck_assert_int_eq(state(4, SIDE_A), STATE_ESTABLISHED);
	ck_assert_int_eq(state(5, SIDE_A), STATE_ESTABLISHED);
	ck_assert_int_eq(state(5, SIDE_B), STATE_ESTABLISHED);
}
END_TEST

START_TEST(syn_that_crosses_its_answer)
{
	play(played, "0 a S 0\n0.1 b S. 0 ack 1\n10 a S 0\n");
	ck_assert_int_eq(state(3, SIDE_A), STATE_ESTABLISHED);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("revive");
	TCase *tests = tcase_create("revive");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_test(tests, reset_that_is_lost);
	tcase_add_test(tests, segment_that_crosses_a_reset);
	tcase_add_test(tests, syn_again_after_its_answer);
	tcase_add_test(tests, syn_that_crosses_its_answer);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
