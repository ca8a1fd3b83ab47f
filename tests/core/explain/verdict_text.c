/* The verdicts of sessions: each kind, its sentence and its advice. */
#include "core/explain/verdict_text.h"

#include <stdio.h>
#include <string.h>

#include "core/base/writer.h"
#include "core/model/lost_time.h"
#include "tests/core/play.h"
#include "tests/suite.h"

static void setup(void)
{
	play_begin();
}

START_TEST(what_a_capture_lost_its_time_to)
{
	struct lost_time lost = { 0 };
	uint8_t kinds[VERDICT_KINDS];
	play(played, "0 a S 0 win 64000\n1000 a S 0 win 64000\n3000 a S 0 win 64000\n");
	ck_assert(lost_time_go_on(&lost, played, UINT32_MAX));
	ck_assert_uint_eq(lost_time_worst(&lost, kinds), 1);
	ck_assert_uint_eq(kinds[0], VERDICT_SYN_UNANSWERED);
	ck_assert_int_eq(lost.cause[VERDICT_SYN_UNANSWERED].ns, 3000000000);
	ck_assert_uint_eq(lost.cause[VERDICT_SYN_UNANSWERED].worst, 1);
	ck_assert_str_eq(verdict_kind_word(VERDICT_SYN_UNANSWERED), "no answer");
}
END_TEST

static void expect(const char *lines, const char *sentence, const char *hint)
{
	char text[VERDICT_TEXT];
	play(played, lines);
	struct verdict v = verdict_of(played, 1);
	const struct session *s = model_session(played, 1);
	ck_assert_uint_eq(verdict_text(&v, s, text, sizeof(text)), strlen(text));
	ck_assert_str_eq(text, sentence);
	ck_assert_uint_eq(verdict_advice(&v, s, text, sizeof(text)), strlen(text));
	ck_assert_str_eq(text, hint);
}

/* At A's end: the round trip of 100 ms is beyond the capture point. */
#define OPEN_A                                                                                     \
	"0 a S 0 win 64000 ws 0\n"                                                                 \
	"100 b S. 0 ack 1 win 64000 ws 0\n"                                                        \
	"100 a . 1 ack 1 win 64000\n"
/* At B's end. */
#define OPEN_B                                                                                     \
	"0 a S 0 win 64000 ws 0\n"                                                                 \
	"0 b S. 0 ack 1 win 64000 ws 0\n"                                                          \
	"100 a . 1 ack 1 win 64000\n"

static char lines[32768];

static struct writer begin_lines(const char *begin)
{
	struct writer w = writer_begin(lines, sizeof(lines));
	writer_text(&w, begin);
	return w;
}

/* Full segments of side A, or of side B. */
static void data(struct writer *w, unsigned ms, unsigned seq, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		writer_print(
		    w, "%u a . %u:%u ack 1 win 64000\n", ms, seq + 1000 * i, seq + 1000 * (i + 1));
}

static void back(struct writer *w, unsigned ms, unsigned seq, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		writer_print(w, "%u b . %u:%u ack 101 win 64000\n", ms, seq + 1000 * i,
		    seq + 1000 * (i + 1));
}

static void ack_window(struct writer *w, unsigned ms, unsigned ack, unsigned window)
{
	writer_print(w, "%u b . 1 ack %u win %u\n", ms, ack, window);
}

static void ack(struct writer *w, unsigned ms, unsigned seq)
{
	ack_window(w, ms, seq, 64000);
}

static void back_ack(struct writer *w, unsigned ms, unsigned ack)
{
	writer_print(w, "%u a . 101 ack %u win 64000\n", ms, ack);
}

START_TEST(handshake)
{
	expect("0 a S 0 win 64000\n1000 a S 0 win 64000\n3000 a S 0 win 64000\n",
	    "No answer: 3 SYNs are dropped without an answer from the server; 3.00 s, 100 % of "
	    "the session (longest between frames 1 and 3).",
	    "Look for a filter on the path, or a host that is down.");
}
END_TEST

