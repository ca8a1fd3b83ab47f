/* The stories of whole sessions. */
#include "core/explain/explain_session.h"

#include <stdio.h>

#include "tests/core/claims.h"
#include "tests/core/play.h"
#include "tests/suite.h"

#define HANDSHAKE                                                                                  \
	"0 a S 0 win 8192 ws 8\n"                                                                  \
	"10 b S. 0 ack 1 win 14600 ws 7\n"                                                         \
	"20 a . 1 ack 1 win 256\n"
#define OPENED "The client, 10.0.0.1:4000, connected to 10.0.0.2:8000 in 20.0 ms (frames 1-3)"

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
	const char *style = claims_style(text);
	ck_assert_msg(style == NULL, "\"%s\" in: %s", style, text);
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
	    OPENED
	    ". In 60.0 ms the client sent 5 bytes in 1 message, the server 10 bytes in 1 "
	    "message. Nothing was lost, retransmitted or reordered. Closed normally: the client "
	    "first (frame 8), then the server (frame 9).");
}
END_TEST

START_TEST(what_the_capture_missed)
{
	told("0 a P. 1:26 ack 1 win 17164 id 1\n13 b P. 1:28 ack 26 win 4096 id 11\n"
	     "125 a P. 113:152 ack 170 win 16995 id 3\n"
	     "183 b P. 170:205 ack 152 win 4096 id 13\n");
	ck_tells(
	    "The capture missed 87 bytes from A in 1 gap and 142 bytes from B in 1 gap, "
	    "acknowledged and never retransmitted: it is filtered, or frames were dropped while "
	    "capturing.");
	ck_silent("longest wait");
}
END_TEST

START_TEST(the_order_of_the_capture)
{
	told(HANDSHAKE "30 b . 1 ack 101 win 115\n30.01 a P. 1:101 ack 1 win 256\n");
	ck_tells("The capture's order is not the network's (1 frame).");
	ck_silent("missed");
	ck_silent("sent again");
}
END_TEST

START_TEST(a_clock_set_back_is_named)
{
	told("3400000 a S 0\n25000 b S. 0 ack 1\n");
	ck_tells("The capture's clock was set back by 56 min 15 s at frame 2: times across that "
	         "frame mean nothing.");
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
	ck_tells(
	    "Agreed on: SACK, ECN, window scale x256 from the client and x128 from the server, "
	    "MSS 1460 to the client and 1400 to the server.");
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
	ck_tells("The client retransmitted 1 of 3 segments: frame 5, after a timeout, 1.07 s after "
	         "the original.");
	ck_tells(
	    "The longest stall: 1.07 s (frames 4 to 5), waiting for the retransmission timer.");
	ck_tells(
	    "The client aborted the connection (RST, frame 7); everything sent was acknowledged.");
	ck_silent("Nothing was lost");
}
END_TEST

START_TEST(closed_windows)
{
	told(HANDSHAKE
	    "30 a P. 1:129 ack 1 win 256\n40 b . 1 ack 129 win 0\n2040 b . 1 ack 129 win 115\n"
	    "2050 a P. 129:257 ack 1 win 256\n");
	ck_tells(
	    "The window of the server was 0 for 2.00 s in total, first in frame 5, the longest "
	    "time 2.00 s (frames 5 to 6).");
	ck_tells("The session was still open when the capture ended; 128 bytes of the client were "
	         "still unacknowledged.");
}
END_TEST

START_TEST(silence_of_the_applications_is_no_stall)
{
	told(HANDSHAKE
	    "30 a P. 1:6 ack 1 win 256\n35 b . 1 ack 6 win 115\n90035 a P. 6:9 ack 1 win 256\n"
	    "90040 b . 1 ack 9 win 115\n");
	ck_tells("The longest silence: 1 min 30 s (frames 5 to 6), with everything acknowledged.");
	ck_silent("longest stall");
}
END_TEST

