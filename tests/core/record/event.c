/* Events: which there are, how many, and where. */
#include "core/record/event.h"

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
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