START_TEST(handshake_whose_syn_timed_out)
{
	expect("0 a S 0 win 64000\n1000 a S 0 win 64000\n1100 b S. 0 ack 1 win 64000\n"
	       "1100 a . 1 ack 1 win 64000\n",
	    "Handshake: the SYN was retransmitted once before the connection was open; 1.10 s, "
	    "100 % of the session (longest between frames 1 and 2).",
	    "Look for loss on the path and for a full backlog on the server.");
}
END_TEST

START_TEST(server_thinks)
{
	/* The request is acknowledged at once, the response takes 3 s more. */
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n200 b . 1 ack 101 win 64000\n"
	              "3200 b P. 1:201 ack 101 win 64000\n3200 a . 101 ack 201 win 64000\n",
	    "Response time: the server answers after 3.00 s; 3.00 s, 94 % of the session (longest "
	    "between frames 4 and 6).",
	    "Look at what the application of the server does between request and response.");
}
END_TEST

START_TEST(server_thinks_and_answers_at_once_with_the_ack)
{
	/* Without an ACK of its own, how long the request was in flight is not known. */
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n3200 b P. 1:201 ack 101 win 64000\n"
	              "3200 a . 101 ack 201 win 64000\n",
	    "Response time: the server answers after 3.00 s; 3.00 s, 94 % of the session (longest "
	    "between frames 4 and 5).",
	    "Look at what the application of the server does between request and response.");
}
END_TEST

START_TEST(server_thinks_seen_at_its_end)
{
	expect(OPEN_B "100 a P. 1:101 ack 1 win 64000\n100 b . 1 ack 101 win 64000\n"
	              "3100 b P. 1:201 ack 101 win 64000\n3200 a . 101 ack 201 win 64000\n",
	    "Response time: the server answers after 3.00 s; 3.00 s, 94 % of the session (longest "
	    "between frames 4 and 6).",
	    "Look at what the application of the server does between request and response.");
}
END_TEST

START_TEST(client_thinks)
{
	expect(OPEN_A "5100 a P. 1:101 ack 1 win 64000\n5200 b P. 1:201 ack 101 win 64000\n"
	              "5200 a . 101 ack 201 win 64000\n"
	              "9200 a P. 101:201 ack 201 win 64000\n"
	              "9300 b P. 201:401 ack 201 win 64000\n",
	    "Nothing was slow: the client had nothing to send; 9.00 s, 97 % of the session "
	    "(longest between frames 2 and 4).",
	    "");
}
END_TEST

START_TEST(transit)
{
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n200 b . 1 ack 101 win 64000\n",
	    "Nothing was slow (round trip 100.0 ms).", "");
}
END_TEST

START_TEST(receive_window)
{
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n100 a . 1001:2001 ack 1 win 64000\n"
	              "200 b . 1 ack 2001 win 2000\n"
	              "200 a . 2001:3001 ack 1 win 64000\n200 a . 3001:4001 ack 1 win 64000\n"
	              "300 b . 1 ack 4001 win 2000\n"
	              "300 a . 4001:5001 ack 1 win 64000\n300 a P. 5001:6001 ack 1 win 64000\n"
	              "400 b . 1 ack 6001 win 2000\n",
	    "Receive window: the window of the server (2000 bytes) limits the client to 20.0 kB/s "
	    "at a round trip of 100.0 ms; 100.0 ms, 25 % of the session (longest between frames 8 "
	    "and 10); another cause cost nearly as much.",
	    "Allow the server a larger receive buffer (SO_RCVBUF, tcp_rmem).");
}
END_TEST

START_TEST(receive_window_seen_at_its_end)
{
	expect(OPEN_B "100 a . 1:1001 ack 1 win 64000\n100 a . 1001:2001 ack 1 win 64000\n"
	              "100 b . 1 ack 2001 win 2000\n"
	              "200 a . 2001:3001 ack 1 win 64000\n200 a . 3001:4001 ack 1 win 64000\n"
	              "200 b . 1 ack 4001 win 2000\n"
	              "300 a . 4001:5001 ack 1 win 64000\n300 a P. 5001:6001 ack 1 win 64000\n"
	              "300 b . 1 ack 6001 win 2000\n",
	    "Receive window: the window of the server (2000 bytes) limits the client to 20.0 kB/s "
	    "at a round trip of 100.0 ms; 100.0 ms, 33 % of the session (longest between frames 8 "
	    "and 10); another cause cost nearly as much.",
	    "Allow the server a larger receive buffer (SO_RCVBUF, tcp_rmem).");
}
END_TEST

