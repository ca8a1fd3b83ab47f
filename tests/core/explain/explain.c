/* Sentences that need more than a record: SACK, and reasons for a cut or a retransmission. */
#include "core/explain/explain.h"

#include <string.h>

#include "core/model/model.h"
#include "tests/core/play.h"
#include "tests/suite.h"

#define HANDSHAKE "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"

static struct model *m;

static void setup(void)
{
	m = model_new();
}

static void teardown(void)
{
	model_free(m);
}

/* Plays the lines and one more, whose frame is available. */
static const char *told(const char *lines, const char *last)
{
	static char text[EXPLAIN_TEXT];
	struct segment segment = play_segment(last);
	play(m, lines);
	play(m, last);
	explain_segment(m, model_packets(m), &segment, text, sizeof(text));
	return text;
}

static void ck_told(uint32_t packet, const char *said, bool does)
{
	char text[EXPLAIN_TEXT];
	explain_packet(m, packet, text, sizeof(text));
	ck_assert_msg((strstr(text, said) != NULL) == does, "%u: %s", packet, text);
}

#define DATA                                                                                       \
	"30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n32 a . 201:301 ack 1\n33 a . 301:401 ack 1\n"

START_TEST(names_what_lies_beyond_a_hole)
{
	const char *text =
	    told(HANDSHAKE DATA "50 b . 1 ack 101\n", "51 b . 1 ack 101 sack 201:301");
	ck_assert_str_eq(text,
	    "Duplicate ACK: later data arrived (frame 6) but byte 101 is still missing. SACK: "
	    "the server lacks 101-200 but has 201-300.");
	ck_assert(explain_wants_segment(m, model_packets(m)));
	/* The options of a SYN are in its frame only. */
	ck_assert(explain_wants_segment(m, 1));
	play(m, "60 a R 401\n");
	ck_assert(!explain_wants_segment(m, model_packets(m)));
}
END_TEST

START_TEST(names_blocks_in_order_and_single_bytes)
{
	const char *text =
	    told(HANDSHAKE DATA "50 b . 1 ack 1\n", "51 b . 1 ack 101 sack 301:401 sack 201:202");
	ck_assert_msg(
	    strstr(text, "SACK: the server lacks 101-200, 202-300 but has 201, 301-400.") != NULL,
	    "%s", text);
}
END_TEST

/* Three blocks may fill the header: data between them may have arrived as well. */
START_TEST(says_nothing_of_holes_where_blocks_may_be_left_out)
{
	const char *text = told(HANDSHAKE DATA "50 b . 1 ack 1\n",
	    "51 b . 1 ack 1 sack 101:111 sack 201:211 sack 301:311");
	ck_assert_msg(
	    strstr(text, "SACK: the server has 101-110, 201-210, 301-310.") != NULL, "%s", text);
	ck_assert_ptr_null(strstr(text, "lacks"));
}
END_TEST

START_TEST(names_what_came_twice)
{
	const char *text = told(HANDSHAKE DATA "50 b . 1 ack 401\n60 a . 101:201 ack 1\n",
	    "80 b . 1 ack 401 sack 101:201");
	ck_assert_str_eq(text,
	    "Duplicate ACK: the server received data it already had (frame 9). D-SACK: 101-200 "
	    "arrived twice.");
}
END_TEST

START_TEST(names_a_fin_beyond_a_hole)
{
	const char *text =
	    told(HANDSHAKE "30 a . 1:101 ack 1\n31 a F. 101:151 ack 1\n50 b . 1 ack 1\n",
	        "51 b . 1 ack 1 sack 101:152");
	ck_assert_msg(strstr(text, "lacks 1-100 but has 101-150 and the FIN.") != NULL, "%s", text);
}
END_TEST

/* Blocks without meaning, as hostile input has them. */
START_TEST(senseless_blocks_are_not_told)
{
	const char *text = told(HANDSHAKE DATA, "51 b . 1 ack 101 sack 300:200 sack 5:3000000000");
	ck_assert_ptr_null(strstr(text, "SACK"));
}
END_TEST

START_TEST(cut_before_any_answer_is_a_smaller_path)
{
	play(m, HANDSHAKE
	    "30 a . 1:1001 ack 1\n31 a . 1:801 ack 1\n31.1 a . 801:1001 ack 1\n51 b . 1 ack 801\n");
	ck_told(5, "Path MTU discovery: the client retransmits the 1000 bytes of frame 4", true);
	ck_told(6, "Path MTU discovery: the client retransmits the 1000 bytes of frame 4", true);
}
END_TEST

