/* Where the time went: each cause alone, then in pairs, to the microsecond. Captured at side A's
 * end unless a test says otherwise. */
#include "core/model/time_shares.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/writer.h"
#include "tests/core/play.h"
#include "tests/suite.h"

static struct time_shares shares;

static void setup(void)
{
	play_begin();
}

/* "handshake 100.000, transit 50.000": what each cause took in ms. */
static const char *format(enum side side)
{
	static char text[512];
	struct writer w = writer_begin(text, sizeof(text));
	for (unsigned cause = 0; cause < TIME_CAUSES; cause++) {
		int64_t us = (shares.side[side].ns[cause] + 500) / 1000;
		if (us != 0)
			writer_print(&w, "%s%s %" PRId64 ".%03d", w.len > 0 ? ", " : "",
			    time_cause_name((enum time_cause)cause), us / 1000, (int)(us % 1000));
	}
	return text;
}

static int64_t sum(enum side side)
{
	int64_t ns = 0;
	for (unsigned cause = 0; cause < TIME_CAUSES; cause++)
		ns += shares.side[side].ns[cause];
	return ns;
}

static void expect(const char *lines, const char *ab, const char *ba)
{
	play(played, lines);
	shares = (struct time_shares){ 0 };
	ck_assert(time_shares_go_on(&shares, played, 1, UINT32_MAX));
	time_shares_end(&shares);
	ck_assert_int_eq(sum(SIDE_A), time_shares_duration(&shares));
	ck_assert_int_eq(sum(SIDE_B), time_shares_duration(&shares));
	ck_assert_str_eq(format(SIDE_A), ab);
	ck_assert_str_eq(format(SIDE_B), ba);
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
	    "handshake 3000.000", "handshake 3000.000");
}
END_TEST

START_TEST(handshake_whose_syn_timed_out)
{
	expect("0 a S 0 win 64000\n1000 a S 0 win 64000\n1100 b S. 0 ack 1 win 64000\n"
	       "1100 a . 1 ack 1 win 64000\n",
	    "handshake 1100.000", "handshake 1100.000");
}
END_TEST

START_TEST(server_thinks)
{
	/* The request is acknowledged at once, the response takes 3 s more. */
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n200 b . 1 ack 101 win 64000\n"
	              "3200 b P. 1:201 ack 101 win 64000\n3200 a . 101 ack 201 win 64000\n",
	    "handshake 100.000, other_side 3000.000, transit 100.000",
	    "handshake 100.000, application 3000.000, transit 100.000");
}
END_TEST

START_TEST(server_thinks_and_answers_at_once_with_the_ack)
{
	/* Without an ACK of its own, how long the request was in flight is not known. */
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n3200 b P. 1:201 ack 101 win 64000\n"
	              "3200 a . 101 ack 201 win 64000\n",
	    "handshake 100.000, transit 3100.000",
	    "handshake 100.000, application 3000.000, transit 100.000");
}
END_TEST

START_TEST(server_thinks_seen_at_its_end)
{
	expect(OPEN_B "100 a P. 1:101 ack 1 win 64000\n100 b . 1 ack 101 win 64000\n"
	              "3100 b P. 1:201 ack 101 win 64000\n3200 a . 101 ack 201 win 64000\n",
	    "other_side 3100.000, transit 100.000",
	    "handshake 100.000, application 3000.000, transit 100.000");
}
END_TEST

START_TEST(client_thinks)
{
	expect(OPEN_A "5100 a P. 1:101 ack 1 win 64000\n5200 b P. 1:201 ack 101 win 64000\n"
	              "5200 a . 101 ack 201 win 64000\n"
	              "9200 a P. 101:201 ack 201 win 64000\n"
	              "9300 b P. 201:401 ack 201 win 64000\n",
	    "handshake 100.000, application 9000.000, transit 200.000",
	    "handshake 100.000, other_side 9000.000, transit 200.000");
}
END_TEST

