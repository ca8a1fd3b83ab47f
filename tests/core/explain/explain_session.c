/* The stories of whole sessions. */
#include "core/explain/explain_session.h"

#include <stdio.h>

#include "tests/core/play.h"
#include "tests/suite.h"

#define HANDSHAKE                                                                                  \
	"0 a S 0 win 8192 ws 8\n"                                                                  \
	"10 b S. 0 ack 1 win 14600 ws 7\n"                                                         \
	"20 a . 1 ack 1 win 256\n"
#define OPENED                                                                                     \
	"The client, 10.0.0.1:4000, opened the session to 10.0.0.2:8000 by a three-way "           \
	"handshake: frames 1, 2 and 3, "                                                           \
	"20.0 ms"

static struct model *m;
static char text[EXPLAIN_SESSION_TEXT + 1];

static void setup(void)
{
	m = model_new();
}

static void teardown(void)
{
	model_free(m);
}

static size_t tell(size_t size)
{
	struct course course = { 0 };
	struct figures figures;
	struct session_facts facts = {
		.m = m, .session = 1, .course = &course, .figures = &figures
	};
	course_go_on(&course, m, 1, UINT32_MAX);
	figures_of(m, 1, UINT32_MAX, &figures);
	return explain_session(&facts, text, size);
}

static const char *told(const char *lines)
{
	play(m, lines);
	ck_assert_uint_eq(tell(EXPLAIN_SESSION_TEXT), strlen(text));
	return text;
}

static void ck_tells(const char *wanted)
{
	ck_assert_msg(strstr(text, wanted) != NULL, "no \"%s\" in: %s", wanted, text);
}

static void ck_silent(const char *unwanted)
{
	ck_assert_msg(strstr(text, unwanted) == NULL, "\"%s\" in: %s", unwanted, text);
}

START_TEST(an_orderly_session)
{
	ck_assert_str_eq(
	    told(HANDSHAKE
	        "30 a P. 1:6 ack 1 win 256\n35 b . 1 ack 6 win 115\n"
	        "36 b P. 1:11 ack 6 win 115\n37 a . 6 ack 11 win 256\n"
	        "40 a F. 6 ack 11 win 256\n50 b F. 11 ack 7 win 115\n60 a . 7 ack 12 win 256\n"),
	    OPENED ". In 60.0 ms the client sent 5 bytes in 1 message, the server 10 bytes in 1 "
	           "message. This capture shows nothing lost, sent again or out of order. The "
	           "client closed first (FIN in frame 8), then the server (frame 9), and both FINs "
	           "were acknowledged: an orderly end (RFC 9293, 3.6).");
}
END_TEST

START_TEST(options_are_those_of_both_syns)
{
	play(m, HANDSHAKE);
	struct segment a = play_segment("0 a S 0 win 8192 ws 8"),
	               b = play_segment("10 b S. 0 ack 1 win 14600 ws 7");
	a.options |= OPTION_MSS | OPTION_SACK_OK | OPTION_TIMESTAMP;
	b.options |= OPTION_MSS | OPTION_SACK_OK;
	a.mss = 1460;
	b.mss = 1400;
	a.flags |= TCP_ECE | TCP_CWR;
	b.flags |= TCP_ECE;
	struct course course = { 0 };
	struct figures figures;
	struct session_facts facts = { m, 1, &course, &figures, { &a, &b } };
	course_go_on(&course, m, 1, UINT32_MAX);
	figures_of(m, 1, UINT32_MAX, &figures);
	explain_session(&facts, text, sizeof(text));
	ck_tells("Agreed on: SACK, ECN, windows times 256 from the client and 128 from the server, "
	         "segments of up to 1460 bytes to the client and 1400 bytes to the server.");
	/* Both bits in a SYN-ACK are an old bug, not an agreement (RFC 3168, 6.1.1). */
	b.flags |= TCP_CWR;
	explain_session(&facts, text, sizeof(text));
	ck_silent("ECN");
}
END_TEST

START_TEST(what_was_sent_again_and_why)
{
	told(HANDSHAKE
	    "30 a P. 1:6 ack 1 win 256\n1100 a P. 1:6 ack 1 win 256\n1140 b . 1 ack 6 win 115\n"
	    "1150 a R. 6 ack 1 win 0\n");
	ck_tells("Segments sent again: 1 of the 3 with data, SYN or FIN that the client sent "
	         "(33.33 %), 1 by the retransmission timer (frame 5).");
	ck_tells("The longest wait for an acknowledgement, 1.07 s, ended with frame 5, data from "
	         "the client (timeout retransmission).");
	ck_tells("The client broke the connection off with a reset in frame 7 (abort); all that "
	         "had been sent was acknowledged by then.");
	ck_silent("nothing lost");
}
END_TEST