START_TEST(cut_after_an_answer_is_not_told_as_a_smaller_path)
{
	play(m, HANDSHAKE "30 a . 1:1001 ack 1\n300 a . 1:801 ack 1\n");
	ck_told(5, "Path MTU", false);
}
END_TEST

START_TEST(cut_after_timeouts_of_the_whole_tries_a_smaller_size)
{
	play(m, HANDSHAKE "30 a . 1:1001 ack 1\n31 a . 1001:2001 ack 1\n1100 a . 1:1001 ack 1\n"
	                  "3200 a . 1:1001 ack 1\n"
	                  "7300 a . 1:501 ack 1\n7320 b . 1 ack 501\n7321 a . 1001:1501 ack 1\n");
	ck_told(7, "black hole", false);
	ck_told(8, "Cut to 500 bytes because larger segments seem to vanish", true);
	ck_told(10, "Slow start after a timeout (frame 8)", true);
}
END_TEST

START_TEST(copies_that_the_capture_made_are_not_sent_copies)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n30.01 a . 1:101 ack 1\n1100 a . 1:101 ack 1\n");
	ck_told(6, "Second try of bytes 1-100 (first: frame 4, 1.07 s before).", true);
	ck_told(6, "; last: ", false);
}
END_TEST

START_TEST(several_segments_with_a_fin_are_named)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n31 a F. 101:151 ack 1\n50 b . 1 ack 152\n");
	ck_told(6, "ACKs everything including the FIN (frames 4 and 5); RTT 19.0 ms.", true);
}
END_TEST

/* Captured between the loss and the receiver. */
START_TEST(duplicate_acks_call_for_what_was_never_seen)
{
	play(m, HANDSHAKE
	    "40 a . 101:201 ack 1\n40.1 b . 1 ack 1\n41 a . 201:301 ack 1\n41.1 b . 1 ack 1\n"
	    "42 a . 301:401 ack 1\n42.1 b . 1 ack 1\n62 a . 1:101 ack 1\n");
	ck_told(10,
	    "Fast retransmit, triggered by the third duplicate ACK (frame 9), before the RTO "
	    "expired.",
	    true);
}
END_TEST

START_TEST(an_older_connection_answers)
{
	play(m, "0 a S 100000 win 60000\n20 b . 1 ack 500\n");
	ck_told(2, "Challenge ACK: the server still has an older connection on these ports", true);
}
END_TEST

/* Captured at the receiver. The last duplicate ACK cannot have triggered the retransmission;
 * neither can an ACK of more data. */
START_TEST(only_duplicate_acks_that_had_reached_the_sender_call)
{
	play(m, "0 a S 0 win 60000\n0.1 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	        "30 a . 1:101 ack 1\n30.1 b . 1 ack 101\n"
	        "31 a . 201:301 ack 1\n31.1 b . 1 ack 101\n32 a . 301:401 ack 1\n"
	        "32.1 b . 1 ack 101\n33 a . 401:501 ack 1\n33.1 b . 1 ack 101\n"
	        "50 a . 501:601 ack 1\n50.1 b . 1 ack 101\n"
	        "54 a . 101:201 ack 1\n");
	ck_told(14, "triggered by the third duplicate ACK (frame 11)", true);
	play(m, "54.1 b . 1 ack 601\n56 a . 401:501 ack 1\n56.1 b . 1 ack 601\n"
	        "57 a . 301:401 ack 1\n");
	ck_told(18, "frame 17", false);
}
END_TEST

/* Small segments are joined in a retransmission: some of its bytes had arrived. */
START_TEST(what_had_come_of_a_joined_retransmission_is_told)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n30.1 b . 1 ack 101\n"
	                  "31 a . 201:301 ack 1\n31.1 b . 1 ack 101\n300 a . 101:301 ack 1\n");
	ck_told(8,
	    "Retransmission of bytes 101-300: the first 100 bytes had not been seen here, the "
	    "rest had, in frame 6.",
	    true);
	ck_told(8, "the original", false);
}
END_TEST