START_TEST(zero_window_with_probes)
{
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n200 b . 1 ack 1001 win 0\n"
	              "500 a . 1000 ack 1 win 64000\n600 b . 1 ack 1001 win 0\n"
	              "1200 a . 1000 ack 1 win 64000\n1300 b . 1 ack 1001 win 0\n"
	              "2000 b . 1 ack 1001 win 64000\n2000 a P. 1001:2001 ack 1 win 64000\n"
	              "2100 b . 1 ack 2001 win 64000\n",
	    "Zero window: the application of the server reads too slowly; its window closed once; "
	    "1.90 s, 90 % of the session (longest between frames 8 and 10).",
	    "Look at why the application of the server does not read.");
}
END_TEST

START_TEST(congestion_window)
{
	struct writer w = begin_lines(OPEN_A);
	for (unsigned round = 0, seq = 1; round < 4; round++) {
		unsigned n = 2U << round;
		data(&w, 100 + 100 * round, seq, n);
		seq += n * 1000;
		ack(&w, 200 + 100 * round, seq);
	}
	expect(lines,
	    "Congestion window: the client waits for ACKs with at most 8000 bytes in flight, "
	    "below the receive window; 300.0 ms, 60 % of the session (longest between frames 5 "
	    "and 7).",
	    "Reuse connections, so that the window has grown already; look for losses that reduce "
	    "it.");
}
END_TEST

START_TEST(congestion_window_seen_at_the_receiver)
{
	struct writer w = begin_lines(OPEN_B);
	for (unsigned round = 0, seq = 1; round < 4; round++) {
		unsigned n = 2U << round;
		data(&w, 100 + 100 * round, seq, n);
		seq += n * 1000;
		ack(&w, 100 + 100 * round, seq);
	}
	expect(lines,
	    "Congestion window: the client waits for ACKs with at most 8000 bytes in flight, "
	    "below the receive window; 300.0 ms, 75 % of the session (longest between frames 5 "
	    "and 7).",
	    "Reuse connections, so that the window has grown already; look for losses that reduce "
	    "it.");
}
END_TEST

START_TEST(send_buffer)
{
	struct writer w = begin_lines(OPEN_A);
	for (unsigned round = 0; round < 10; round++) {
		data(&w, 100 + 100 * round, 1 + round * 4000, 4);
		ack(&w, 200 + 100 * round, 4001 + round * 4000);
	}
	expect(lines,
	    "Send buffer (likely): the client never has more than 4000 bytes in flight, with no "
	    "loss, no queue and window left; this limits the client to 40.0 kB/s at a round trip "
	    "of 100.0 ms; 900.0 ms, 82 % of the session.",
	    "Allow the client a larger send buffer (SO_SNDBUF, tcp_wmem).");
}
END_TEST

START_TEST(send_buffer_seen_at_the_receiver)
{
	struct writer w = begin_lines(OPEN_B);
	for (unsigned round = 0; round < 10; round++) {
		data(&w, 100 + 100 * round, 1 + round * 4000, 4);
		ack(&w, 100 + 100 * round, 4001 + round * 4000);
	}
	expect(lines,
	    "Send buffer (likely): the client never has more than 4000 bytes in flight, with no "
	    "loss, no queue and window left; this limits the client to 40.0 kB/s at a round trip "
	    "of 100.0 ms; 900.0 ms, 90 % of the session.",
	    "Allow the client a larger send buffer (SO_SNDBUF, tcp_wmem).");
}
END_TEST

