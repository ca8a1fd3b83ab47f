/* Triggers of retransmissions, and spurious ones, from timers, timestamp echoes and reports. */
#include "core/model/model.h"
#include "core/record/note.h"
#include "tests/core/play.h"
#include "tests/suite.h"

/* Captured at the client, with an RTT of 20 ms. */
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

/* Captured at the server: overtaken segments would arrive within one RTT. */
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

/* New data after two RTTs is the probe (RFC 8985, 7.3): this kernel sends probes, and the last
 * segment alone is one. */
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

/* While a probe is unanswered, an ACK does not restart the timer. */
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

/* One RTT of 6 s moves the estimate far from the kernel's later one. */
START_TEST(nothing_but_a_probe_is_left)
{
	play(played, HANDSHAKE "30 a P. 1:11 ack 1\n6030 b . 1 ack 11\n"
	                       "6040 a P. 11:21 ack 1\n6340 a P. 11:21 ack 1\n");
	ck_assert(play_has(7, NOTE_TAIL_LOSS_PROBE));
}
END_TEST

/* Captured at the server, whose SYN-ACK was lost once: the RTT is at least the 100 ms since the
 * second one. No SACK, timestamps or IP IDs. */
#define LATE_HANDSHAKE                                                                             \
	"0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n1000 b S. 0 ack 1 sackok 1\n"                \
	"1100 a . 1 ack 1\n"

START_TEST(round_trip_is_no_less_than_since_the_last_syn)
{
	play(played, LATE_HANDSHAKE "1110 a . 1:101 ack 1\n1110.1 b . 1 ack 101\n"
	                            "1120 a . 201:301 ack 1\n1120.1 b . 1 ack 101 sack 201:301\n"
	                            "1150 a . 101:201 ack 1\n1150.1 b . 1 ack 301\n");
	ck_assert(play_has(9, NOTE_OUT_OF_ORDER));
	ck_assert(!play_has(9, NOTE_RETRANSMISSION));
}
END_TEST

START_TEST(true_round_trip_replaces_the_least)
{
	/* The ACK answers the first SYN-ACK and arrives directly after the second. */
	play(played, "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n1000 b S. 0 ack 1 sackok 1\n"
	             "1000.2 a . 1 ack 1\n1001 b P. 1:11 ack 1\n2001 a . 1 ack 11\n"
	             "2010 a . 1:101 ack 11\n2010.1 b . 11 ack 101\n"
	             "2020 a . 201:301 ack 11\n2020.1 b . 11 ack 101 sack 201:301\n"
	             "2500 a . 101:201 ack 11\n2500.1 b . 11 ack 301\n");
	ck_assert(play_has(11, NOTE_OUT_OF_ORDER));
}
END_TEST

START_TEST(one_way_alone_is_no_round_trip)
{
	/* The capture begins in mid-session, at the receiver. */
	play(played, "0 a . 1:101 ack 1\n0.01 b . 1 ack 101\n1 a . 101:201 ack 1\n"
	             "1.01 b . 1 ack 201\n2 a . 301:401 ack 1\n2.01 b . 1 ack 201 sack 301:401\n"
	             "3 a . 201:301 ack 1\n");
	ck_assert(play_has(7, NOTE_OUT_OF_ORDER));
}
END_TEST

START_TEST(what_came_above_a_hole_was_not_refused)
{
	/* At the receiver, without SACK: the timer retransmits everything from the hole on (RFC
	 * 5681, 3.1), data that had arrived included. */
	play(played, "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	             "30.01 b . 1 ack 101\n31 a . 201:301 ack 1\n31.01 b . 1 ack 101\n"
	             "32 a . 301:401 ack 1\n32.01 b . 1 ack 101\n"
	             "300 a . 201:301 ack 1\n300.01 b . 1 ack 101\n300.1 a . 301:401 ack 1\n");
	ck_assert(play_has(10, NOTE_SPURIOUS_RETRANSMISSION));
	ck_assert(play_has(12, NOTE_SPURIOUS_RETRANSMISSION));
}
END_TEST

