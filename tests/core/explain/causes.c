/* Causes of a segment or of its delay: named with evidence, and not named without. */
#include <stdio.h>
#include <string.h>

#include "core/explain/explain.h"
#include "core/record/note.h"
#include "tests/core/play.h"
#include "tests/suite.h"

/* Captured in the middle, at A and at B, with an RTT of 20 ms. */
#define MIDDLE "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
#define AT_A "0 a S 0 win 8192 ws 8\n20 b S. 0 ack 1 win 14600 ws 7\n20.05 a . 1 ack 1 win 256\n"
#define AT_B "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"

#define STAMPED_B                                                                                  \
	"0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n20 a . 1 ack 1 ts 1020 ecr "   \
	"5000\n"

/* Two hosts on one switch. */
#define HOUSE "0 a S 0 win 8192 ws 8\n0.2 b S. 0 ack 1 win 14600 ws 7\n0.3 a . 1 ack 1 win 256\n"

static struct model *m;

static void setup(void)
{
	m = model_new();
}

static void teardown(void)
{
	model_free(m);
}

/* Asserts that the packet has the note and its explanation contains `said`; with NULL, that it has
 * not. */
static void expect(uint32_t packet, enum note note, const char *said)
{
	char text[EXPLAIN_TEXT];
	bool has = (model_packet(m, packet)->notes & NOTE_BIT(note)) != 0;
	ck_assert_msg(has == (said != NULL), "packet %u, %s", packet, note_name(note));
	explain_packet(m, packet, text, sizeof(text));
	ck_assert_msg(said == NULL || strstr(text, said) != NULL, "%s", text);
}

struct trace {
	const char *lines;
	uint32_t packet;
	enum note note;
	const char *said; /* NULL: the packet does not have the note */
};