START_TEST(bottleneck)
{
	struct writer w = begin_lines(OPEN_A);
	data(&w, 100, 1, 30);
	for (unsigned i = 0; i < 100; i++) {
		ack(&w, 200 + 10 * i, 1001 + 1000 * i);
		data(&w, 200 + 10 * i, 30001 + 1000 * i, 1);
	}
	expect(lines,
	    "Bottleneck: a queue on the path adds up to 200.0 ms to the round trip of 100.0 ms; "
	    "900.0 ms, 76 % of the session.",
	    "The path is full: more bandwidth, less data, or a queue that is managed (fq_codel).");
}
END_TEST

START_TEST(bottleneck_seen_at_the_receiver)
{
	struct writer w = begin_lines(OPEN_B);
	for (unsigned i = 0; i < 130; i++) {
		data(&w, 100 + 10 * i, 1 + 1000 * i, 1);
		ack(&w, 100 + 10 * i, 1001 + 1000 * i);
	}
	expect(lines,
	    "Bottleneck (likely): segments from the client arrive without pause, at the rate of "
	    "the path; 1.20 s, 86 % of the session.",
	    "The path is full: more bandwidth, less data, or a queue that is managed (fq_codel).");
}
END_TEST

START_TEST(loss_recovery)
{
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n100 a . 1001:2001 ack 1 win 64000\n"
	              "100 a . 2001:3001 ack 1 win 64000\n100 a . 3001:4001 ack 1 win 64000\n"
	              "100 a . 4001:5001 ack 1 win 64000\n"
	              "200 b . 1 ack 1001 win 64000\n"
	              "200.1 b . 1 ack 1001 win 64000\n200.2 b . 1 ack 1001 win 64000\n"
	              "200.3 b . 1 ack 1001 win 64000\n200.3 a . 1001:2001 ack 1 win 64000\n"
	              "300.3 b . 1 ack 5001 win 64000\n",
	    "Loss: the client had to recover from losses once; 100.2 ms, 33 % of the session "
	    "(longest between frames 13 and 14).",
	    "Look for loss on the path: a full queue, a policer, a bad link.");
}
END_TEST

START_TEST(timeout)
{
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n400 a P. 1:101 ack 1 win 64000\n"
	              "1000 a P. 1:101 ack 1 win 64000\n1100 b . 1 ack 101 win 64000\n",
	    "Timeout: the client waited for its retransmission timer twice; 1.00 s, 91 % of the "
	    "session (longest between frames 5 and 6).",
	    "Look for loss at the end of bursts, and for loss of retransmissions.");
}
END_TEST

START_TEST(nagle_and_delayed_ack)
{
	expect(OPEN_A "101 a P. 1:101 ack 1 win 64000\n241 b . 1 ack 101 win 64000\n"
	              "241 a P. 101:201 ack 1 win 64000\n341 b P. 1:101 ack 201 win 64000\n",
	    "Nagle and delayed ACK: 1 small segment of the client waited for an ACK, 140.0 ms; "
	    "140.0 ms, 41 % of the session (longest between frames 4 and 6).",
	    "Set TCP_NODELAY on the client, or write each message at once.");
}
END_TEST

START_TEST(closing_after_silence)
{
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n200 b P. 1:101 ack 101 win 64000\n"
	              "200 a . 101 ack 101 win 64000\n60200 b F. 101 ack 101 win 64000\n"
	              "60200 a F. 101 ack 102 win 64000\n60300 b . 102 ack 102 win 64000\n",
	    "Nothing was slow: the server ended the idle connection after 1 min 00 s of silence.",
	    "Close idle connections sooner at the other end, or keep them alive.");
}
END_TEST

START_TEST(open_at_the_end)
{
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n200 b . 1 ack 101 win 64000\n"
	              "7200 a . 100 ack 1 win 64000\n7300 b . 1 ack 101 win 64000\n",
	    "Nothing was slow: neither side sent more data until the capture ended; 7.10 s, 97 % "
	    "of the session (longest between frames 4 and 7).",
	    "");
}
END_TEST

