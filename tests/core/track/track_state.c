/* Which FIN is doubted: what the capture lacks may have held one, and the states are unknown until
 * something tells. */
#include "core/model/model.h"
#include "core/record/tcpstate.h"
#include "tests/core/play.h"
#include "tests/suite.h"

/* At the server. */
#define HANDSHAKE "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n"

static void expect_states(uint32_t packet, enum tcp_state a, enum tcp_state b)
{
	const struct packet *p = model_packet(played, packet);
	ck_assert_msg(packet_state(p, SIDE_A) == a && packet_state(p, SIDE_B) == b,
	    "packet %u: %s and %s, not %s and %s", packet, tcp_state_name(packet_state(p, SIDE_A)),
	    tcp_state_name(packet_state(p, SIDE_B)), tcp_state_name(a), tcp_state_name(b));
}

/* An ACK far ahead of what its side had sent. The receiver has shown nothing. */
START_TEST(a_jump_of_an_ack_doubts_its_sender)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n30.1 b P. 1:11 ack 11\n40 a . 21 ack 11\n");
	expect_states(6, STATE_UNKNOWN, STATE_ESTABLISHED);
	/* Nor is it known of what came since its last packet. */
	expect_states(5, STATE_UNKNOWN, STATE_ESTABLISHED);
	expect_states(4, STATE_ESTABLISHED, STATE_ESTABLISHED);
}
END_TEST

START_TEST(the_other_side_is_doubted_by_its_own_jump)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n30.1 b P. 1:11 ack 11\n30.2 b . 21 ack 11\n");
	expect_states(6, STATE_ESTABLISHED, STATE_UNKNOWN);
	expect_states(5, STATE_ESTABLISHED, STATE_ESTABLISHED);
}
END_TEST

/* Who acknowledges more than was seen has taken it, so a FIN among it moved both. */
START_TEST(an_ack_of_the_unseen_doubts_both)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n30.1 b . 1 ack 21\n");
	expect_states(5, STATE_UNKNOWN, STATE_UNKNOWN);
	expect_states(4, STATE_ESTABLISHED, STATE_ESTABLISHED);
}
END_TEST

START_TEST(a_jump_of_data_doubts_nothing)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n40 a P. 21:31 ack 1\n");
	expect_states(5, STATE_ESTABLISHED, STATE_ESTABLISHED);
}
END_TEST

START_TEST(who_sends_on_had_sent_no_fin)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n30.1 b P. 1:11 ack 11\n40 a . 21 ack 11\n"
	                       "50 a P. 21:31 ack 11\n50.1 b . 11 ack 31\n");
	for (uint32_t packet = 4; packet <= 8; packet++)
		expect_states(packet, STATE_ESTABLISHED, STATE_ESTABLISHED);
	ck_assert(!session_is_unsure(model_session(played, 1), SIDE_A));
}
END_TEST

START_TEST(who_sends_on_after_an_ack_of_the_unseen)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n30.1 b . 1 ack 21\n40 a P. 21:31 ack 1\n");
	for (uint32_t packet = 4; packet <= 6; packet++)
		expect_states(packet, STATE_ESTABLISHED, STATE_ESTABLISHED);
}
END_TEST

/* Repeated bytes end where the doubt begins, or before: the FIN may lie behind them. */
START_TEST(bytes_below_the_doubt_settle_nothing)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n40 a . 21 ack 1\n300 a P. 1:11 ack 1\n");
	expect_states(5, STATE_UNKNOWN, STATE_ESTABLISHED);
	expect_states(6, STATE_UNKNOWN, STATE_ESTABLISHED);
	/* What reaches to where it jumped was the last of its bytes. */
	play(played, "310 a P. 11:21 ack 1\n");
	expect_states(6, STATE_ESTABLISHED, STATE_ESTABLISHED);
	expect_states(7, STATE_ESTABLISHED, STATE_ESTABLISHED);
}
END_TEST

START_TEST(a_doubt_begins_once)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n40 a . 21 ack 1\n41 b . 1 ack 11\n"
	                       "50 a . 31 ack 1\n60 a P. 31:41 ack 1\n");
	for (uint32_t packet = 5; packet <= 8; packet++)
		expect_states(packet, STATE_ESTABLISHED, STATE_ESTABLISHED);
}
END_TEST

/* Two doubts: trust in one side brings nothing back while the other's stands. */
START_TEST(both_are_doubted_at_once)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n30.1 b P. 1:11 ack 11\n40 a . 21 ack 11\n"
	                       "40.1 b . 21 ack 11\n50 a P. 21:31 ack 11\n");
	expect_states(6, STATE_UNKNOWN, STATE_UNKNOWN);
	expect_states(7, STATE_UNKNOWN, STATE_UNKNOWN);
	expect_states(8, STATE_ESTABLISHED, STATE_UNKNOWN);
	play(played, "60 b P. 21:31 ack 31\n");
	for (uint32_t packet = 6; packet <= 9; packet++)
		expect_states(packet, STATE_ESTABLISHED, STATE_ESTABLISHED);
}
END_TEST

/* The other side's FIN has moved both since: which of them when is not known any more. */
START_TEST(states_that_moved_since_do_not_come_back)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n30.1 b P. 1:11 ack 11\n40 a . 21 ack 11\n"
	                       "40.1 b F. 11 ack 11\n50 a P. 21:31 ack 11\n");
	expect_states(6, STATE_UNKNOWN, STATE_ESTABLISHED);
	expect_states(7, STATE_UNKNOWN, STATE_FIN_WAIT_1);
	expect_states(8, STATE_CLOSE_WAIT, STATE_FIN_WAIT_1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("track state");
	TCase *tests = tcase_create("doubts");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_test(tests, a_jump_of_an_ack_doubts_its_sender);
	tcase_add_test(tests, the_other_side_is_doubted_by_its_own_jump);
	tcase_add_test(tests, an_ack_of_the_unseen_doubts_both);
	tcase_add_test(tests, a_jump_of_data_doubts_nothing);
	tcase_add_test(tests, who_sends_on_had_sent_no_fin);
	tcase_add_test(tests, who_sends_on_after_an_ack_of_the_unseen);
	tcase_add_test(tests, bytes_below_the_doubt_settle_nothing);
	tcase_add_test(tests, a_doubt_begins_once);
	tcase_add_test(tests, both_are_doubted_at_once);
	tcase_add_test(tests, states_that_moved_since_do_not_come_back);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