START_TEST(recovery_ends_where_it_began)
{
	/* At the sender, without SACK: new data goes out before the retransmission from the
	 * hole. */
	play(played, "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n"
	             "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	             "300 a . 1:101 ack 1\n320 b . 1 ack 201\n320.1 a . 301:401 ack 1\n"
	             "320.2 a . 401:501 ack 1\n320.3 a . 501:601 ack 1\n320.4 a . 601:701 ack 1\n"
	             "320.5 a . 201:301 ack 1\n340 b . 1 ack 301\n340.1 a . 701:801 ack 1\n");
	ck_assert(play_has(7, NOTE_RTO_RETRANSMISSION));
	/* Duplicate ACKs repair the next loss. The retransmission after a partial ACK 60 ms later
	 * belongs to the same recovery. */
	play(played, "341 b . 1 ack 301\n341.2 b . 1 ack 301\n341.3 b . 1 ack 301\n"
	             "341.4 a . 301:401 ack 1\n401 b . 1 ack 501\n401.1 a . 501:601 ack 1\n");
	ck_assert(play_has(19, NOTE_FAST_RETRANSMISSION));
	ck_assert(play_has(21, NOTE_FAST_RETRANSMISSION));
}
END_TEST

START_TEST(originals_come_behind_one_taken_for_new)
{
	/* At the receiver, no IP IDs: two segments are delayed while the timer retransmits both in
	 * one. */
	play(played,
	    "0 a S 0 ts 1000 ecr 0\n0.1 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n"
	    "400 a P. 1:301 ack 1 ts 1390 ecr 5000\n400.1 b . 1 ack 301 ts 5400 ecr 1390\n"
	    "410 a P. 1:101 ack 1 ts 1100 ecr 5000\n410.1 b . 1 ack 301 ts 5410 ecr 1390\n");
	ck_assert(play_has(6, NOTE_OUT_OF_ORDER));
	ck_assert(!play_has(6, NOTE_RETRANSMISSION));
	ck_assert(play_has(4, NOTE_RETRANSMISSION));
	ck_assert(!play_has(4, NOTE_SPURIOUS_RETRANSMISSION));
	/* The same after many other packets: the record of the copy alone decides. */
	for (int i = 0; i < 10; i++)
		play(played, "411 a . 301 ack 1 ts 1391 ecr 5000\n");
	play(played, "420 a P. 101:301 ack 1 ts 1101 ecr 5000\n");
	ck_assert(play_has(18, NOTE_OUT_OF_ORDER));
	play_check_figures(played);
}
END_TEST

START_TEST(copy_sent_later_is_no_original)
{
	play(played,
	    "0 a S 0 ts 1000 ecr 0\n0.1 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n"
	    "30 a P. 1:101 ack 1 ts 1030 ecr 5000\n30.1 b . 1 ack 101 ts 5030 ecr 1030\n"
	    "260 a P. 101:201 ack 1 ts 1260 ecr 5000\n260.1 b . 1 ack 201 ts 5260 ecr 1260\n"
	    "270 a P. 1:101 ack 1 ts 1250 ecr 5000\n");
	ck_assert(play_has(8, NOTE_RETRANSMISSION) && play_has(8, NOTE_SPURIOUS_RETRANSMISSION));
	ck_assert(!play_has(4, NOTE_RETRANSMISSION));
}
END_TEST

START_TEST(acks_that_the_network_doubled_mislead)
{
	/* Captured at the sender, without SACK. */
	play(played,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1 id 2\n"
	    "50 b . 1 ack 101 id 7\n"
	    "50.1 a . 101:201 ack 1 id 3\n50.2 a . 201:301 ack 1 id 4\n50.3 b . 1 ack 101 id 7\n"
	    "50.4 a . 101:201 ack 1 id 5\n");
	ck_assert(play_has(8, NOTE_NETWORK_DUPLICATE));
	ck_assert(play_has(9, NOTE_FAST_RETRANSMISSION));
}
END_TEST