static const struct trace traces[] = {
	/* A delayed ACK of one segment. */
	{ AT_B "30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n", 5, NOTE_DELAYED_ACK,
	    "Delayed ACK: the server waited 40.0 ms" },
	/* On the same LAN any capture point shows it. */
	{ HOUSE "30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n", 5, NOTE_DELAYED_ACK,
	    "Delayed ACK: the server waited 40.0 ms" },
	/* A shorter delay may be a busy host. */
	{ HOUSE "30 a P. 1:101 ack 1 win 256\n55 b . 1 ack 101 win 115\n", 5, NOTE_DELAYED_ACK,
	    NULL },
	/* The RTT to the client is not known. */
	{ "0 a P. 1:101 ack 1 win 256\n0.2 b . 1 ack 101 win 115\n30 a P. 101:201 ack 1 win 256\n"
	  "70 b . 1 ack 201 win 115\n",
	    4, NOTE_DELAYED_ACK, NULL },
	/* The ACK is immediate. */
	{ AT_B "30 a P. 1:101 ack 1 win 256\n30.1 b . 1 ack 101 win 115\n", 5, NOTE_DELAYED_ACK,
	    NULL },
	/* Far from the receiver, the network may have caused the delay. */
	{ AT_A "30 a P. 1:101 ack 1 win 256\n90 b . 1 ack 101 win 115\n", 5, NOTE_DELAYED_ACK,
	    NULL },
	{ MIDDLE "30 a P. 1:101 ack 1 win 256\n90 b . 1 ack 101 win 115\n", 5, NOTE_DELAYED_ACK,
	    NULL },
	/* The ACK answers the segment that filled the hole, not a timer. */
	{ AT_B "30 a . 1449:2897 ack 1 win 256\n30.1 b . 1 ack 1 win 115 sack 1449:2897\n"
	       "70 a . 1:1449 ack 1 win 256\n70.1 b . 1 ack 2897 win 115\n",
	    7, NOTE_DELAYED_ACK, NULL },
	/* The ACK answers the second segment at once; the capture lacks the ACK of the first. */
	{ AT_B "30 a P. 1:101 ack 1 win 256\n130 a P. 101:201 ack 1 win 256\n"
	       "130.1 b . 1 ack 201 win 115\n",
	    6, NOTE_DELAYED_ACK, NULL },
	/* Longer than any delayed ACK. */
	{ AT_B "30 a P. 1:101 ack 1 win 256\n630 b . 1 ack 101 win 115\n", 5, NOTE_DELAYED_ACK,
	    NULL },
	/* The late ACK answers a retransmission. */
	{ AT_B "30 a P. 1:101 ack 1 win 256\n330 a P. 1:101 ack 1 win 256\n"
	       "330.1 b . 1 ack 101 win 115\n",
	    6, NOTE_DELAYED_ACK, NULL },

	/* The second small segment follows the ACK of the first at once. */
	{ AT_A "30 a P. 1:101 ack 1 win 256\n90 b . 1 ack 101 win 115\n"
	       "90.1 a P. 101:201 ack 1 win 256\n",
	    6, NOTE_NAGLE_DELAY,
	    "until frame 4 was acknowledged; that took 60.0 ms, until frame 5." },
	{ AT_B "30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n"
	       "90.2 a P. 101:201 ack 1 win 256\n",
	    6, NOTE_NAGLE_DELAY, "until frame 5 (a delayed ACK)." },
	/* Sent later than the ACK allowed. */
	{ AT_A "30 a P. 1:101 ack 1 win 256\n90 b . 1 ack 101 win 115\n"
	       "95 a P. 101:201 ack 1 win 256\n",
	    6, NOTE_NAGLE_DELAY, NULL },
	/* The peer had answered: the application may have waited for the answer. */
	{ AT_A "30 a P. 1:101 ack 1 win 256\n90 b P. 1:9 ack 101 win 115\n"
	       "90.1 a P. 101:201 ack 9 win 256\n",
	    6, NOTE_NAGLE_DELAY, NULL },
	/* A sender with two small segments in flight does not use Nagle's algorithm. */
	{ AT_A "22 a P. 1:3 ack 1 win 256\n23 a P. 3:5 ack 1 win 256\n42 b . 1 ack 5 win 115\n"
	       "50 a P. 5:101 ack 1 win 256\n90 b . 1 ack 101 win 115\n"
	       "90.1 a P. 101:201 ack 1 win 256\n",
	    9, NOTE_NAGLE_DELAY, NULL },

	/* Segments joined by offload: full-sized and longer ones are not small. */
	{ AT_A "22 a P. 1:2897 ack 1 win 256\n42 b . 1 ack 2897 win 115\n"
	       "50 a . 2897:4345 ack 1 win 256\n110 b . 1 ack 4345 win 115\n"
	       "110.1 a P. 4345:5545 ack 1 win 256\n",
	    8, NOTE_NAGLE_DELAY, NULL },

	/* The window opens, and the data that did not fit follows at once. */
	{ AT_A "30 a . 1:129 ack 1 win 256\n50 b . 1 ack 129 win 0\n400 b . 1 ack 129 win 100\n"
	       "400.1 a . 129:257 ack 1 win 256\n",
	    7, NOTE_RECEIVER_LIMITED, "frame 6 made space, 370.0 ms after frame 4." },
	{ AT_B "30 a . 1:129 ack 1 win 256\n30.1 b . 1 ack 129 win 0\n400 b . 1 ack 129 win 100\n"
	       "420 a . 129:257 ack 1 win 256\n",
	    7, NOTE_RECEIVER_LIMITED, "frame 6 made space, 370.0 ms after frame 4." },
	/* The application had nothing to send when the window opened. */
	{ AT_A "30 a . 1:129 ack 1 win 256\n50 b . 1 ack 129 win 0\n400 b . 1 ack 129 win 100\n"
	       "450 a . 129:257 ack 1 win 256\n",
	    7, NOTE_RECEIVER_LIMITED, NULL },
	/* The window had space before. */
	{ AT_A "30 a . 1:129 ack 1 win 256\n50 b . 1 ack 129 win 50\n400 b . 1 ack 129 win 100\n"
	       "400.1 a . 129:257 ack 1 win 256\n",
	    7, NOTE_RECEIVER_LIMITED, NULL },

	/* Nothing is in flight, and the silence is longer than any timer. */
	{ AT_A "1020 a P. 1:6 ack 1 win 256\n", 4, NOTE_APPLICATION_LIMITED,
	    "First data after 1.00 s of silence: the application of the client had nothing to "
	    "send" },
	{ AT_A "220 a P. 1:6 ack 1 win 256\n", 4, NOTE_APPLICATION_LIMITED, NULL },
	/* Far from the sender, an earlier copy may have been lost. */
	{ AT_B "1020 a P. 1:6 ack 1 win 256\n", 4, NOTE_APPLICATION_LIMITED, NULL },
	/* The ACK covers data that the capture lacks; the application may have waited for it. */
	{ AT_A "1020 a P. 1:6 ack 100 win 256\n", 4, NOTE_APPLICATION_LIMITED, NULL },
	/* The window was zero in between. */
	{ AT_A "30 a . 1:129 ack 1 win 256\n50 b . 1 ack 129 win 0\n900 b . 1 ack 129 win 100\n"
	       "950 a . 129:257 ack 1 win 256\n",
	    7, NOTE_APPLICATION_LIMITED, NULL },

	{ "0 a S 0 win 8192\n1 b R. 0 ack 1 win 0\n", 2, NOTE_REFUSED,
	    "nothing listens on port 8000" },
	{ MIDDLE "30 a R. 1 ack 1 win 0\n", 4, NOTE_ABORT,
	    "Unread data is not the reason, because the server had sent none." },
	{ MIDDLE "30 a P. 1:6 ack 1 win 256\n31 b . 1 ack 6 win 115\n50 b R. 1 ack 6 win 0\n", 6,
	    NOTE_ABORT, "exited, used SO_LINGER 0, or closed with unread data." },
	{ MIDDLE "30 a P. 1:6 ack 1 win 256\n31 b . 1 ack 6 win 115\n50 b R. 1 ack 6 win 0\n", 6,
	    NOTE_ABORT_UNREAD, NULL },
	{ MIDDLE
	    "30 a . 1:1001 ack 1 win 256\n31 b . 1 ack 1001 win 100\n"
	    "32 a . 1001:9001 ack 1 win 256\n33 b . 1 ack 9001 win 30\n60 b R. 1 ack 9001 win 0\n",
	    8, NOTE_ABORT_UNREAD,
	    "Its window in frame 7 was small because its application had not read." },
	{ MIDDLE "30 a P. 1:6 ack 1 win 256\n31 b R 1 win 0\n", 5, NOTE_HALF_OPEN,
	    "Answers frame 4" },
	/* The sequence number is not that of the ACK that the reset would answer. */
	{ MIDDLE "30 a P. 1:6 ack 1 win 256\n31 b R 2 win 0\n", 5, NOTE_HALF_OPEN, NULL },
	{ MIDDLE "30 b F. 1 ack 1 win 115\n40 a . 1 ack 2 win 256\n50 a P. 1:6 ack 2 win 256\n"
	         "51 b R 2 win 0\n",
	    7, NOTE_RESET_AFTER_CLOSE, "the data of frame 6 is lost, which this RST reports." },
	{ "0 a S 0 win 8192\n10 b . 700 ack 5000 win 115\n11 a R 5000 win 0\n", 3,
	    NOTE_UNACCEPTABLE_ACK, "still knows an older connection" },
	{ MIDDLE "30 a P. 1:101 ack 1 win 256\n40 b . 1 ack 101 win 115\n41 a R 1 win 0\n", 6,
	    NOTE_RESET_OUT_OF_WINDOW, "RST outside the window: the server ignores it" },

	{ "0 a S 0\n1020 a S 0\n", 2, NOTE_SYN_TIMEOUT,
	    "SYN timeout: no answer reached the client within 1.02 s of frame 1" },
	/* The SYN-ACK had arrived. */
	{ "0 a S 0\n10 b S. 0 ack 1\n1020 a S 0\n", 3, NOTE_SYN_TIMEOUT, NULL },
	/* The handshake's ACK and data had reached the server, which repeats its SYN-ACK. */
	{ AT_B "20.1 a P. 1:6 ack 1 win 256\n1000 b S. 0 ack 1 win 14600 ws 7\n", 5,
	    NOTE_LISTEN_OVERFLOW, "Backlog full: the ACK that ends the handshake (frame 3)" },
	/* Far from the server they may have been lost; without data, the server may defer the
	 * accept. */
	{ AT_A "20.1 a P. 1:6 ack 1 win 256\n1000 b S. 0 ack 1 win 14600 ws 7\n", 5,
	    NOTE_LISTEN_OVERFLOW, NULL },
	{ AT_B "1000 b S. 0 ack 1 win 14600 ws 7\n", 4, NOTE_LISTEN_OVERFLOW, NULL },

	/* An old segment arrives after a segment with a newer timestamp: the receiver discards it
	 * (PAWS). */
	{ STAMPED_B "30 a . 1:101 ack 1 ts 1030 ecr 5000\n30.1 b . 1 ack 101 ts 5030 ecr 1030\n"
	            "60 a . 101:201 ack 1 ts 1060 ecr 5030\n60.1 b . 1 ack 201 ts 5060 ecr 1060\n"
	            "70 a . 201:301 ack 1 ts 1031 ecr 5000\n70.1 b . 1 ack 201 ts 5070 ecr 1060\n",
	    8, NOTE_OLD_TIMESTAMP,
	    "Discarded (PAWS): the server has already received a newer timestamp" },
	/* Accepted, although its timestamp is as old. */
	{ STAMPED_B "30 a . 1:101 ack 1 ts 1030 ecr 5000\n30.1 b . 1 ack 101 ts 5030 ecr 1030\n"
	            "70 a . 101:201 ack 1 ts 1030 ecr 5000\n70.1 b . 1 ack 201 ts 5070 ecr 1030\n",
	    6, NOTE_OLD_TIMESTAMP, NULL },

	{ MIDDLE "30 a . 101:201 ack 1\n31 b . 1 ack 1 win 200 sack 101:201\n90 a . 1:101 ack 1\n",
	    6, NOTE_ORIGINAL_UNSEEN,
	    "The original was not seen here: lost before it reached this capture point" },
	{ MIDDLE "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n300 a . 1:101 ack 1\n", 6,
	    NOTE_ORIGINAL_UNSEEN, NULL },
};