START_TEST(one_direction_captured)
{
	expect("0 a S 0 win 64000\n100 a . 1 ack 1 win 64000\n100 a P. 1:101 ack 1 win 64000\n"
	       "400 a P. 101:201 ack 1 win 64000\n",
	    "Not known: the capture misses all frames from the server; 400.0 ms, 100 % of the "
	    "session.",
	    "Capture where both directions pass, or on one of the hosts.");
}
END_TEST

START_TEST(window_scale_unknown)
{
	struct writer w = begin_lines("0 a . 0:1 ack 1 win 100\n0 b . 1 ack 1 win 100\n");
	for (unsigned round = 0; round < 3; round++) {
		data(&w, 100 + 100 * round, 1 + round * 4000, 4);
		ack(&w, 200 + 100 * round, 4001 + round * 4000);
	}
	expect(lines, "Nothing was slow.", "");
}
END_TEST

START_TEST(acks_of_data_not_captured)
{
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n200 b . 1 ack 1001 win 64000\n"
	              "400 b . 1 ack 3001 win 64000\n"
	              "500 a P. 3001:4001 ack 1 win 64000\n600 b . 1 ack 4001 win 64000\n",
	    "Nothing was slow (round trip 100.0 ms).", "");
}
END_TEST

START_TEST(congestion_window_then_receive_window)
{
	struct writer w = begin_lines(OPEN_A);
	unsigned seq = 1, time = 100;
	for (unsigned round = 0; round < 8; round++, time += 100) {
		unsigned n = round < 3 ? 2U << round : 16;
		data(&w, time, seq, n);
		seq += n * 1000;
		ack_window(&w, time + 100, seq, 16000);
	}
	expect(lines,
	    "Receive window: the window of the server (16,000 bytes) limits the client to 160 "
	    "kB/s at a round trip of 100.0 ms; 400.0 ms, 44 % of the session (longest between "
	    "frames 36 and 38).",
	    "Allow the server a larger receive buffer (SO_RCVBUF, tcp_rmem).");
}
END_TEST

START_TEST(server_thinks_then_congestion_window)
{
	struct writer w = begin_lines(OPEN_A "100 a P. 1:101 ack 1 win 64000\n"
	                                     "200 b . 1 ack 101 win 64000\n");
	/* At A's end: data of B arrives, and its ACK leaves at once. */
	unsigned seq = 1;
	for (unsigned round = 0; round < 3; round++) {
		unsigned n = 2U << round;
		back(&w, 1200 + 100 * round, seq, n);
		seq += n * 1000;
		back_ack(&w, 1200 + 100 * round, seq);
	}
	expect(lines,
	    "Response time: the server answers after 1.00 s; 1.00 s, 71 % of the session (longest "
	    "between frames 4 and 6).",
	    "Look at what the application of the server does between request and response.");
}
END_TEST

START_TEST(loss_then_timeout)
{
	/* The retransmission is lost as well. */
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n100 a . 1001:2001 ack 1 win 64000\n"
	              "100 a . 2001:3001 ack 1 win 64000\n100 a . 3001:4001 ack 1 win 64000\n"
	              "100 a . 4001:5001 ack 1 win 64000\n"
	              "200 b . 1 ack 1001 win 64000\n"
	              "200.1 b . 1 ack 1001 win 64000\n200.2 b . 1 ack 1001 win 64000\n"
	              "200.3 b . 1 ack 1001 win 64000\n200.3 a . 1001:2001 ack 1 win 64000\n"
	              "600.3 a . 1001:2001 ack 1 win 64000\n700.3 b . 1 ack 5001 win 64000\n",
	    "Timeout: the client waited for its retransmission timer once; 500.0 ms, 71 % of the "
	    "session (longest between frames 13 and 14).",
	    "Look for loss at the end of bursts, and for loss of retransmissions.");
}
END_TEST

START_TEST(reordering_is_no_loss)
{
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n100 a . 1001:2001 ack 1 win 64000\n"
	              "100 a P. 2001:2101 ack 1 win 64000\n"
	              "200 b . 1 ack 1001 win 64000\n200.1 b . 1 ack 1001 win 64000\n"
	              "230 b . 1 ack 2101 win 64000\n",
	    "Nothing was slow (round trip 100.0 ms).", "");
}
END_TEST