START_TEST(recovery_goes_on_when_more_is_missing)
{
	/* The ACK that ends the first recovery reports another hole. A retransmission after all
	 * reports are acknowledged belongs to that recovery. */
	play(played,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	    "51 b . 1 ack 1 sack 101:201\n51.1 b . 1 ack 1 sack 101:301\n51.2 a . 1:101 ack 1\n"
	    "51.3 a . 301:401 ack 1\n51.4 a . 401:501 ack 1\n51.5 a . 501:601 ack 1\n"
	    "71.2 b . 1 ack 301 sack 401:501\n71.3 b . 1 ack 501\n71.4 a . 501:601 ack 1\n");
	ck_assert(play_has(9, NOTE_FAST_RETRANSMISSION));
	ck_assert(play_has(15, NOTE_FAST_RETRANSMISSION));
}
END_TEST

START_TEST(copy_behind_a_recovery_belongs_to_it)
{
	/* At the receiver: the second copy was delayed until everything was acknowledged. */
	play(played, "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1\n"
	             "30 a . 1:101 ack 1 id 1\n30.01 b . 1 ack 101\n"
	             "31 a . 201:301 ack 1 id 3\n31.01 b . 1 ack 101 sack 201:301\n"
	             "32 a . 401:501 ack 1 id 5\n32.01 b . 1 ack 101 sack 401:501 sack 201:301\n"
	             "52 a . 101:201 ack 1 id 6\n52.01 b . 1 ack 301 sack 401:501\n"
	             "52.1 a . 301:401 ack 1 id 7\n52.11 b . 1 ack 501\n"
	             "52.2 a . 401:501 ack 1 id 8\n");
	ck_assert(
	    play_has(14, NOTE_FAST_RETRANSMISSION) && play_has(14, NOTE_SPURIOUS_RETRANSMISSION));
}
END_TEST

START_TEST(echo_tells_that_the_sender_had_not_heard)
{
	/* At the receiver, 0.5 ms from the sender; the queue between them takes longer. */
	const char *opening =
	    "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "0.5 a . 1 ack 1 ts 1000 ecr 5000\n"
	    "9 a . 1:101 ack 1 ts 1003 ecr 5003\n9.1 b . 1 ack 101 ts 5009 ecr 1003\n"
	    "10 a . 201:301 ack 1 ts 1003 ecr 5003\n"
	    "10.1 b . 1 ack 101 ts 5010 ecr 1003\n";
	play(played, opening);
	play(played, "12 a . 101:201 ack 1 ts 1003 ecr 5003\n");
	ck_assert(play_has(8, NOTE_OUT_OF_ORDER));
	model_free(played);
	played = model_new();
	play(played, opening);
	play(played, "12 a . 101:201 ack 1 ts 1003 ecr 5010\n");
	ck_assert(play_has(8, NOTE_RETRANSMISSION));
}
END_TEST

START_TEST(second_hole_waits_for_its_ack)
{
	play(played, "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	             "0.5 a . 1 ack 1 ts 1000 ecr 5000\n"
	             "9 a . 1:101 ack 1 ts 1003 ecr 5003\n9.1 b . 1 ack 101 ts 5009 ecr 1003\n"
	             "10 a . 301:401 ack 1 ts 1003 ecr 5003\n10.1 b . 1 ack 101 ts 5010 ecr 1003\n"
	             "12 a . 101:201 ack 1 ts 1003 ecr 5003\n12.1 b . 1 ack 201 ts 5012 ecr 1003\n"
	             "14 a . 201:301 ack 1 ts 1003 ecr 5003\n");
	ck_assert(play_has(10, NOTE_OUT_OF_ORDER));
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
	tcase_add_test(tests, round_trip_is_no_less_than_since_the_last_syn);
	tcase_add_test(tests, true_round_trip_replaces_the_least);
	tcase_add_test(tests, one_way_alone_is_no_round_trip);
	tcase_add_test(tests, what_came_above_a_hole_was_not_refused);
	tcase_add_test(tests, recovery_ends_where_it_began);
	tcase_add_test(tests, originals_come_behind_one_taken_for_new);
	tcase_add_test(tests, copy_sent_later_is_no_original);
	tcase_add_test(tests, acks_that_the_network_doubled_mislead);
	tcase_add_test(tests, recovery_goes_on_when_more_is_missing);
	tcase_add_test(tests, copy_behind_a_recovery_belongs_to_it);
	tcase_add_test(tests, echo_tells_that_the_sender_had_not_heard);
	tcase_add_test(tests, second_hole_waits_for_its_ack);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