START_TEST(transit)
{
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n200 b . 1 ack 101 win 64000\n",
	    "handshake 100.000, transit 100.000", "handshake 100.000, other_side 100.000");
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
	    "handshake 100.000, transit 100.000, receive_window 100.000, congestion_window 100.000",
	    "handshake 100.000, other_side 300.000");
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
	    "transit 100.000, receive_window 100.000, congestion_window 100.000",
	    "handshake 100.000, other_side 200.000");
}
END_TEST

START_TEST(zero_window_with_probes)
{
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n200 b . 1 ack 1001 win 0\n"
	              "500 a . 1000 ack 1 win 64000\n600 b . 1 ack 1001 win 0\n"
	              "1200 a . 1000 ack 1 win 64000\n1300 b . 1 ack 1001 win 0\n"
	              "2000 b . 1 ack 1001 win 64000\n2000 a P. 1001:2001 ack 1 win 64000\n"
	              "2100 b . 1 ack 2001 win 64000\n",
	    "handshake 100.000, transit 100.000, receive_window 1900.000",
	    "handshake 100.000, other_side 2000.000");
}
END_TEST

/* The update reaches the sender, and its data the receiver, later than any round trip. */
START_TEST(zero_window_with_probes_seen_at_the_receiver)
{
	expect(OPEN_B "100 a . 1:1001 ack 1 win 64000\n100 b . 1 ack 1001 win 0\n"
	              "500 a . 1000 ack 1 win 64000\n500 b . 1 ack 1001 win 0\n"
	              "2000 b . 1 ack 1001 win 64000\n2130 a P. 1001:2001 ack 1 win 64000\n"
	              "2130 b . 1 ack 2001 win 64000\n",
	    "transit 100.000, receive_window 1900.000, congestion_window 130.000",
	    "handshake 100.000, other_side 2030.000");
}
END_TEST

/* Far from the sender, only the notes of its ACKs show the delay. */
START_TEST(nagle_seen_at_the_receiver)
{
	expect("0 a S 0 win 64000 ws 0\n0.1 b S. 0 ack 1 win 64000 ws 0\n20 a . 1 ack 1 win 64000\n"
	       "21 a P. 1:101 ack 1 win 64000\n61 b . 1 ack 101 win 64000\n"
	       "82 a P. 101:201 ack 1 win 64000\n82.1 b P. 1:101 ack 201 win 64000\n",
	    "handshake 0.100, application 1.000, transit 20.000, delayed 61.000",
	    "handshake 20.000, other_side 62.000, transit 0.100");
}
END_TEST

/* The tail was lost before it passed; the segment before it was not the end of a write. */
START_TEST(timeout_of_data_that_never_passed)
{
	expect(OPEN_B "100 a . 1:1001 ack 1 win 64000\n100 b . 1 ack 1001 win 64000\n"
	              "900 a P. 1001:2001 ack 1 win 64000\n900 b . 1 ack 2001 win 64000\n",
	    "transit 100.000, timeout 800.000", "handshake 100.000, other_side 800.000");
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
	expect(lines, "handshake 100.000, transit 100.000, congestion_window 300.000",
	    "handshake 100.000, other_side 400.000");
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
	expect(lines, "transit 100.000, congestion_window 300.000",
	    "handshake 100.000, other_side 300.000");
}
END_TEST

START_TEST(send_buffer)
{
	struct writer w = begin_lines(OPEN_A);
	for (unsigned round = 0; round < 10; round++) {
		data(&w, 100 + 100 * round, 1 + round * 4000, 4);
		ack(&w, 200 + 100 * round, 4001 + round * 4000);
	}
	expect(lines, "handshake 100.000, transit 100.000, send_buffer 900.000",
	    "handshake 100.000, other_side 1000.000");
}
END_TEST

START_TEST(send_buffer_seen_at_the_receiver)
{
	struct writer w = begin_lines(OPEN_B);
	for (unsigned round = 0; round < 10; round++) {
		data(&w, 100 + 100 * round, 1 + round * 4000, 4);
		ack(&w, 100 + 100 * round, 4001 + round * 4000);
	}
	expect(
	    lines, "transit 100.000, send_buffer 900.000", "handshake 100.000, other_side 900.000");
}
END_TEST

