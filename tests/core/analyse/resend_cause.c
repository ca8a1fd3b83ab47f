/* Loss reports, timers and probes as triggers, at the sender's end and far from it. */
#include "core/model/model.h"
#include "core/record/note.h"
#include "tests/core/play.h"
#include "tests/suite.h"

/* Captured at the client and at the server, with an RTT of 20 ms. */
#define AT_A                                                                                       \
	"0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"              \
	"20.1 a . 1 ack 1 ts 1020 ecr 5000\n"
#define AT_B                                                                                       \
	"0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"             \
	"20 a . 1 ack 1 ts 1020 ecr 5000\n"
#define PLAIN_A "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
#define OLD_A                                                                                      \
	"0 a S 0 ts 1000 ecr 0\n20 b S. 0 ack 1 ts 5000 ecr 1000\n20.1 a . 1 ack 1 ts 1020 ecr "   \
	"5000\n"
#define OLD_B                                                                                      \
	"0 a S 0 ts 1000 ecr 0\n0.1 b S. 0 ack 1 ts 5000 ecr 1000\n20 a . 1 ack 1 ts 1020 ecr "    \
	"5000\n"

#define FAST NOTE_BIT(NOTE_FAST_RETRANSMISSION)
#define TIMER NOTE_BIT(NOTE_RTO_RETRANSMISSION)
#define PROBE NOTE_BIT(NOTE_TAIL_LOSS_PROBE)
#define NEEDLESS NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION)
#define CAUSES (FAST | TIMER | PROBE)