START_TEST(many_small_writes_are_transit)
{
	struct writer w = begin_lines(OPEN_A);
	for (unsigned i = 0; i < 10; i++) {
		writer_print(&w, "%u a P. %u:%u ack 1 win 64000\n", 100 + 30 * i, 1 + 100 * i,
		    101 + 100 * i);
	}
	ack(&w, 470, 1001);
	expect(lines, "Nothing was slow (round trip 100.0 ms).", "");
}
END_TEST

START_TEST(time_going_back)
{
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n200 b . 1 ack 101 win 64000\n"
	              "150 a P. 101:201 ack 1 win 64000\n300 b . 1 ack 201 win 64000\n",
	    "Nothing was slow (round trip 100.0 ms).", "");
}
END_TEST

START_TEST(refused)
{
	expect("0 a S 0 win 64000\n30 b R. 0 ack 1 win 0\n",
	    "Refused: the server answered the SYN with a reset; nothing listens on port 8000.",
	    "Start the service, or check address and port.");
}
END_TEST

START_TEST(two_exchanges_have_two_turns)
{
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n150 a P. 1001:1101 ack 1 win 64000\n"
	              "350 b . 1:1001 ack 1101 win 64000\n370 b P. 1001:1101 ack 1101 win 64000\n"
	              "370 a P. 1101:1201 ack 1101 win 64000\n"
	              "970 b P. 1101:1201 ack 1201 win 64000\n",
	    "Response time: the server answers after 300.0 ms (median of 2 requests, at most "
	    "500.0 ms); 600.0 ms, 62 % of the session (longest between frames 8 and 9).",
	    "Look at what the application of the server does between request and response.");
}
END_TEST

START_TEST(idle_close_by_the_server)
{
	expect(OPEN_A "101 a P. 1:101 ack 1 win 64000\n201 b P. 1:101 ack 101 win 64000\n"
	              "201 a . 101 ack 101 win 64000\n60201 b F. 101 ack 101 win 64000\n"
	              "60201 a . 101 ack 102 win 64000\n60202 a F. 101 ack 102 win 64000\n"
	              "60302 b . 102 ack 102 win 64000\n",
	    "Nothing was slow: the server ended the idle connection after 1 min 00 s of silence.",
	    "Close idle connections sooner at the other end, or keep them alive.");
}
END_TEST

START_TEST(long_segments_vanish)
{
	expect(OPEN_A "101 a P. 1:101 ack 1 win 64000\n201 b . 1 ack 101 win 64000\n"
	              "201 a . 101:1561 ack 1 win 64000\n201 a . 1561:3021 ack 1 win 64000\n"
	              "601 a . 101:1561 ack 1 win 64000\n1401 a . 101:1561 ack 1 win 64000\n"
	              "3001 a . 101:1561 ack 1 win 64000\n",
	    "Path MTU black hole (likely): segments of 1460 bytes vanish, those of up to 100 "
	    "bytes arrive; 2.80 s, 93 % of the session (longest between frames 9 and 10).",
	    "Let ICMP \"fragmentation needed\" through, clamp the MSS, or lower the MTU of the "
	    "client.");
}
END_TEST

START_TEST(many_round_trips)
{
	struct writer w = begin_lines(OPEN_A);
	for (unsigned i = 0; i < 20; i++)
		writer_print(&w, "%u a P. %u:%u ack %u win 64000\n%u b P. %u:%u ack %u win 64000\n",
		    101 + 101 * i, 1 + 100 * i, 101 + 100 * i, 1 + 100 * i, 201 + 101 * i,
		    1 + 100 * i, 101 + 100 * i, 101 + 100 * i);
	expect(lines,
	    "Round trips: 20 exchanges, each at least a round trip of 100.0 ms; 2.02 s, 95 % of "
	    "the session (longest between frames 4 and 5).",
	    "Send several requests without waiting (pipelining, batches), or bring the hosts "
	    "closer.");
}
END_TEST

