/* Why a sender sent again, and whether it had to: what timers, echoes and reports tell. */
#include "core/model.h"
#include "core/note.h"
#include "play.h"
#include "suite.h"

/* At the client: 20 ms to the server and back. */
#define HANDSHAKE                                                                                  \
	"0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"              \
	"20.1 a . 1 ack 1 ts 1020 ecr 5000\n"

START_TEST(backed_off_timer_was_no_probe)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	                       "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n");
	ck_assert(play_has(5, NOTE_TAIL_LOSS_PROBE));
	play(played, "690 a P. 1:11 ack 1 ts 1690 ecr 5000\n");
	ck_assert(play_has(5, NOTE_RTO_RETRANSMISSION) && !play_has(5, NOTE_TAIL_LOSS_PROBE));
	ck_assert(play_has(6, NOTE_RTO_RETRANSMISSION));
	play_check_figures(played);
}
END_TEST

START_TEST(probe_stays_one)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	                       "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n"
	                       "470 a P. 1:11 ack 1 ts 1470 ecr 5000\n");
	ck_assert(play_has(5, NOTE_TAIL_LOSS_PROBE));
	ck_assert(play_has(6, NOTE_RTO_RETRANSMISSION));
}
END_TEST

START_TEST(no_second_probe_before_more_is_acknowledged)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	                       "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n"
	                       "270 b . 1 ack 11 ts 5250 ecr 1250\n"
	                       "300 a P. 11:21 ack 1 ts 1300 ecr 5250\n"
	                       "520 a P. 11:21 ack 1 ts 1520 ecr 5250\n");
	ck_assert(play_has(5, NOTE_TAIL_LOSS_PROBE));
	ck_assert(play_has(8, NOTE_RTO_RETRANSMISSION));
}
END_TEST

START_TEST(report_is_of_the_last_copy_that_came)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n250 a P. 1:11 ack 1\n470 a P. 1:11 ack 1\n"
	                       "492 b . 1 ack 11 sack 1:11\n");
	ck_assert(!play_has(5, NOTE_SPURIOUS_RETRANSMISSION));
	ck_assert(play_has(6, NOTE_SPURIOUS_RETRANSMISSION));
}
END_TEST

START_TEST(copy_that_the_network_doubled_was_needed)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	                       "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n"
	                       "272 b . 1 ack 11 ts 5252 ecr 1250\n"
	                       "272.03 b . 1 ack 11 ts 5252 ecr 1250 sack 1:11\n");
	ck_assert(play_has(5, NOTE_RETRANSMISSION));
	ck_assert(!play_has(5, NOTE_SPURIOUS_RETRANSMISSION));
}
END_TEST

START_TEST(echo_beyond_the_edge_proves_nothing)
{
	play(played, HANDSHAKE "30 a . 1:1001 ack 1 ts 1030 ecr 5000\n"
	                       "30.1 a P. 1001:1501 ack 1 ts 1030 ecr 5000\n"
	                       "80 a P. 1001:1501 ack 1 ts 1080 ecr 5000\n"
	                       "102 b . 1 ack 1501 ts 5082 ecr 1030\n");
	ck_assert(play_has(6, NOTE_TAIL_LOSS_PROBE));
	ck_assert(!play_has(6, NOTE_SPURIOUS_RETRANSMISSION));
}
END_TEST

/* At the server, where all that was overtaken would come within a round trip. */
START_TEST(what_overlaps_was_cut_anew)
{
	play(played, "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1441:1501 ack 1\n"
	             "30.1 b . 1 ack 1\n32 a P. 1390:1501 ack 1\n");
	ck_assert(play_has(6, NOTE_RETRANSMISSION) && !play_has(6, NOTE_OUT_OF_ORDER));
}
END_TEST

START_TEST(identifications_tell_before_much_was_sent)
{
	play(played, "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1001:1501 ack 1 id 501\n"
	             "55 a . 1:1001 ack 1 id 500\n");
	ck_assert(play_has(5, NOTE_OUT_OF_ORDER));
}
END_TEST

START_TEST(pushed_byte_is_no_keep_alive)
{
	play(played, HANDSHAKE "30 a P. 1:2 ack 1\n50 b . 1 ack 2\n300 a P. 1:2 ack 1\n"
	                       "2000 a . 1 ack 1\n");
	ck_assert(play_has(6, NOTE_RETRANSMISSION) && !play_has(6, NOTE_KEEP_ALIVE));
	ck_assert(play_has(7, NOTE_KEEP_ALIVE));
}
END_TEST