static const struct trace {
	const char *lines;
	uint32_t packet;
	uint64_t about, notes; /* notes: the bits of about that the packet has */
} traces[] = {
	/* The last segment, not reported, sooner than any timer; its ACK was still on the way. */
	{ AT_B "30 a P. 1:101 ack 1 ts 1030 ecr 5000\n30.1 b . 1 ack 101 ts 5030 ecr 1030\n"
	       "40 a P. 1:101 ack 1 ts 1040 ecr 5000\n",
	    6, CAUSES | NEEDLESS, PROBE | NEEDLESS },
	/* By its sender's clock it was sent much later: timer and probe are both possible. */
	{ AT_B "30 a P. 1:101 ack 1 ts 1030 ecr 5000\n30.1 b . 1 ack 101 ts 5030 ecr 1030\n"
	       "31 a . 101 ack 1 ts 1031 ecr 5000\n40 a P. 1:101 ack 1 ts 2940 ecr 5000\n",
	    7, PROBE, 0 },
	/* The time by its sender's clock would overflow in a multiplication. */
	{ AT_B "30 a P. 1:101 ack 1 ts 1030 ecr 5000\n30.1 b . 1 ack 101 ts 5030 ecr 1030\n"
	       "31 a . 101 ack 1 ts 1031 ecr 5000\n40 a P. 1:101 ack 1 ts 30001031 ecr 5000\n",
	    7, PROBE, 0 },
	/* Not the last segment: the ACK was lost, and the timer expired. */
	{ AT_B "30 a . 1:101 ack 1 ts 1030 ecr 5000\n30.1 b . 1 ack 101 ts 5030 ecr 1030\n"
	       "31 a P. 101:201 ack 1 ts 1031 ecr 5000\n70 b . 1 ack 201 ts 5070 ecr 1031\n"
	       "260 a . 1:101 ack 1 ts 1260 ecr 5000\n",
	    8, CAUSES | NEEDLESS, TIMER | NEEDLESS },
	/* SACK reports that the last segment arrived, which does not trigger its retransmission. */
	{ AT_B "30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	       "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	       "90 a P. 101:201 ack 1 ts 1090 ecr 5000\n",
	    6, CAUSES, PROBE },
	/* The same SACK triggers the retransmission of the segment before it. */
	{ AT_B "30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	       "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	       "60 a . 1:101 ack 1 ts 1060 ecr 5030\n",
	    6, CAUSES, FAST },
	/* With SACK in use, a duplicate ACK without a block reports nothing. */
	{ AT_A "30 a P. 1:101 ack 1 ts 1030 ecr 5000\n50 b . 1 ack 1 ts 5030 ecr 1020\n"
	       "260 a P. 1:101 ack 1 ts 1260 ecr 5030\n",
	    6, CAUSES, PROBE },
	/* A partial ACK in recovery reports the next hole, although the second original arrived
	 * before its copy. */
	{ OLD_B "30 a . 201:301 ack 1 ts 1030 ecr 5000\n30.1 b . 1 ack 1 ts 5030 ecr 1020\n"
	        "31 a . 301:401 ack 1 ts 1031 ecr 5000\n31.1 b . 1 ack 1 ts 5031 ecr 1020\n"
	        "32 a . 401:501 ack 1 ts 1032 ecr 5000\n32.1 b . 1 ack 1 ts 5032 ecr 1020\n"
	        "53 a . 1:101 ack 1 ts 1053 ecr 5032\n53.1 b . 1 ack 101 ts 5053 ecr 1053\n"
	        "60 a . 101:201 ack 1 ts 1029 ecr 5000\n60.1 b . 1 ack 501 ts 5060 ecr 1029\n"
	        "74 a . 101:201 ack 1 ts 1074 ecr 5053\n",
	    14, CAUSES | NEEDLESS, FAST | NEEDLESS },
	/* The third copy arrives soon after the second, which was delayed: by its sender's clock
	 * the timer had backed off. */
	{ AT_B "100 a P. 1:101 ack 1 ts 1100 ecr 5000\n100.1 b . 1 ack 101 ts 5100 ecr 1100\n"
	       "120 a P. 101:111 ack 1 ts 1120 ecr 5100\n120.1 b . 1 ack 111 ts 5120 ecr 1120\n"
	       "700 a P. 101:111 ack 1 ts 1340 ecr 5100\n"
	       "700.1 b . 1 ack 111 ts 5700 ecr 1340 sack 101:111\n"
	       "780 a P. 101:111 ack 1 ts 1780 ecr 5100\n",
	    10, CAUSES, TIMER },
	/* After a probe, the ACK of later data was lost: its sender sends no second probe. */
	{ AT_B "240 a . 11 ack 1 ts 1240 ecr 5000\n250 a P. 1:11 ack 1 ts 1250 ecr 5000\n"
	       "250.1 b . 1 ack 11 ts 5250 ecr 1250\n290 a P. 11:21 ack 1 ts 1290 ecr 5250\n"
	       "290.1 b . 1 ack 21 ts 5290 ecr 1290\n530 a P. 11:21 ack 1 ts 1530 ecr 5250\n",
	    9, CAUSES | NEEDLESS, TIMER | NEEDLESS },
	/* Two segments in recovery: the second original arrived late, and its sender did not know
	 * this when it retransmitted. */
	{ OLD_B "30 a . 201:301 ack 1 ts 1030 ecr 5000\n30.1 b . 1 ack 1 ts 5030 ecr 1020\n"
	        "31 a . 301:401 ack 1 ts 1031 ecr 5000\n31.1 b . 1 ack 1 ts 5031 ecr 1020\n"
	        "32 a . 401:501 ack 1 ts 1032 ecr 5000\n32.1 b . 1 ack 1 ts 5032 ecr 1020\n"
	        "52 a . 101:201 ack 1 ts 1029 ecr 5000\n52.1 b . 1 ack 1 ts 5052 ecr 1020\n"
	        "53 a . 1:101 ack 1 ts 1053 ecr 5032\n53.1 b . 1 ack 501 ts 5053 ecr 1053\n"
	        "54 a . 101:201 ack 1 ts 1054 ecr 5032\n",
	    14, CAUSES | NEEDLESS, FAST | NEEDLESS },
	/* Sooner than a probe, because the handshake's ACK was delayed; so sooner than the timer as
	 * well. */
	{ "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	  "1200 a . 1 ack 1 ts 2200 ecr 5000\n1210 a . 1:1001 ack 1 ts 2210 ecr 5000\n"
	  "1210.1 b . 1 ack 1001 ts 6210 ecr 2210\n1211 a P. 1001:1501 ack 1 ts 2211 ecr 5000\n"
	  "1250 b . 1 ack 1501 ts 6250 ecr 2211\n1500 a P. 1001:1501 ack 1 ts 2500 ecr 5000\n",
	    8, CAUSES | NEEDLESS, PROBE | NEEDLESS },
	/* The copy that the D-SACK reports arrived directly after the one that filled the hole: a
	 * network duplicate. */
	{ PLAIN_A
	    "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n30 a . 201:301 ack 1\n30 a . 301:401 ack 1\n"
	    "50 b . 1 ack 1 sack 101:401\n50.1 a . 1:101 ack 1\n70.1 b . 1 ack 401\n"
	    "70.15 b . 1 ack 401 sack 1:101\n",
	    9, CAUSES | NEEDLESS, FAST },
	/* The same, later: the original had arrived late. */
	{ PLAIN_A
	    "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n30 a . 201:301 ack 1\n30 a . 301:401 ack 1\n"
	    "50 b . 1 ack 1 sack 101:401\n50.1 a . 1:101 ack 1\n60.1 b . 1 ack 401\n"
	    "70.1 b . 1 ack 401 sack 1:101\n",
	    9, CAUSES | NEEDLESS, FAST | NEEDLESS },
	/* Without SACK: sent long after the last report, when the timer had expired. New data in
	 * between does not matter. */
	{ OLD_A "30 a . 1:101 ack 1 ts 1030 ecr 5000\n30 a . 101:201 ack 1 ts 1030 ecr 5000\n"
	        "30 a . 201:301 ack 1 ts 1030 ecr 5000\n50 b . 1 ack 1 ts 5050 ecr 1020\n"
	        "50 b . 1 ack 1 ts 5050 ecr 1020\n200 a . 301:401 ack 1 ts 1200 ecr 5050\n"
	        "220 b . 1 ack 1 ts 5220 ecr 1020\n256 a . 1:101 ack 1 ts 1256 ecr 5220\n",
	    11, CAUSES, TIMER },
	/* The same, but directly after the third duplicate ACK. */
	{ OLD_A "30 a . 1:101 ack 1 ts 1030 ecr 5000\n30 a . 101:201 ack 1 ts 1030 ecr 5000\n"
	        "30 a . 201:301 ack 1 ts 1030 ecr 5000\n50 b . 1 ack 1 ts 5050 ecr 1020\n"
	        "50 b . 1 ack 1 ts 5050 ecr 1020\n200 a . 301:401 ack 1 ts 1200 ecr 5050\n"
	        "255.9 b . 1 ack 1 ts 5255 ecr 1020\n256 a . 1:101 ack 1 ts 1256 ecr 5255\n",
	    11, CAUSES, FAST },
	/* With SACK, in a recovery: the first segment retransmitted again, long after the last
	 * report. */
	{ PLAIN_A "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n30 a . 201:301 ack 1\n"
	          "50 b . 1 ack 1 sack 101:301\n50.1 a . 1:101 ack 1\n280 a F. 301 ack 1\n"
	          "290 a . 1:101 ack 1\n",
	    10, CAUSES, TIMER },
	/* The ACK that ends the recovery covers a segment retransmitted after the last copy of this
	 * one. */
	{ PLAIN_A "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n50 b . 1 ack 1 sack 101:201\n"
	          "50.1 a . 1:101 ack 1\n50.2 a . 201:301 ack 1\n80 a . 1:101 ack 1\n"
	          "100 b . 1 ack 201\n100.1 a . 201:301 ack 1\n",
	    11, CAUSES, FAST },
	/* The same far from its sender, by the timestamps: the receiver discarded the last copy,
	 * and the next one follows at once. */
	{ "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	  "40 a . 1 ack 1 ts 1040 ecr 5000\n44 a . 1:101 ack 1 ts 1041 ecr 5000\n"
	  "44.1 b . 1 ack 101 ts 5044 ecr 1041\n44.2 a . 201:301 ack 1 ts 1041 ecr 5000\n"
	  "44.3 b . 1 ack 101 ts 5044 ecr 1041 sack 201:301\n"
	  "84 a . 101:201 ack 1 ts 1084 ecr 5044\n"
	  "84.1 b . 1 ack 301 ts 5084 ecr 1084\n104 a P. 301:401 ack 1 ts 1041 ecr 5000\n"
	  "104.1 b . 1 ack 301 ts 5104 ecr 1084\n124 a P. 301:401 ack 1 ts 1124 ecr 5084\n",
	    12, CAUSES, FAST },
	/* Its sender has heard nothing since the first copy, so no report of this loss. A smaller
	 * path MTU may be the cause. */
	{ "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1 id 9\n20.1 a . 1 ack 1\n"
	  "20.2 b S. 0 ack 1 sackok 1 id 9\n30 a . 1:1001 ack 1\n34 a . 1:501 ack 1\n",
	    6, CAUSES, 0 },
	/* Answers the packet that just arrived, long before the timer, which had expired twice. */
	{ PLAIN_A "30 a F. 1:101 ack 1\n260 a F. 1:101 ack 1\n480 a F. 1:101 ack 1\n"
	          "700 b F. 1 ack 1\n700.02 a F. 1:101 ack 2\n",
	    8, CAUSES, 0 },
	/* Far from its sender, reported, and long before any timer: the RTT was longer than any
	 * sample. */
	{ "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n1 a . 1 ack 1 id 1\n"
	  "8 a . 1:11 ack 1 id 2\n8.1 b . 1 ack 11\n10 a . 11:101 ack 1 id 3\n10.1 b . 1 ack 101\n"
	  "12 a . 201:301 ack 1 id 5\n12.1 b . 1 ack 101 sack 201:301\n"
	  "14 a . 101:201 ack 1 id 4\n14.1 b . 1 ack 301\n30 a . 301:401 ack 1 id 6\n"
	  "30.1 b . 1 ack 401\n40 a . 101:201 ack 1 id 7\n40.1 b . 1 ack 401 sack 101:201\n",
	    14, CAUSES | NEEDLESS, FAST | NEEDLESS },
	/* At the receiver: the D-SACK reports a network duplicate. */
	{ AT_B "30 a . 101:201 ack 1 ts 1030 ecr 5000 id 7\n"
	       "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	       "60 a . 1:101 ack 1 ts 1060 ecr 5030 id 8\n60.1 b . 1 ack 201 ts 5060 ecr 1060\n"
	       "60.4 a . 1:101 ack 1 ts 1060 ecr 5030 id 8\n"
	       "60.5 b . 1 ack 201 ts 5060 ecr 1060 sack 1:101\n",
	    6, CAUSES | NEEDLESS, FAST },
};