/* 30 segments in flight; an ACK every 10 ms lets one more go, so the round trip is 300 ms. */
START_TEST(bottleneck)
{
	struct writer w = begin_lines(OPEN_A);
	data(&w, 100, 1, 30);
	for (unsigned i = 0; i < 100; i++) {
		ack(&w, 200 + 10 * i, 1001 + 1000 * i);
		data(&w, 200 + 10 * i, 30001 + 1000 * i, 1);
	}
	expect(lines, "handshake 100.000, congestion_window 190.000, bottleneck 900.000",
	    "handshake 100.000, other_side 1090.000");
}
END_TEST

START_TEST(bottleneck_seen_at_the_receiver)
{
	struct writer w = begin_lines(OPEN_B);
	for (unsigned i = 0; i < 130; i++) {
		data(&w, 100 + 10 * i, 1 + 1000 * i, 1);
		ack(&w, 100 + 10 * i, 1001 + 1000 * i);
	}
	expect(lines, "transit 100.000, congestion_window 90.000, bottleneck 1200.000",
	    "handshake 100.000, other_side 1290.000");
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
	    "handshake 100.000, transit 100.100, loss_recovery 100.200",
	    "handshake 100.000, other_side 200.300");
}
END_TEST

START_TEST(timeout)
{
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n400 a P. 1:101 ack 1 win 64000\n"
	              "1000 a P. 1:101 ack 1 win 64000\n1100 b . 1 ack 101 win 64000\n",
	    "handshake 100.000, timeout 1000.000", "handshake 100.000, other_side 1000.000");
}
END_TEST

START_TEST(nagle_and_delayed_ack)
{
	expect(OPEN_A "101 a P. 1:101 ack 1 win 64000\n241 b . 1 ack 101 win 64000\n"
	              "241 a P. 101:201 ack 1 win 64000\n341 b P. 1:101 ack 201 win 64000\n",
	    "handshake 100.000, application 1.000, transit 100.000, delayed 140.000",
	    "handshake 100.000, other_side 141.000, transit 100.000");
}
END_TEST

START_TEST(closing_after_silence)
{
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n200 b P. 1:101 ack 101 win 64000\n"
	              "200 a . 101 ack 101 win 64000\n60200 b F. 101 ack 101 win 64000\n"
	              "60200 a F. 101 ack 102 win 64000\n60300 b . 102 ack 102 win 64000\n",
	    "handshake 100.000, transit 100.000, closing 60100.000",
	    "handshake 100.000, transit 100.000, closing 60100.000");
}
END_TEST

START_TEST(open_at_the_end)
{
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n200 b . 1 ack 101 win 64000\n"
	              "7200 a . 100 ack 1 win 64000\n7300 b . 1 ack 101 win 64000\n",
	    "handshake 100.000, transit 100.000, unknown 7100.000",
	    "handshake 100.000, other_side 100.000, unknown 7100.000");
}
END_TEST

START_TEST(one_direction_captured)
{
	expect("0 a S 0 win 64000\n100 a . 1 ack 1 win 64000\n100 a P. 1:101 ack 1 win 64000\n"
	       "400 a P. 101:201 ack 1 win 64000\n",
	    "unknown 400.000", "unknown 400.000");
}
END_TEST

START_TEST(window_scale_unknown)
{
	struct writer w = begin_lines("0 a . 0:1 ack 1 win 100\n0 b . 1 ack 1 win 100\n");
	for (unsigned round = 0; round < 3; round++) {
		data(&w, 100 + 100 * round, 1 + round * 4000, 4);
		ack(&w, 200 + 100 * round, 4001 + round * 4000);
	}
	expect(
	    lines, "application 100.000, transit 100.000, unknown 200.000", "other_side 400.000");
}
END_TEST