START_TEST(answers_after_three_seconds_each)
{
	struct writer w = begin_lines(OPEN_A);
	for (unsigned i = 0; i < 4; i++)
		writer_print(&w,
		    "%u a P. %u:%u ack %u win 64000\n%u b . %u ack %u win 64000\n"
		    "%u b P. %u:%u ack %u win 64000\n",
		    101 + 3201 * i, 1 + 100 * i, 101 + 100 * i, 1 + 100 * i, 201 + 3201 * i,
		    1 + 100 * i, 101 + 100 * i, 3201 + 3201 * i, 1 + 100 * i, 101 + 100 * i,
		    101 + 100 * i);
	expect(lines,
	    "Response time: the server answers after 3.00 s each time (4 requests); 12.00 s, 94 % "
	    "of the session (longest between frames 4 and 6).",
	    "Look at what the application of the server does between request and response.");
}
END_TEST

START_TEST(window_without_scaling)
{
	struct writer w = begin_lines("0 a S 0 win 64000 ws 7\n100 b S. 0 ack 1 win 16000\n"
	                              "100.1 a . 1 ack 1 win 64000\n");
	for (unsigned round = 0; round < 10; round++) {
		data(&w, 101 + 100 * round, 1 + 16000 * round, 16);
		ack_window(&w, 201 + 100 * round, 16001 + 16000 * round, 16000);
	}
	expect(lines,
	    "Receive window: the window of the server (16,000 bytes) limits the client to 160 "
	    "kB/s at a round trip of 100.1 ms; 900.0 ms, 82 % of the session (longest between "
	    "frames 19 and 21).",
	    "Allow window scaling on the server.");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("verdict_text");
	TCase *tests = tcase_create("verdict_text");
	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, setup, play_end);
	tcase_add_test(tests, what_a_capture_lost_its_time_to);
	tcase_add_test(tests, handshake);
	tcase_add_test(tests, handshake_whose_syn_timed_out);
	tcase_add_test(tests, server_thinks);
	tcase_add_test(tests, server_thinks_and_answers_at_once_with_the_ack);
	tcase_add_test(tests, server_thinks_seen_at_its_end);
	tcase_add_test(tests, client_thinks);
	tcase_add_test(tests, transit);
	tcase_add_test(tests, receive_window);
	tcase_add_test(tests, receive_window_seen_at_its_end);
	tcase_add_test(tests, zero_window_with_probes);
	tcase_add_test(tests, congestion_window);
	tcase_add_test(tests, congestion_window_seen_at_the_receiver);
	tcase_add_test(tests, send_buffer);
	tcase_add_test(tests, send_buffer_seen_at_the_receiver);
	tcase_add_test(tests, bottleneck);
	tcase_add_test(tests, bottleneck_seen_at_the_receiver);
	tcase_add_test(tests, loss_recovery);
	tcase_add_test(tests, timeout);
	tcase_add_test(tests, nagle_and_delayed_ack);
	tcase_add_test(tests, closing_after_silence);
	tcase_add_test(tests, open_at_the_end);
	tcase_add_test(tests, one_direction_captured);
	tcase_add_test(tests, window_scale_unknown);
	tcase_add_test(tests, acks_of_data_not_captured);
	tcase_add_test(tests, congestion_window_then_receive_window);
	tcase_add_test(tests, server_thinks_then_congestion_window);
	tcase_add_test(tests, loss_then_timeout);
	tcase_add_test(tests, reordering_is_no_loss);
	tcase_add_test(tests, many_small_writes_are_transit);
	tcase_add_test(tests, time_going_back);
	tcase_add_test(tests, refused);
	tcase_add_test(tests, two_exchanges_have_two_turns);
	tcase_add_test(tests, idle_close_by_the_server);
	tcase_add_test(tests, long_segments_vanish);
	tcase_add_test(tests, many_round_trips);
	tcase_add_test(tests, answers_after_three_seconds_each);
	tcase_add_test(tests, window_without_scaling);
	return suite_main(suite);
}