START_TEST(segments_joined_in_a_retransmission_are_named)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n32 a . 201:301 ack 1\n"
	                  "1300 a . 1:301 ack 1\n");
	ck_told(7, "Second try of bytes 1-300 (first: frame 4, 1.27 s before).", true);
	ck_told(7, "Frame 4 and what followed it are merged into one segment.", true);
}
END_TEST

/* Frame 5 acknowledged only the first part, frame 7 all of it. */
START_TEST(spurious_if_all_was_acknowledged)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n50 b . 1 ack 101\n51 a . 101:201 ack 1\n"
	                  "71 b . 1 ack 201\n300 a . 1:201 ack 1\n");
	ck_told(8, "Spurious: frame 7 had already acknowledged it.", true);
}
END_TEST

/* Captured at the receiver: frame 9 arrived before frame 8 opened the window, but the file has it
 * after frame 8. */
START_TEST(the_ack_that_opened_the_window_may_pass_before_data)
{
	play(m, "0 a S 0 win 60000\n0.1 b S. 0 ack 1 win 1000\n100.1 a . 1 ack 1 win 60000\n"
	        "100.2 a . 1:501 ack 1\n100.3 a . 501:1001 ack 1\n100.4 b . 1 ack 1001 win 1000\n"
	        "200.5 a . 1001:1501 ack 1\n200.502 b . 1 ack 1501 win 2000\n"
	        "200.5 a . 1501:2001 ack 1\n200.504 b . 1 ack 2001 win 3000\n"
	        "300.8 a . 2001:2501 ack 1\n");
	ck_told(7, "frame 6 made space, 100 us after frame 5.", true);
	ck_told(11, "frame 8 made space", true);
}
END_TEST

START_TEST(a_syn_that_comes_again_is_answered_again)
{
	play(m, "0 a S 0 win 60000 id 1\n0.1 b S. 0 ack 1 win 60000 id 5\n"
	        "34 a S 0 win 60000 id 2\n34.1 b S. 0 ack 1 win 60000 id 6\n");
	ck_told(4, "Answers the retransmitted SYN in frame 3.", true);
}
END_TEST

/* Without timestamp and IP ID, the sequence number shows that the ACK is old, so its window is no
 * update. */
START_TEST(an_ack_that_data_of_its_side_overtook_is_no_news)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1 win 5000\n50 b . 1:101 ack 101 win 900\n"
	                  "70 a . 101 ack 101 win 5000\n71 b . 1 ack 101 win 500\n");
	ck_assert(!(model_packet(m, 7)->notes &
	            (NOTE_BIT(NOTE_WINDOW_UPDATE) | NOTE_BIT(NOTE_WINDOW_SHRINK))));
	ck_told(7, "Reordered ACK: sent before frame 5", false);
	play(m, "72 b . 101:151 ack 101 win 900\n73 b . 1 ack 101 win 500\n");
	ck_told(9,
	    "Reordered ACK: sent before frame 8 but arrived after it, because its sequence "
	    "number is lower (1).",
	    true);
}
END_TEST

/* Segments that fill one hole are acknowledged one by one while another hole is open. */
START_TEST(what_fills_a_hole_is_linked_to_its_own_ack)
{
	play(m, "0 a S 0 win 60000\n0.1 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000 id 1\n"
	        "30 a . 301:401 ack 1 id 5\n30.1 b . 1 ack 1 sack 301:401\n"
	        "30.2 a . 1:101 ack 1 id 2\n30.3 b . 1 ack 101 sack 301:401\n"
	        "30.4 a . 101:201 ack 1 id 3\n30.5 b . 1 ack 201 sack 301:401\n"
	        "30.6 a . 201:301 ack 1 id 4\n30.7 b . 1 ack 401\n");
	ck_assert(model_packet(m, 6)->notes & NOTE_BIT(NOTE_OUT_OF_ORDER));
	ck_assert_uint_eq(model_packet(m, 6)->acked_by, 7);
	ck_assert_uint_eq(model_packet(m, 8)->acked_by, 9);
	ck_assert_uint_eq(model_packet(m, 10)->acked_by, 11);
	ck_assert_uint_eq(model_packet(m, 4)->acked_by, 11);
	ck_told(11, "ACKs everything up to byte 400 (frames 4 and 10)", true);
	ck_told(9, "ACKs everything up to byte 200 (frame 8)", true);
}
END_TEST