START_TEST(acks_of_data_not_captured)
{
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n200 b . 1 ack 1001 win 64000\n"
	              "400 b . 1 ack 3001 win 64000\n"
	              "500 a P. 3001:4001 ack 1 win 64000\n600 b . 1 ack 4001 win 64000\n",
	    "handshake 100.000, application 100.000, transit 100.000, unknown 300.000",
	    "handshake 100.000, other_side 500.000");
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
	    "handshake 100.000, transit 100.000, receive_window 400.000, congestion_window 300.000",
	    "handshake 100.000, other_side 800.000");
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
	expect(lines, "handshake 100.000, other_side 1200.000, transit 100.000",
	    "handshake 100.000, application 1000.000, transit 100.000, congestion_window 200.000");
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
	    "handshake 100.000, transit 100.100, loss_recovery 0.200, timeout 500.000",
	    "handshake 100.000, other_side 600.300");
}
END_TEST

START_TEST(reordering_is_no_loss)
{
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n100 a . 1001:2001 ack 1 win 64000\n"
	              "100 a P. 2001:2101 ack 1 win 64000\n"
	              "200 b . 1 ack 1001 win 64000\n200.1 b . 1 ack 1001 win 64000\n"
	              "230 b . 1 ack 2101 win 64000\n",
	    "handshake 100.000, transit 130.000", "handshake 100.000, other_side 130.000");
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
	expect(
	    lines, "handshake 100.000, transit 370.000", "handshake 100.000, other_side 370.000");
}
END_TEST

START_TEST(time_going_back)
{
	expect(OPEN_A "100 a P. 1:101 ack 1 win 64000\n200 b . 1 ack 101 win 64000\n"
	              "150 a P. 101:201 ack 1 win 64000\n300 b . 1 ack 201 win 64000\n",
	    "handshake 100.000, transit 200.000", "handshake 100.000, other_side 200.000");
}
END_TEST

START_TEST(refused)
{
	expect(
	    "0 a S 0 win 64000\n30 b R. 0 ack 1 win 0\n", "handshake 30.000", "handshake 30.000");
}
END_TEST

START_TEST(two_exchanges_have_two_turns)
{
	expect(OPEN_A "100 a . 1:1001 ack 1 win 64000\n150 a P. 1001:1101 ack 1 win 64000\n"
	              "350 b . 1:1001 ack 1101 win 64000\n370 b P. 1001:1101 ack 1101 win 64000\n"
	              "370 a P. 1101:1201 ack 1101 win 64000\n"
	              "970 b P. 1101:1201 ack 1201 win 64000\n",
	    "handshake 100.000, other_side 20.000, transit 850.000",
	    "handshake 100.000, application 600.000, other_side 50.000, transit 200.000, "
	    "congestion_window 20.000");
	ck_assert_uint_eq(shares.turns.count, 2);
	ck_assert_int_eq(turns_median(&shares.turns), 400 * 1000000);
	ck_assert_int_eq(shares.turns.slowest.response_ns, 600 * 1000000);
	ck_assert_uint_eq(shares.turns.slowest.request, 8);
	ck_assert_uint_eq(shares.turns.slowest.response, 9);
	ck_assert_int_eq(shares.turns.request_sum_ns, 50 * 1000000);
	ck_assert_int_eq(shares.turns.spread_sum_ns, 20 * 1000000);
}
END_TEST

START_TEST(median_of_many_turns)
{
	struct turns turns = { 0 };
	for (int i = 0; i < 1001; i++) {
		turns_add(&turns, SIDE_A, i * INT64_C(1000000), 1);
		turns_add(&turns, SIDE_B, i * INT64_C(1000000) + (i * 379) % 1001, 2 + (uint32_t)i);
	}
	ck_assert_uint_eq(turns.count, 1001);
	ck_assert_int_ge(turns_median(&turns), 480);
	ck_assert_int_le(turns_median(&turns), 520);
	ck_assert_int_eq(turns.slowest.response_ns, 1000);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("time_shares");
	TCase *tests = tcase_create("time_shares");
	suite_add_tcase(suite, tests);
	tcase_add_checked_fixture(tests, setup, play_end);
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
	tcase_add_test(tests, zero_window_with_probes_seen_at_the_receiver);
	tcase_add_test(tests, nagle_seen_at_the_receiver);
	tcase_add_test(tests, timeout_of_data_that_never_passed);
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
	tcase_add_test(tests, median_of_many_turns);
	return suite_main(suite);
}
