/* Events: which there are, how many, and where. */
#include "core/record/event.h"

#include <stdio.h>

#include "core/base/array.h"
#include "core/model/notable.h"
#include "tests/core/play.h"
#include "tests/suite.h"

#define HANDSHAKE                                                                                  \
	"0 a S 0 win 8192\n"                                                                       \
	"10 b S. 0 ack 1 win 14600\n"                                                              \
	"20 a . 1 ack 1 win 256\n"

static struct model *m;

static void setup(void)
{
	m = model_new();
}

static void teardown(void)
{
	model_free(m);
}

static struct event_tally tally_of(uint32_t session)
{
	struct event_tally tally = { .session = session };
	while (!events_count(&tally, m, model_packets(m), 1))
		;
	return tally;
}

START_TEST(every_kind_has_words_and_stands_in_the_order_once)
{
	uint64_t seen = 0;
	bool trouble = true;
	for (unsigned i = 0; i < EVENT_COUNT; i++) {
		unsigned event = events_worst_first()[i];
		ck_assert_ptr_nonnull(event_words(event));
		ck_assert_ptr_nonnull(event_meaning(event));
		ck_assert_uint_eq(seen & EVENT_BIT(event), 0);
		seen |= EVENT_BIT(event);
		/* Remarks come after all trouble. */
		ck_assert(trouble || !event_is_trouble(event));
		trouble = event_is_trouble(event);
	}
}
END_TEST

START_TEST(a_finer_kind_stands_for_both)
{
	play(m, HANDSHAKE "30 a P. 1:11 ack 1 win 256\n"
	                  "900 a P. 1:11 ack 1 win 256\n"
	                  "901 b R. 1 ack 11 win 0\n");
	struct event_tally tally = tally_of(0);
	ck_assert_uint_eq(tally.count[NOTE_RTO_RETRANSMISSION], 1);
	ck_assert_uint_eq(tally.count[NOTE_RETRANSMISSION], 0);
	ck_assert_uint_eq(tally.count[NOTE_ABORT], 1);
	ck_assert_uint_eq(tally.count[EVENT_RESET], 0);
	ck_assert_uint_eq(tally.count[NOTE_REFUSED], 0);
	ck_assert_uint_eq(event_after(m, 0, NOTE_RTO_RETRANSMISSION, 0), 5);
	ck_assert_uint_eq(event_after(m, 0, NOTE_RTO_RETRANSMISSION, 5), 0);
	ck_assert_uint_eq(event_before(m, 1, NOTE_ABORT, 100), 6);
	ck_assert_uint_eq(event_before(m, 1, NOTE_ABORT, 6), 0);
}
END_TEST

START_TEST(a_refusal_is_no_reset)
{
	play(m, "0 a S 0 win 8192\n1 b R. 0 ack 1 win 0\n");
	struct event_tally tally = tally_of(1);
	ck_assert_uint_eq(tally.count[NOTE_REFUSED], 1);
	ck_assert_uint_eq(tally.count[EVENT_RESET], 0);
}
END_TEST

START_TEST(a_reset_that_nothing_explains_is_one)
{
	play(m, "30 b R 1 win 0\n");
	ck_assert_uint_eq(tally_of(0).count[EVENT_RESET], 1);
}
END_TEST

START_TEST(counting_goes_on_where_it_was_and_stops_at_the_limit)
{
	struct event_tally tally = { 0 };
	play(m, HANDSHAKE "30 b R 1 win 0\n");
	ck_assert(events_count(&tally, m, 3, 100));
	ck_assert_uint_eq(tally.count[NOTE_HALF_OPEN], 0);
	ck_assert(events_count(&tally, m, 4, 100));
	ck_assert(events_count(&tally, m, 4, 100));
	ck_assert_uint_eq(tally.count[NOTE_HALF_OPEN], 1);
}
END_TEST