START_TEST(closed_windows)
{
	told(HANDSHAKE
	    "30 a P. 1:129 ack 1 win 256\n40 b . 1 ack 129 win 0\n2040 b . 1 ack 129 win 115\n"
	    "2050 a P. 129:257 ack 1 win 256\n");
	ck_tells("The server's application did not read fast enough: its window closed in frame 5, "
	         "for 2.00 s in all; the longest wait for it, 2.00 s, ended with frame 6, an ACK "
	         "from the server (window update).");
	ck_tells("It was still open when the capture ended; 128 bytes from the client had not been "
	         "acknowledged by then.");
}
END_TEST

START_TEST(silence_of_the_applications_is_no_stall)
{
	told(HANDSHAKE
	    "30 a P. 1:6 ack 1 win 256\n35 b . 1 ack 6 win 115\n90035 a P. 6:9 ack 1 win 256\n"
	    "90040 b . 1 ack 9 win 115\n");
	ck_tells(
	    "The longest silence in which all was acknowledged, 1 min 30 s, ended with frame 6, "
	    "data from the client.");
	ck_silent("wait for an acknowledgement");
}
END_TEST

START_TEST(how_it_did_not_open)
{
	told("0 a S 0\n1 b R. 0 ack 1 win 0\n");
	ck_assert_str_eq(text, "The client, 10.0.0.1:4000, asked for a connection to 10.0.0.2:8000 "
	                       "in frame 1; the server refused it in frame 2.");
	teardown();
	setup();
	told("0 a S 0\n1000 a S 0\n3000 a S 0\n");
	ck_assert_str_eq(text, "The client, 10.0.0.1:4000, asked 3 times in 3.00 s for a "
	                       "connection to 10.0.0.2:8000, from frame 1 on, and had no answer.");
	teardown();
	setup();
	told("0 a S 0\n1000 a S 0\n1010 b S. 0 ack 1\n1020 a . 1 ack 1\n");
	ck_tells("handshake: frames 1, 3 and 4; the SYN was sent 2 times.");
	ck_tells("1 as no answer to the SYN came (frame 2).");
	ck_tells("ended with frame 2, a SYN from the client (SYN timeout).");
	teardown();
	setup();
	told("0 a S 0\n10 b S. 0 ack 1\n");
	ck_tells("accepted in frame 2, but the handshake was not completed.");
}
END_TEST

START_TEST(a_half_close)
{
	told(HANDSHAKE
	    "30 a F. 1 ack 1 win 256\n40 b . 1 ack 2 win 115\n50 b P. 1:101 ack 2 win 115\n"
	    "60 a . 2 ack 101 win 256\n70 b F. 101 ack 2 win 115\n80 a . 2 ack 102 win 256\n");
	ck_tells("The client closed its direction first (FIN in frame 4); the server sent 100 "
	         "bytes more before its own FIN in frame 8: a half close, and an orderly end "
	         "(RFC 9293, 3.6).");
}
END_TEST

START_TEST(closing_at_once)
{
	told(HANDSHAKE "30 a F. 1 ack 1 win 256\n31 b F. 1 ack 1 win 115\n40 b . 2 ack 2 win 115\n"
	               "41 a . 2 ack 2 win 256\n");
	ck_tells("Both sides closed at once: their FINs, frames 4 and 5, crossed (RFC 9293, 3.6).");
}
END_TEST

START_TEST(one_direction_is_closed)
{
	told(HANDSHAKE "30 a F. 1 ack 1 win 256\n40 b . 1 ack 2 win 115\n");
	ck_tells("The client closed its direction in frame 4; the server's was still open when the "
	         "capture ended.");
}
END_TEST

START_TEST(what_was_not_captured_is_not_told)
{
	told("0 a P. 7:9 ack 1 win 20\n");
	ck_assert_str_eq(text, "The capture begins in the middle of a session between A, "
	                       "10.0.0.1:4000, and B, 10.0.0.2:8000. Only what A sent was "
	                       "captured: 2 bytes in 1 message.");
}
END_TEST

