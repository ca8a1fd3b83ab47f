/* Pure ACKs that repeat a number, without SACK to explain it. */
#include "core/model/model.h"
#include "core/record/note.h"
#include "tests/core/play.h"
#include "tests/suite.h"

/* Captured at the host of b. */
#define HANDSHAKE "0 a S 0 win 1000\n0.1 b S. 0 ack 1 win 1000\n20 a . 1 ack 1 win 1000\n"

START_TEST(window_moves_as_segments_come_behind_a_hole)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n"
	                       "40 a . 201:301 ack 1\n40.1 b . 1 ack 101 win 910\n");
	ck_assert(play_has(7, NOTE_DUPLICATE_ACK));
}
END_TEST

START_TEST(window_moves_and_nothing_has_come)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n"
	                       "40 a . 201:301 ack 1\n40.1 b . 1 ack 101 win 900\n"
	                       "50 b . 1 ack 101 win 990\n");
	ck_assert(play_has(7, NOTE_DUPLICATE_ACK));
	ck_assert(play_has(8, NOTE_WINDOW_UPDATE));
}
END_TEST

START_TEST(what_was_acknowledged_comes_again_and_again)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n"
	                       "300 a . 1:101 ack 1\n800 a . 1:101 ack 1\n"
	                       "800.1 b . 1 ack 101 win 900\n800.2 b . 1 ack 101 win 900\n");
	ck_assert(play_has(8, NOTE_DUPLICATE_ACK));
	ck_assert(play_has(9, NOTE_DUPLICATE_ACK));
}
END_TEST

START_TEST(what_the_receiver_threw_away_is_needed_again)
{
	play(played,
	    HANDSHAKE "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n31.1 b . 1 ack 1 win 900\n"
	              "32 a . 201:301 ack 1\n32.1 b . 1 ack 1 win 900\n"
	              "33 a . 301:401 ack 1\n33.1 b . 1 ack 1 win 900\n"
	              "55 a . 1:101 ack 1\n");
	ck_assert(play_has(11, NOTE_FAST_RETRANSMISSION));
	ck_assert(!play_has(11, NOTE_SPURIOUS_RETRANSMISSION));
}
END_TEST

/* Captured at the host of a: the round trip is 20 ms. */
#define FAR "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"

/* The segments 101 to 300 arrive behind a hole; the ACK of the second comes a little sooner
 * than any before. */
START_TEST(window_moves_far_away_as_segments_come_behind_a_hole)
{
	play(played, FAR
	    "30 a . 1:101 ack 1\n40 a . 101:201 ack 1\n41 a . 201:301 ack 1\n42 a . 301:401 ack 1\n"
	    "50 b . 1 ack 101 win 900\n61.01 b . 1 ack 101 win 900\n61.9 b . 1 ack 101 win 1100\n");
	ck_assert(play_has(9, NOTE_DUPLICATE_ACK));
	ck_assert(play_has(10, NOTE_DUPLICATE_ACK));
	ck_assert(!play_has(10, NOTE_WINDOW_UPDATE));
}
END_TEST

START_TEST(window_moves_far_away_and_nothing_can_have_come)
{
	play(played, FAR "30 a . 1:101 ack 1\n50 b . 1 ack 101 win 900\n"
	                 "60 a . 101:201 ack 1\n61 a . 201:301 ack 1\n62 b . 1 ack 101 win 1100\n");
	ck_assert(play_has(8, NOTE_WINDOW_UPDATE));
}
END_TEST

/* Data that b has already arrives 20 ms after it was sent, and so does the answer to it. */
START_TEST(spurious_retransmissions_are_answered_far_away)
{
	play(played, FAR
	    "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n"
	    "300 a . 1:101 ack 1\n301 a . 101:201 ack 1\n"
	    "319 b . 1 ack 201 win 900\n320 b . 1 ack 201 win 800\n321 b . 1 ack 201 win 800\n");
	ck_assert(play_has(9, NOTE_DUPLICATE_ACK));
	ck_assert(play_has(10, NOTE_DUPLICATE_ACK));
}
END_TEST

/* All is acknowledged; delayed or duplicated packets reach b later. Seconds later it may be a probe
 * that the capture lacks. */