/* More data after two round trips is the probe (RFC 8985, 7.3): its kernel has them, and the last segment alone is one. */
START_TEST(new_data_may_have_been_the_probe)
{
	play(played, HANDSHAKE "30 a . 1:1001 ack 1\n30.1 a . 1001:2001 ack 1\n"
	                       "75 a . 2001:3001 ack 1\n300 a . 1:1001 ack 1\n320 b . 1 ack 3001\n"
	                       "330 a . 3001:4001 ack 1\n330.1 a . 4001:5001 ack 1\n"
	                       "375 a . 5001:6001 ack 1\n600 a . 3001:4001 ack 1\n"
	                       "620 b . 1 ack 6001\n"
	                       "700 a P. 6001:6101 ack 1\n940 a P. 6001:6101 ack 1\n");
	ck_assert(play_has(7, NOTE_RTO_RETRANSMISSION) && play_has(12, NOTE_RTO_RETRANSMISSION));
	ck_assert(play_has(15, NOTE_TAIL_LOSS_PROBE));
}
END_TEST

/* As a probe is out, an ACK does not start the timer anew. */
START_TEST(timer_runs_from_the_sending)
{
	play(played, HANDSHAKE "30 a . 1:1001 ack 1\n30.1 a . 1001:2001 ack 1\n"
	                       "90 a . 2001:3001 ack 1\n100 b . 1 ack 1001\n"
	                       "255 a . 1001:2001 ack 1\n");
	ck_assert(play_has(8, NOTE_RTO_RETRANSMISSION));
}
END_TEST

START_TEST(second_time_without_sack_was_the_timer)
{
	play(played, "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n"
	             "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	             "30.3 a . 301:401 ack 1\n"
	             "50 b . 1 ack 1\n50.1 b . 1 ack 1\n50.2 b . 1 ack 1\n"
	             "50.3 a . 1:101 ack 1\n250 b . 1 ack 1\n250.1 a . 401:501 ack 1\n"
	             "260 a . 1:101 ack 1\n");
	ck_assert(play_has(11, NOTE_FAST_RETRANSMISSION));
	ck_assert(play_has(14, NOTE_RTO_RETRANSMISSION) && !play_has(14, NOTE_FAST_RETRANSMISSION));
}
END_TEST

START_TEST(what_is_sent_behind_does_not_start_the_timer)
{
	play(played, "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n"
	             "30 a . 1:101 ack 1\n50 b . 1 ack 101\n50.1 a . 101:201 ack 1\n"
	             "100 a . 201:301 ack 1\n255 a . 101:201 ack 1\n");
	ck_assert(play_has(8, NOTE_RTO_RETRANSMISSION));
}
END_TEST

/* One round trip of six seconds has the estimate far from what the kernel thinks later. */
START_TEST(nothing_but_a_probe_is_left)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n6030 b . 1 ack 11\n"
	                       "6040 a P. 11:21 ack 1\n6340 a P. 11:21 ack 1\n");
	ck_assert(play_has(7, NOTE_TAIL_LOSS_PROBE));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("analyse_repeat");
	TCase *tests = tcase_create("analyse_repeat");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_test(tests, backed_off_timer_was_no_probe);
	tcase_add_test(tests, probe_stays_one);
	tcase_add_test(tests, no_second_probe_before_more_is_acknowledged);
	tcase_add_test(tests, report_is_of_the_last_copy_that_came);
	tcase_add_test(tests, copy_that_the_network_doubled_was_needed);
	tcase_add_test(tests, echo_beyond_the_edge_proves_nothing);
	tcase_add_test(tests, what_overlaps_was_cut_anew);
	tcase_add_test(tests, identifications_tell_before_much_was_sent);
	tcase_add_test(tests, pushed_byte_is_no_keep_alive);
	tcase_add_test(tests, new_data_may_have_been_the_probe);
	tcase_add_test(tests, timer_runs_from_the_sending);
	tcase_add_test(tests, second_time_without_sack_was_the_timer);
	tcase_add_test(tests, what_is_sent_behind_does_not_start_the_timer);
	tcase_add_test(tests, nothing_but_a_probe_is_left);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
