/* At the receiver: a retransmission of captured data is needed if ACKs show that the receiver
 * discarded it, and spurious if they show that it was accepted. */
#include "core/model/model.h"
#include "core/record/note.h"
#include "tests/core/play.h"
#include "tests/suite.h"

#define WITH_SACK "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1\n"
#define WITHOUT_SACK "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n"

/* Packets 4 to 7. */
#define FOUR_SENT                                                                                  \
	"30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n30 a . 201:301 ack 1\n30 a . 301:401 ack 1\n"

static void expect_spurious(uint32_t packet, bool spurious)
{
	ck_assert_msg(play_has(packet, NOTE_RETRANSMISSION), "packet %u is new", packet);
	ck_assert_msg(play_has(packet, NOTE_SPURIOUS_RETRANSMISSION) == spurious,
	    "packet %u is %sspurious", packet, spurious ? "not " : "");
}

START_TEST(below_what_sack_reports_it_was_refused)
{
	play(played, WITH_SACK FOUR_SENT "30.1 b . 1 ack 1 sack 101:301\n60 a . 1:101 ack 1\n");
	expect_spurious(9, false);
}
END_TEST

START_TEST(what_sack_reports_was_taken_in)
{
	play(played, WITH_SACK FOUR_SENT "30.1 b . 1 ack 1 sack 101:301\n"
	                                 "60 a . 101:201 ack 1\n60 a . 201:301 ack 1\n");
	expect_spurious(9, true);
	expect_spurious(10, true);
}
END_TEST

/* A block ends at the first number beyond it, about which it says nothing. */
START_TEST(beyond_all_blocks_nothing_was_refused)
{
	play(played, WITH_SACK FOUR_SENT "30.1 b . 1 ack 1 sack 101:301\n60 a . 301:401 ack 1\n");
	expect_spurious(9, true);
}
END_TEST

START_TEST(between_two_blocks_it_was_refused)
{
	play(played, WITH_SACK FOUR_SENT "30.1 b . 1 ack 1 sack 301:401 sack 101:201\n"
	                                 "60 a . 201:301 ack 1\n60 a . 301:401 ack 1\n");
	expect_spurious(9, false);
	expect_spurious(10, true);
}
END_TEST

START_TEST(a_duplicate_ack_tells_of_the_first_number_alone)
{
	play(played, WITHOUT_SACK FOUR_SENT "30.1 b . 1 ack 1\n60 a . 1:101 ack 1\n"
	                                    "60 a . 101:201 ack 1\n");
	ck_assert(play_has(8, NOTE_DUPLICATE_ACK));
	expect_spurious(9, false);
	expect_spurious(10, true);
}
END_TEST

START_TEST(without_an_answer_nothing_was_refused)
{
	play(played, WITHOUT_SACK FOUR_SENT "150 a . 1:101 ack 1\n");
	expect_spurious(8, true);
}
END_TEST

/* Longer than any delayed ACK. */
START_TEST(a_silent_receiver_took_nothing)
{
	play(played, WITHOUT_SACK FOUR_SENT "300 a . 1:101 ack 1\n");
	expect_spurious(8, false);
}
END_TEST

START_TEST(what_is_acknowledged_was_taken_in)
{
	play(played, WITH_SACK FOUR_SENT "30.1 b . 1 ack 201 sack 301:401\n60 a . 1:101 ack 1\n"
	                                 "60 a . 101:201 ack 1\n60 a . 201:301 ack 1\n");
	expect_spurious(9, true);
	expect_spurious(10, true);
	expect_spurious(11, false);
}
END_TEST

/* An ACK sent after a copy arrived that stops below it shows that the copy was discarded. */
START_TEST(an_ack_that_stops_at_a_copy_has_passed_it_over)
{
	play(played, WITHOUT_SACK "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n30.1 b . 1 ack 101\n"
	                          "300 a . 101:201 ack 1\n");
	expect_spurious(7, false);
}
END_TEST

/* One retransmission merges what the receiver has and what it lacks. */
START_TEST(merged_with_what_was_acknowledged)
{
	play(played, WITHOUT_SACK FOUR_SENT "30.1 b . 1 ack 101\n30.2 b . 1 ack 101\n"
	                                    "60 a . 1:201 ack 1\n");
	expect_spurious(10, false);
}
END_TEST

START_TEST(merged_with_what_an_ack_passed_over)
{
	play(played, WITHOUT_SACK "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n30.1 b . 1 ack 101\n"
	                          "300 a . 1:201 ack 1\n");
	expect_spurious(7, false);
}
END_TEST

START_TEST(merged_with_what_comes_next)
{
	play(played, WITHOUT_SACK "30 a . 1:101 ack 1\n30.1 b . 1 ack 101\n"
	                          "30.2 a . 101:201 ack 1\n300 a . 1:201 ack 1\n");
	expect_spurious(7, true);
}
END_TEST

START_TEST(merged_with_what_sack_reports)
{
	play(played, WITH_SACK FOUR_SENT "30.1 b . 1 ack 1 sack 301:401 sack 1:101\n"
	                                 "60 a . 1:201 ack 1\n");
	expect_spurious(9, false);
}
END_TEST

START_TEST(merged_of_blocks_that_touch)
{
	play(played, WITH_SACK FOUR_SENT "30.1 b . 1 ack 1 sack 301:401 sack 201:301 sack 101:201\n"
	                                 "60 a . 101:401 ack 1\n60 a . 1:401 ack 1\n");
	expect_spurious(9, true);
	expect_spurious(10, false);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("refused");
	TCase *tests = tcase_create("refused");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_test(tests, below_what_sack_reports_it_was_refused);
	tcase_add_test(tests, what_sack_reports_was_taken_in);
	tcase_add_test(tests, beyond_all_blocks_nothing_was_refused);
	tcase_add_test(tests, between_two_blocks_it_was_refused);
	tcase_add_test(tests, a_duplicate_ack_tells_of_the_first_number_alone);
	tcase_add_test(tests, without_an_answer_nothing_was_refused);
	tcase_add_test(tests, a_silent_receiver_took_nothing);
	tcase_add_test(tests, what_is_acknowledged_was_taken_in);
	tcase_add_test(tests, an_ack_that_stops_at_a_copy_has_passed_it_over);
	tcase_add_test(tests, merged_with_what_was_acknowledged);
	tcase_add_test(tests, merged_with_what_an_ack_passed_over);
	tcase_add_test(tests, merged_with_what_comes_next);
	tcase_add_test(tests, merged_with_what_sack_reports);
	tcase_add_test(tests, merged_of_blocks_that_touch);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