START_TEST(the_beginning_is_missing)
{
	told("0 a P. 7:9 ack 1 win 20\n10 b P. 1:11 ack 9 win 20\n20 a . 9 ack 11 win 20\n");
	ck_tells("It was still open when the capture ended;");
	teardown();
	setup();
	told("0 a P. 7:9 ack 1 win 20\n10 b . 1 ack 9 win 20\n20 a F. 9 ack 1 win 20\n"
	     "30 b . 1 ack 10 win 20\n");
	ck_tells("A closed its direction in frame 3.");
	ck_silent("still open");
}
END_TEST

START_TEST(one_side_alone)
{
	told("0 a P. 7:9 ack 1 win 20\n10 a P. 9:19 ack 1 win 20\n");
	ck_tells("Only what A sent was captured: 12 bytes in 2 messages.");
	ck_silent("nothing lost");
}
END_TEST

START_TEST(a_clock_set_back)
{
	told(HANDSHAKE "30 a P. 1:6 ack 1 win 256\n");
	struct segment s = play_segment("0 b . 1 ack 6 win 115");
	s.time_ns = -1000000000;
	model_add(m, &s);
	tell(EXPLAIN_SESSION_TEXT);
	ck_tells("20.0 ms. The client sent 5 bytes in 1 message, the server nothing.");
}
END_TEST

START_TEST(completeness_is_wiresharks)
{
	char flags[64];
	struct course course = { 0 };
	struct figures figures = { 0 };
	struct session_facts facts = { m, 1, &course, &figures, { NULL, NULL } };
	play(m,
	    HANDSHAKE "30 a P. 1:6 ack 1 win 256\n35 b . 1 ack 6 win 115\n40 a R. 6 ack 1 win 0\n");
	static const unsigned wanted[] = { 1, 3, 7, 15, 15, 47 };
	for (uint32_t n = 1; n <= 6; n++) {
		course_add(&course, m, n);
		if (n != 1) /* for n = 1, the session has already seen the SYN-ACK */
			ck_assert_uint_eq(session_completeness(&facts), wanted[n - 1]);
	}
	completeness_format(47, flags, sizeof(flags));
	ck_assert_str_eq(flags, "SYN + SYN-ACK + ACK + DATA + RST");
	ck_assert_str_eq(completeness_words(47), "complete, with data");
	ck_assert_str_eq(completeness_words(15), "open at the end of the capture");
	ck_assert_str_eq(completeness_words(33), "the handshake is not complete");
	ck_assert_str_eq(completeness_words(24), "the beginning is missing");
}
END_TEST

START_TEST(never_overruns)
{
	told(HANDSHAKE
	    "30 a P. 1:6 ack 1 win 256\n1100 a P. 1:6 ack 1 win 256\n1140 b . 1 ack 6 win 115\n");
	for (size_t size = 1; size < EXPLAIN_SESSION_TEXT; size++) {
		memset(text, '#', sizeof(text));
		size_t len = tell(size);
		ck_assert_uint_lt(len, size);
		ck_assert_uint_eq(strlen(text), len);
		ck_assert_int_eq(text[size], '#');
	}
}
END_TEST

START_TEST(what_the_network_doubled_was_sent_once)
{
	told("0 a S 0 win 8192 id 1\n0.05 a S 0 win 8192 id 1\n10 b S. 0 ack 1 win 14600\n"
	     "1100 b S. 0 ack 1 win 14600\n1110 a . 1 ack 1 win 8192 id 2\n"
	     "1120 a . 1:101 ack 1 win 8192 id 3\n1130 b . 1 ack 101 win 14600\n");
	ck_silent("the SYN was sent");
	ck_tells("the SYN-ACK was sent 2 times");
	ck_tells("ended with frame 4, a SYN-ACK from the server");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("explain_session");
	TCase *tc = tcase_create("explain_session");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, an_orderly_session);
	tcase_add_test(tc, options_are_those_of_both_syns);
	tcase_add_test(tc, what_was_sent_again_and_why);
	tcase_add_test(tc, closed_windows);
	tcase_add_test(tc, silence_of_the_applications_is_no_stall);
	tcase_add_test(tc, how_it_did_not_open);
	tcase_add_test(tc, a_half_close);
	tcase_add_test(tc, closing_at_once);
	tcase_add_test(tc, one_direction_is_closed);
	tcase_add_test(tc, what_was_not_captured_is_not_told);
	tcase_add_test(tc, the_beginning_is_missing);
	tcase_add_test(tc, one_side_alone);
	tcase_add_test(tc, a_clock_set_back);
	tcase_add_test(tc, completeness_is_wiresharks);
	tcase_add_test(tc, never_overruns);
	tcase_add_test(tc, what_the_network_doubled_was_sent_once);
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