START_TEST(how_it_did_not_open)
{
	told("0 a S 0\n1 b R. 0 ack 1 win 0\n");
	ck_assert_str_eq(text, "The client, 10.0.0.1:4000, asked 10.0.0.2:8000 for a connection "
	                       "(frame 1), and the server refused it (frame 2).");
	teardown();
	setup();
	told("0 a S 0\n1000 a S 0\n3000 a S 0\n");
	ck_assert_str_eq(text, "The client, 10.0.0.1:4000, sent 3 SYNs to 10.0.0.2:8000 in 3.00 s "
	                       "(from frame 1 on) and got no answer.");
	teardown();
	setup();
	told("0 a S 0\n1000 a S 0\n1010 b S. 0 ack 1\n1020 a . 1 ack 1\n");
	ck_tells("connected to 10.0.0.2:8000 (frames 1, 3 and 4); it sent 2 SYNs.");
	ck_tells("The client retransmitted 1 of 2 segments: frame 2, because the SYN was not "
	         "answered, 1.00 s after the original.");
	ck_tells(
	    "The longest stall: 1.00 s (frames 1 to 2), waiting for the retransmission timer.");
	teardown();
	setup();
	told("0 a S 0\n10 b S. 0 ack 1\n");
	ck_tells("the server accepted (frame 2), but the handshake was not completed.");
}
END_TEST

START_TEST(a_half_close)
{
	told(HANDSHAKE
	    "30 a F. 1 ack 1 win 256\n40 b . 1 ack 2 win 115\n50 b P. 1:101 ack 2 win 115\n"
	    "60 a . 2 ack 101 win 256\n70 b F. 101 ack 2 win 115\n80 a . 2 ack 102 win 256\n");
	ck_tells(
	    "Half-close: the client sent its FIN first (frame 4); the server sent 100 more bytes "
	    "before its own FIN (frame 8). Closed normally.");
}
END_TEST

START_TEST(closing_at_once)
{
	told(HANDSHAKE "30 a F. 1 ack 1 win 256\n31 b F. 1 ack 1 win 115\n40 b . 2 ack 2 win 115\n"
	               "41 a . 2 ack 2 win 256\n");
	ck_tells("Closed by both sides at once: their FINs crossed (frames 4 and 5).");
}
END_TEST

START_TEST(one_direction_is_closed)
{
	told(HANDSHAKE "30 a F. 1 ack 1 win 256\n40 b . 1 ack 2 win 115\n");
	ck_tells("The client closed its direction (FIN, frame 4); the direction of the server was "
	         "still open when the capture ended.");
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
	ck_tells("The session was still open when the capture ended;");
	teardown();
	setup();
	told("0 a P. 7:9 ack 1 win 20\n10 b . 1 ack 9 win 20\n20 a F. 9 ack 1 win 20\n"
	     "30 b . 1 ack 10 win 20\n");
	ck_tells("A closed its direction (FIN, frame 3).");
	ck_silent("still open");
}
END_TEST

START_TEST(one_side_alone)
{
	told("0 a P. 7:9 ack 1 win 20\n10 a P. 9:19 ack 1 win 20\n");
	ck_tells("Only what A sent was captured: 12 bytes in 2 messages.");
	ck_silent("Nothing was lost");
}
END_TEST

START_TEST(a_clock_set_back)
{
	told(HANDSHAKE "30 a P. 1:6 ack 1 win 256\n");
	struct segment s = play_segment("0 b . 1 ack 6 win 115");
	s.time_ns = -1000000000;
	model_add(m, &s);
	tell(EXPLAIN_SESSION_TEXT);
	ck_tells("(frames 1-3). The client sent 5 bytes in 1 message, the server nothing.");
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
	ck_silent("SYNs");
	ck_tells("the server sent 2 SYN-ACKs.");
	ck_tells(
	    "The longest stall: 1.09 s (frames 3 to 4), waiting for the retransmission timer.");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("explain_session");
	TCase *tc = tcase_create("explain_session");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, an_orderly_session);
	tcase_add_test(tc, what_the_capture_missed);
	tcase_add_test(tc, the_order_of_the_capture);
	tcase_add_test(tc, a_clock_set_back_is_named);
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