START_TEST(what_is_old_is_answered_when_nothing_is_outstanding)
{
	play(played, FAR "30 a . 1:101 ack 1\n50 b . 1 ack 101 win 900 id 7\n"
	                 "436 b . 1 ack 101 win 900 id 8\n2000 b . 1 ack 101 win 900 id 9\n");
	ck_assert(play_has(6, NOTE_DUPLICATE_ACK));
	ck_assert(!play_has(7, NOTE_DUPLICATE_ACK));
	ck_assert(!play_has(5, NOTE_DUPLICATE_ACK));
}
END_TEST

/* Without identifications and timestamps an ACK right behind another may be a network duplicate,
 * but not after retransmissions. */
START_TEST(copies_that_nothing_tells_apart)
{
	play(played,
	    FAR "30 a . 1:101 ack 1\n50 b . 1 ack 101 win 900\n50.01 b . 1 ack 101 win 900\n"
	        "60 a . 101:201 ack 1\n61 a . 101:201 ack 1\n"
	        "280 b . 1 ack 201 win 900\n280.01 b . 1 ack 201 win 900\n");
	ck_assert(!play_has(6, NOTE_DUPLICATE_ACK));
	ck_assert(play_has(10, NOTE_DUPLICATE_ACK));
}
END_TEST

/* Of the three ACKs of 101, the last to arrive was the first to be sent. */
START_TEST(first_of_its_number_was_overtaken)
{
	play(played,
	    FAR "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	        "30.3 a . 301:401 ack 1\n"
	        "45 b P. 1:11 ack 1 id 1\n46 b P. 11:21 ack 1 id 2\n47 b P. 21:31 ack 1 id 3\n"
	        "50 b P. 31:41 ack 1 id 4\n"
	        "51 b . 41 ack 101 id 6\n51.1 b . 41 ack 101 id 7\n52 b . 41 ack 101 id 5\n");
	ck_assert(play_has(13, NOTE_DUPLICATE_ACK));
	ck_assert(!play_has(14, NOTE_DUPLICATE_ACK));
}
END_TEST

/* ACKs of 101 arrive when 301 is acknowledged: they report nothing new, but were duplicates when
 * they were sent. */
START_TEST(late_acks_of_an_older_number)
{
	play(played, FAR "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	                 "50 b . 1 ack 301 win 900 id 9\n"
	                 "436 b . 1 ack 101 win 900 id 5\n436.1 b . 1 ack 101 win 900 id 6\n"
	                 "436.2 b . 1 ack 101 win 900 id 7\n437 b . 1 ack 201 win 900 id 8\n");
	ck_assert(!play_has(8, NOTE_DUPLICATE_ACK));
	ck_assert(play_has(9, NOTE_DUPLICATE_ACK));
	ck_assert(play_has(10, NOTE_DUPLICATE_ACK));
	ck_assert(!play_has(11, NOTE_DUPLICATE_ACK));
	ck_assert_uint_eq(model_session(played, 1)->flow[SIDE_B].dup_acks, 0);
}
END_TEST

/* The ACK of data in order was delayed and answers the data behind it as well. The application
 * reads 10 ms later. */
START_TEST(window_opens_wide_behind_a_hole)
{
	play(played,
	    HANDSHAKE "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n"
	              "40 a . 101:201 ack 1\n40.1 a . 301:401 ack 1\n40.2 b . 1 ack 201 win 100\n"
	              "50 b . 1 ack 201 win 900\n");
	ck_assert(play_has(9, NOTE_WINDOW_UPDATE));
	ck_assert(!play_has(9, NOTE_DUPLICATE_ACK));
}
END_TEST

START_TEST(answer_to_a_keep_alive_moves_the_window)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n"
	                       "2000 a . 100 ack 1\n2000.1 b . 1 ack 101 win 1000\n"
	                       "4000 a . 100 ack 1\n4000.1 b . 1 ack 101 win 1000\n");
	ck_assert(play_has(7, NOTE_KEEP_ALIVE_ACK) && play_has(7, NOTE_WINDOW_UPDATE));
	ck_assert(play_has(9, NOTE_KEEP_ALIVE_ACK) && !play_has(9, NOTE_WINDOW_UPDATE));
}
END_TEST