START_TEST(a_cause_is_told_where_it_shows)
{
	const struct trace *t = &traces[_i];
	play(m, t->lines);
	expect(t->packet, t->note, t->said);
}
END_TEST

START_TEST(a_reset_out_of_the_window_ends_nothing)
{
	play(m, MIDDLE "30 a P. 1:101 ack 1 win 256\n40 b . 1 ack 101 win 115\n41 a R 1 win 0\n");
	ck_assert_int_eq(packet_state(model_packet(m, 6), SIDE_B), STATE_ESTABLISHED);
	ck_assert_int_eq(model_session(m, 1)->ended, SESSION_OPEN);
	/* The next reset, with the right sequence number, ends the session. */
	play(m, "50 a R. 101 ack 1 win 0\n");
	ck_assert_int_eq(packet_state(model_packet(m, 7), SIDE_B), STATE_CLOSED);
	ck_assert_int_eq(model_session(m, 1)->ended, SESSION_RESET);
}
END_TEST

START_TEST(a_syn_that_a_listener_ignores)
{
	struct segment syn = play_segment("30 a S 0 win 8192 ws 8");
	syn.src.port = 4001;
	play(m, AT_B);
	model_add(m, &syn);
	syn.time_ns += 1000000000;
	model_add(m, &syn);
	expect(5, NOTE_SYN_TIMEOUT, "copy seen here of the SYN");
	expect(5, NOTE_LISTEN_OVERFLOW,
	    "Backlog full: the SYN reached the host of port 8000, which holds other connections "
	    "open");
	/* Without a known listener, only a SYN timeout. */
	syn.dst.port = 8001;
	model_add(m, &syn);
	syn.time_ns += 1000000000;
	model_add(m, &syn);
	expect(7, NOTE_SYN_TIMEOUT,
	    "SYN timeout: no answer reached the client within 1.00 s of frame 0");
	expect(7, NOTE_LISTEN_OVERFLOW, NULL);
}
END_TEST

START_TEST(a_syn_lost_on_its_way_is_not_the_listeners_fault)
{
	struct segment syn = play_segment("30 a S 0 win 8192 ws 8");
	syn.src.port = 4001;
	play(m, AT_A);
	model_add(m, &syn);
	syn.time_ns += 1000000000;
	model_add(m, &syn);
	expect(5, NOTE_LISTEN_OVERFLOW, NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("causes");
	TCase *tests = tcase_create("causes");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(
	    tests, a_cause_is_told_where_it_shows, 0, sizeof(traces) / sizeof(traces[0]));
	tcase_add_test(tests, a_reset_out_of_the_window_ends_nothing);
	tcase_add_test(tests, a_syn_that_a_listener_ignores);
	tcase_add_test(tests, a_syn_lost_on_its_way_is_not_the_listeners_fault);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
