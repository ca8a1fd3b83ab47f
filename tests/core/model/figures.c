/* Session figures. */
#include "core/model/figures.h"

#include <stdio.h>

#include "core/model/notable.h"
#include "tests/core/play.h"
#include "tests/suite.h"

static struct model *m;

static void setup(void)
{
	m = model_new();
	play(m, "0 a S 0 win 8192\n"
	        "10 b S. 0 ack 1 win 14600\n"
	        "20 a . 1 ack 1 win 256\n"
	        "30 a P. 1:101 ack 1 win 256\n"
	        "34 b . 1 ack 101 win 256\n"
	        "2034 a P. 101:201 ack 1 win 256\n"
	        "3534 a P. 101:201 ack 1 win 256\n"
	        "3540 b . 1 ack 201 win 256\n"
	        "3940 a P. 201:301 ack 1 win 256\n"
	        "3946 b . 1 ack 301 win 256\n"
	        "4000 b R 1 win 0\n");
}

static void teardown(void)
{
	model_free(m);
}

START_TEST(segments_and_round_trips_of_each_side)
{
	struct figures f;
	figures_of(m, 1, UINT32_MAX, &f);
	const struct flow_figures *a = &f.flow[SIDE_A], *b = &f.flow[SIDE_B];
	ck_assert_uint_eq(f.packets, 11);
	ck_assert_uint_eq(a->sent, 5);
	ck_assert_uint_eq(a->resent, 1);
	ck_assert_uint_eq(b->sent, 1);
	ck_assert_uint_eq(b->resent, 0);
	/* SYN, first and last data; retransmitted data gives no sample (Karn). */
	ck_assert_uint_eq(a->rtts, 3);
	ck_assert_int_eq(a->rtt_min_ns, 4000000);
	ck_assert_int_eq(a->rtt_max_ns, 10000000);
	ck_assert_int_eq(a->rtt_sum_ns, 20000000);
	ck_assert_uint_eq(b->rtts, 1);
}
END_TEST

START_TEST(idle_time_and_goodput)
{
	struct figures f;
	figures_of(m, 1, UINT32_MAX, &f);
	ck_assert_int_eq(f.idle_ns, INT64_C(3500000000));
	ck_assert_int_eq(f.silence_ns, INT64_C(2000000000));
	ck_assert_double_eq_tol(figures_goodput(m, 1, SIDE_A), 75, 0.01);
	ck_assert_double_eq_tol(figures_goodput(m, 1, SIDE_B), 0, 0.01);
}
END_TEST

START_TEST(events_are_those_of_the_tally)
{
	struct figures f;
	struct event_tally tally = { .session = 1 };
	figures_of(m, 1, UINT32_MAX, &f);
	ck_assert(events_count(&tally, m, model_packets(m), UINT32_MAX));
	for (unsigned i = 0; i < EVENT_COUNT; i++)
		ck_assert_uint_eq(f.event[i], tally.count[i]);
	ck_assert_uint_eq(f.event[EVENT_RESET], 1);
}
END_TEST

START_TEST(no_more_than_asked_for_and_nothing_of_nothing)
{
	struct figures f;
	figures_walk(m, 1, 3, &f);
	ck_assert_uint_eq(f.packets, 3);
	figures_of(m, 7, 3, &f);
	ck_assert_uint_eq(f.packets, 0);
}
END_TEST

/* Two segments go again after 300 ms. The originals come late, when the ACK of what was sent again
 * has been taken for a round trip: of 1 ms, which is neither the shortest nor the longest, then
 * of `last_ms`. */
static struct model *with_late_originals(double last_ms)
{
	char last[64];
	snprintf(last, sizeof(last), "%f b . 1 ack 401 win 256", 900 + last_ms);
	const struct {
		const char *line;
		uint32_t ip_id;
	} sent[] = { { "0 a S 0", 1 }, { "0.1 b S. 0 ack 1", 0 }, { "20 a . 1 ack 1", 2 },
		{ "21 a . 1:101 ack 1 win 256", 3 }, { "22 a . 101:201 ack 1 win 256", 4 },
		{ "30 b . 1 ack 201 win 256", 0 }, { "400 a . 201:301 ack 1 win 256", 6 },
		{ "401 b . 1 ack 301 win 256", 0 }, { "500 a . 201:301 ack 1 win 256", 5 },
		{ "900 a . 301:401 ack 1 win 256", 9 }, { last, 0 },
		{ "1000 a . 301:401 ack 1 win 256", 8 } };
	struct model *made = model_new();
	for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
		struct segment s = play_segment(sent[i].line);
		s.ip_id = (uint16_t)sent[i].ip_id;
		model_add(made, &s);
		play_check_figures(made);
	}
	return made;
}

START_TEST(notes_that_come_late_correct_them)
{
	static const double last_ms[] = { 0.05, 2, 5000 };
	struct figures f;
	struct model *made = with_late_originals(last_ms[_i]);
	figures_of(made, 1, UINT32_MAX, &f);
	ck_assert_uint_eq(f.flow[SIDE_A].resent, 2);
	ck_assert_uint_eq(f.event[NOTE_SPURIOUS_RETRANSMISSION], 2);
	ck_assert_uint_eq(f.event[NOTE_OUT_OF_ORDER], 2);
	/* Of the SYN and of the first two; not of the retransmitted ones. */
	ck_assert_uint_eq(f.flow[SIDE_A].rtts, 2);
	ck_assert_int_eq(f.flow[SIDE_A].rtt_max_ns, 8000000);
	model_free(made);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("figures");
	TCase *tests = tcase_create("figures");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, segments_and_round_trips_of_each_side);
	tcase_add_test(tests, idle_time_and_goodput);
	tcase_add_test(tests, events_are_those_of_the_tally);
	tcase_add_loop_test(tests, notes_that_come_late_correct_them, 0, 3);
	tcase_add_test(tests, no_more_than_asked_for_and_nothing_of_nothing);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