/* Two segments joined by offload, and one with space for options of another size. */
START_TEST(one_segment_of_several_is_not_a_smaller_size)
{
	play(m, HANDSHAKE "30 a . 1:2897 ack 1\n1100 a . 1:2897 ack 1\n3200 a . 1:1449 ack 1\n");
	ck_told(6, "larger ones", false);
	play(m, "3220 b . 1 ack 2897\n3230 a . 2897:4325 ack 1\n4300 a . 2897:4325 ack 1\n"
	        "6400 a . 2897:4313 ack 1\n");
	ck_told(10, "Third try of bytes 2897-4312 (first: frame 8, ", true);
	ck_told(10, "larger packets", false);
}
END_TEST

/* A sender also reduces its window after losses (RFC 3168, 6.1.2). */
START_TEST(a_reduced_window_names_the_mark_where_one_was_reported)
{
	play(m, HANDSHAKE "30 a .W 1:101 ack 1\n50 b .E 1 ack 101\n50.1 b .E 1 ack 101\n"
	                  "51 a .W 101:201 ack 1\n");
	ck_told(4, "reduced its congestion window; this capture does not show why.", true);
	ck_told(7, "because of the congestion mark that frame 5 reports", true);
}
END_TEST

START_TEST(answered_keep_alives_are_not_told_as_unanswered)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n50 b . 1 ack 101\n5000 a . 100 ack 1\n"
	                  "5020 b . 1 ack 101\n6000 a R. 101 ack 1\n");
	ck_assert(model_packet(m, 8)->notes & NOTE_BIT(NOTE_ABORT));
	ck_told(8, "keep-alives", false);
}
END_TEST

START_TEST(a_syn_that_was_answered_found_somebody)
{
	play(m, "0 a S 0 win 60000\n1000 a S 0 win 60000\n");
	ck_told(2, "or nobody is there", true);
	play(m, "1020 b S. 0 ack 1 win 60000\n");
	ck_told(2, "The SYN or its answer was lost or late.", true);
}
END_TEST

/* They were sent before the FIN, and one of them before its ACK number had advanced: they ask for
 * no answer. */
START_TEST(acks_that_a_fin_overtook_are_no_keep_alives)
{
	play(m,
	    HANDSHAKE "30 a . 1:101 ack 1 id 4\n31 a . 101:201 ack 1 id 5\n32 a F. 201 ack 1 id 6\n"
	              "52 b F. 1 ack 202 id 9\n52.1 a . 202 ack 2 id 7\n"
	              "53 b . 1 ack 101 id 7\n54 b . 1 ack 202 id 8\n");
	ck_assert(!(model_packet(m, 9)->notes & NOTE_BIT(NOTE_KEEP_ALIVE)));
	ck_assert(!(model_packet(m, 10)->notes & NOTE_BIT(NOTE_KEEP_ALIVE)));
	ck_told(9,
	    "Reordered ACK: sent before frame 7 but arrived after it, because it acknowledges "
	    "less (101).",
	    true);
}
END_TEST

/* After a FIN, no data needs the window. */
START_TEST(a_smaller_window_after_the_fin_takes_nothing_back)
{
	play(m,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a F. 1 ack 1 win 60000\n50 b F. 1 ack 2 win 60000\n50.1 a . 2 ack 2 win 9000\n");
	ck_assert(!(model_packet(m, 6)->notes & NOTE_BIT(NOTE_WINDOW_SHRINK)));
}
END_TEST

START_TEST(resets_behind_the_end_end_nothing)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n50 b . 1 ack 101\n"
	                  "50.1 a R. 201 ack 1\n51 b . 1 ack 201\n51.1 a R 101\n");
	ck_told(7, "RST: the client aborts.", true);
	ck_told(9,
	    "RST after the end: the reset in frame 7 has already ended the connection; this one "
	    "changes nothing.",
	    true);
	ck_told(9, "outside the window", false);
}
END_TEST

START_TEST(a_reset_behind_both_fins_answers_what_still_comes)
{
	play(m, HANDSHAKE "30 a F. 1 ack 1\n50 b F. 1 ack 2\n50.1 a . 2 ack 2\n"
	                  "52 a . 2 ack 2\n52.1 b R 2\n");
	ck_told(8,
	    "RST: the server has closed the connection and answers late packets (frame 7) with a "
	    "reset.",
	    true);
}
END_TEST

/* Frame 7 was sent before frame 6, so it was the first with this ACK number: no duplicate, even
 * without timestamps and IP IDs. */