/* Four duplicate ACKs of one hole are one problem; so are the two copies of a segment. */
START_TEST(a_series_is_one_problem)
{
	play(m, HANDSHAKE "30 a P. 1:101 ack 1 win 256\n31 a P. 101:201 ack 1 win 256\n"
	                  "32 a P. 201:301 ack 1 win 256\n33 a P. 301:401 ack 1 win 256\n"
	                  "34 a P. 401:501 ack 1 win 256\n41 b . 1 ack 1 win 115\n"
	                  "42 b . 1 ack 1 win 115\n43 b . 1 ack 1 win 115\n"
	                  "44 b . 1 ack 1 win 115\n45 a P. 1:101 ack 1 win 256\n"
	                  "900 a P. 1:101 ack 1 win 256\n");
	struct event_tally tally = tally_of(0);
	ck_assert_uint_eq(tally.count[NOTE_DUPLICATE_ACK], 4);
	ck_assert_uint_eq(tally.begun[NOTE_DUPLICATE_ACK], 1);
	ck_assert_uint_eq(event_frames(m, 9, NOTE_DUPLICATE_ACK), 4);
	ck_assert_uint_eq(tally.count[NOTE_FAST_RETRANSMISSION], 1);
	ck_assert_uint_eq(tally.begun[NOTE_FAST_RETRANSMISSION], 1);
	ck_assert_uint_eq(event_frames(m, 13, NOTE_FAST_RETRANSMISSION), 2);
	ck_assert_uint_eq(tally.count[NOTE_RTO_RETRANSMISSION], 1);
	ck_assert_uint_eq(tally.begun[NOTE_RTO_RETRANSMISSION], 0);
	ck_assert_uint_eq(model_session(m, 1)->trouble, 2);
	ck_assert(model_begins_problem(m, 9) && !model_begins_problem(m, 10));
	ck_assert_uint_eq(event_begun_after(m, 0, NOTE_DUPLICATE_ACK, 0), 9);
	ck_assert_uint_eq(event_begun_after(m, 0, NOTE_DUPLICATE_ACK, 9), 0);
	ck_assert_uint_eq(event_begun_before(m, 1, NOTE_DUPLICATE_ACK, 12), 9);
}
END_TEST

#define OF_CLIENT                                                                                  \
	"0 a S 0 win 8192 ws 8\n20 b S. 0 ack 1 win 14600 ws 7\n20.05 a . 1 ack 1 win 256\n"

/* The client is silent for 0.8 s: more than a tenth of 2 s, less than a tenth of 9 s. */
START_TEST(a_silence_is_shown_by_its_share_of_the_session)
{
	play(m, OF_CLIENT "820.05 a P. 1:6 ack 1 win 256\n840 b . 1 ack 6 win 115\n"
	                  "2000 a P. 6:12 ack 1 win 256\n");
	ck_assert_int_eq(wait_ns(m, 4, NOTE_APPLICATION_LIMITED), 800000000);
	ck_assert_uint_eq(notes_shown(m, 4), NOTE_BIT(NOTE_APPLICATION_LIMITED));
	play(m, "9000 b . 1 ack 12 win 115\n");
	ck_assert(model_packet(m, 4)->notes & NOTE_BIT(NOTE_APPLICATION_LIMITED));
	ck_assert_uint_eq(notes_shown(m, 4), 0);
	ck_assert_uint_eq(events_begun(m, 4), 0);
	/* This one took more than a second. */
	ck_assert_uint_eq(notes_shown(m, 6), NOTE_BIT(NOTE_APPLICATION_LIMITED));
}
END_TEST

/* A Nagle delay of 60 ms costs nothing in a session of 1 s, ten of them cost half of it. */
START_TEST(delays_are_shown_by_what_all_of_them_cost)
{
	char line[160];
	play(m, OF_CLIENT);
	for (unsigned i = 0, at = 100; i < 10; i++, at += 100) {
		unsigned seq = 1 + i * 200;
		snprintf(line, sizeof(line),
		    "%u a P. %u:%u ack 1 win 256\n%u b . 1 ack %u win 115\n"
		    "%u.1 a P. %u:%u ack 1 win 256\n%u b . 1 ack %u win 115\n",
		    at, seq, seq + 100, at + 60, seq + 100, at + 60, seq + 100, seq + 200, at + 80,
		    seq + 200);
		play(m, line);
		if (i == 0)
			ck_assert(notes_shown(m, 6) & NOTE_BIT(NOTE_NAGLE_DELAY));
	}
	ck_assert_int_eq(wait_ns(m, 6, NOTE_NAGLE_DELAY), 60100000);
	ck_assert(notes_shown(m, 6) & NOTE_BIT(NOTE_NAGLE_DELAY));
	/* Delays are no problems: where the time went says what they cost. */
	ck_assert_uint_eq(model_trouble(m), 0);
	play(m, "30000 a F. 2001 ack 1 win 256\n");
	ck_assert_uint_eq(notes_shown(m, 6) & NOTE_BIT(NOTE_NAGLE_DELAY), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("event");
	TCase *tests = tcase_create("event");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, every_kind_has_words_and_stands_in_the_order_once);
	tcase_add_test(tests, a_finer_kind_stands_for_both);
	tcase_add_test(tests, a_refusal_is_no_reset);
	tcase_add_test(tests, a_reset_that_nothing_explains_is_one);
	tcase_add_test(tests, counting_goes_on_where_it_was_and_stops_at_the_limit);
	tcase_add_test(tests, a_series_is_one_problem);
	tcase_add_test(tests, a_silence_is_shown_by_its_share_of_the_session);
	tcase_add_test(tests, delays_are_shown_by_what_all_of_them_cost);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