START_TEST(copy_is_answered_while_the_window_opens)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1 id 7\n30.1 b . 1 ack 101 win 400\n"
	                       "30.5 a . 1:101 ack 1 id 7\n30.6 b . 1 ack 101 win 900\n"
	                       "31 b . 1 ack 101 win 1900\n");
	ck_assert(play_has(6, NOTE_NETWORK_DUPLICATE));
	ck_assert(play_has(7, NOTE_DUPLICATE_ACK));
	ck_assert(play_has(8, NOTE_WINDOW_UPDATE));
}
END_TEST

/* At the client of a far server; b acknowledges. */
START_TEST(ack_overtaken_by_duplicates_was_the_first)
{
	play(played,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	    "50 b . 1 ack 101 id 12\n50.1 b . 1 ack 101 id 10\n50.2 b . 1 ack 101 id 11\n");
	ck_assert(!play_has(8, NOTE_DUPLICATE_ACK));
	ck_assert(play_has(9, NOTE_DUPLICATE_ACK));
}
END_TEST

START_TEST(ack_without_the_report_was_sent_before_it)
{
	play(played, "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	             "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	             "50 b . 1 ack 101 win 900 sack 201:301\n50.1 b . 1 ack 101 win 900\n"
	             "50.2 b . 1 ack 101 win 910\n");
	ck_assert(!play_has(8, NOTE_DUPLICATE_ACK) && !play_has(8, NOTE_WINDOW_UPDATE));
	ck_assert(!play_has(9, NOTE_DUPLICATE_ACK) && !play_has(9, NOTE_WINDOW_UPDATE));
}
END_TEST

START_TEST(overtaken_ack_takes_no_window_back)
{
	play(played, "0 a S 0 ws 0\n20 b S. 0 ack 1 ws 0\n20.1 a . 1 ack 1\n"
	             "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n"
	             "50 b . 1 ack 101 win 900 id 12\n50.1 b . 1 ack 101 win 800 id 11\n"
	             "60 b . 1 ack 101 win 700 id 13\n");
	ck_assert(!play_has(7, NOTE_WINDOW_SHRINK) && !play_has(7, NOTE_WINDOW_UPDATE));
	ck_assert(play_has(8, NOTE_WINDOW_SHRINK));
}
END_TEST

START_TEST(no_window_is_told_of_behind_a_fin)
{
	play(played, "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a F. 1:11 ack 1\n"
	             "50 b . 1 ack 12 win 900\n60 b F. 1 ack 12 win 900\n60.1 a . 12 ack 2\n"
	             "400 b . 2 ack 12 win 990\n");
	ck_assert(play_has(8, NOTE_DUPLICATE_ACK) && !play_has(8, NOTE_WINDOW_UPDATE));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("analyse_ack");
	TCase *tests = tcase_create("analyse_ack");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_test(tests, window_moves_as_segments_come_behind_a_hole);
	tcase_add_test(tests, window_moves_and_nothing_has_come);
	tcase_add_test(tests, what_was_acknowledged_comes_again_and_again);
	tcase_add_test(tests, what_the_receiver_threw_away_is_needed_again);
	tcase_add_test(tests, window_moves_far_away_as_segments_come_behind_a_hole);
	tcase_add_test(tests, window_moves_far_away_and_nothing_can_have_come);
	tcase_add_test(tests, spurious_retransmissions_are_answered_far_away);
	tcase_add_test(tests, what_is_old_is_answered_when_nothing_is_outstanding);
	tcase_add_test(tests, copies_that_nothing_tells_apart);
	tcase_add_test(tests, first_of_its_number_was_overtaken);
	tcase_add_test(tests, late_acks_of_an_older_number);
	tcase_add_test(tests, window_opens_wide_behind_a_hole);
	tcase_add_test(tests, answer_to_a_keep_alive_moves_the_window);
	tcase_add_test(tests, copy_is_answered_while_the_window_opens);
	tcase_add_test(tests, ack_overtaken_by_duplicates_was_the_first);
	tcase_add_test(tests, ack_without_the_report_was_sent_before_it);
	tcase_add_test(tests, overtaken_ack_takes_no_window_back);
	tcase_add_test(tests, no_window_is_told_of_behind_a_fin);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