START_TEST(an_ack_overtaken_by_data_is_no_duplicate)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n50 b . 1:51 ack 101\n"
	                  "51 b . 1 ack 101\n");
	ck_assert(!(model_packet(m, 7)->notes & NOTE_BIT(NOTE_DUPLICATE_ACK)));
	play(m, "52 b . 51 ack 101\n");
	ck_assert(model_packet(m, 8)->notes & NOTE_BIT(NOTE_DUPLICATE_ACK));
}
END_TEST

/* At the sender's end, the reset may answer any of several segments in flight, so none is named. */
START_TEST(resets_name_the_frame_that_only_they_can_answer)
{
	play(m, HANDSHAKE "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n50 b R 1\n51 b R 1\n");
	ck_told(6, "the client considers it open (half-open)", true);
	ck_told(6, "Answers frame", false);
	ck_told(7, "no longer has this connection since the reset in frame 6.", true);
	play(m, "52 a . 201:301 ack 1\n52.1 b R 1\n");
	ck_told(9, "considers it open", false);
}
END_TEST

/* The peer has sent nothing since: no ACK can have triggered the retransmission. */
START_TEST(nothing_calls_where_nothing_was_heard)
{
	play(m, HANDSHAKE "30 a . 1:4481 ack 1 id 82\n30.01 a P. 4481:8961 ack 1 id 83\n"
	                  "33.8 a P. 1:4481 ack 1 id 84\n33.81 a P. 4481:8261 ack 1 id 88\n");
	ck_assert(model_packet(m, 7)->notes & NOTE_BIT(NOTE_RETRANSMISSION));
	ck_told(6, "triggered by", false);
	ck_told(7, "triggered by", false);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("explain");
	TCase *tests = tcase_create("explain");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, names_what_lies_beyond_a_hole);
	tcase_add_test(tests, names_blocks_in_order_and_single_bytes);
	tcase_add_test(tests, says_nothing_of_holes_where_blocks_may_be_left_out);
	tcase_add_test(tests, names_what_came_twice);
	tcase_add_test(tests, names_a_fin_beyond_a_hole);
	tcase_add_test(tests, senseless_blocks_are_not_told);
	tcase_add_test(tests, cut_before_any_answer_is_a_smaller_path);
	tcase_add_test(tests, cut_after_an_answer_is_not_told_as_a_smaller_path);
	tcase_add_test(tests, cut_after_timeouts_of_the_whole_tries_a_smaller_size);
	tcase_add_test(tests, copies_that_the_capture_made_are_not_sent_copies);
	tcase_add_test(tests, several_segments_with_a_fin_are_named);
	tcase_add_test(tests, duplicate_acks_call_for_what_was_never_seen);
	tcase_add_test(tests, an_older_connection_answers);
	tcase_add_test(tests, only_duplicate_acks_that_had_reached_the_sender_call);
	tcase_add_test(tests, what_had_come_of_a_joined_retransmission_is_told);
	tcase_add_test(tests, segments_joined_in_a_retransmission_are_named);
	tcase_add_test(tests, spurious_if_all_was_acknowledged);
	tcase_add_test(tests, the_ack_that_opened_the_window_may_pass_before_data);
	tcase_add_test(tests, a_syn_that_comes_again_is_answered_again);
	tcase_add_test(tests, an_ack_that_data_of_its_side_overtook_is_no_news);
	tcase_add_test(tests, what_fills_a_hole_is_linked_to_its_own_ack);
	tcase_add_test(tests, one_segment_of_several_is_not_a_smaller_size);
	tcase_add_test(tests, a_reduced_window_names_the_mark_where_one_was_reported);
	tcase_add_test(tests, answered_keep_alives_are_not_told_as_unanswered);
	tcase_add_test(tests, a_syn_that_was_answered_found_somebody);
	tcase_add_test(tests, acks_that_a_fin_overtook_are_no_keep_alives);
	tcase_add_test(tests, a_smaller_window_after_the_fin_takes_nothing_back);
	tcase_add_test(tests, resets_behind_the_end_end_nothing);
	tcase_add_test(tests, a_reset_behind_both_fins_answers_what_still_comes);
	tcase_add_test(tests, an_ack_overtaken_by_data_is_no_duplicate);
	tcase_add_test(tests, resets_name_the_frame_that_only_they_can_answer);
	tcase_add_test(tests, nothing_calls_where_nothing_was_heard);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