static struct model *m;

static void setup(void)
{
	m = model_new();
}

static void teardown(void)
{
	model_free(m);
}

static uint64_t notes_of(uint32_t packet)
{
	return model_packet(m, packet)->notes;
}

START_TEST(a_cause_is_told_apart)
{
	const struct trace *t = &traces[_i];
	play(m, t->lines);
	ck_assert_uint_eq(notes_of(t->packet) & t->about, t->notes);
	play_check_figures(m);
}
END_TEST

/* A sender whose timer backs off without a probe never probes, so earlier probes were timeouts. */
START_TEST(who_backs_off_once_never_probed)
{
	play(m, AT_A "30 a P. 1:11 ack 1 ts 1030 ecr 5000\n250 a P. 1:11 ack 1 ts 1250 ecr 5000\n"
	             "270 b . 1 ack 11 ts 5250 ecr 1250\n300 a P. 11:21 ack 1 ts 1300 ecr 5250\n"
	             "320 b . 1 ack 21 ts 5300 ecr 1300\n350 a P. 21:31 ack 1 ts 1350 ecr 5300\n"
	             "570 a P. 21:31 ack 1 ts 1570 ecr 5300\n");
	ck_assert_uint_eq(notes_of(5) & CAUSES, PROBE);
	ck_assert_uint_eq(notes_of(10) & CAUSES, PROBE);
	play(m, "1010 a P. 21:31 ack 1 ts 2010 ecr 5300\n1030 b . 1 ack 31 ts 6010 ecr 2010\n");
	ck_assert_uint_eq(notes_of(5) & CAUSES, TIMER);
	ck_assert_uint_eq(notes_of(10) & CAUSES, TIMER);
	ck_assert_uint_eq(notes_of(11) & CAUSES, TIMER);
	play(m, "1100 a P. 31:41 ack 1 ts 2100 ecr 6010\n1320 a P. 31:41 ack 1 ts 2320 ecr 6010\n");
	ck_assert_uint_eq(notes_of(14) & CAUSES, TIMER);
	play_check_figures(m);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("analyse_cause");
	TCase *tests = tcase_create("analyse_cause");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, a_cause_is_told_apart, 0, sizeof(traces) / sizeof(traces[0]));
	tcase_add_test(tests, who_backs_off_once_never_probed);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
