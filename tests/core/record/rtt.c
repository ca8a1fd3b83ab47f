/* RTTs and timeouts by the formulas of RFC 6298, and the backoff of a timer. */
#include "core/record/rtt.h"

#include "core/record/recovery.h"
#include "tests/suite.h"

#define MS INT64_C(1000000)

START_TEST(first_timeout_is_a_second)
{
	struct rtt rtt = { 0 };
	struct recovery r = { 0 };
	ck_assert_int_eq(rtt_timeout(&rtt, 0), 1000 * MS);
	ck_assert_int_eq(rtt_timeout(&rtt, 5000 * MS), 1000 * MS);
	recovery_begin(&r, 0, 0);
	ck_assert_int_eq(recovery_rto(&r), 1000 * MS);
	recovery_end(&r);
}
END_TEST

/* RFC 6298, 2.2. */
START_TEST(first_sample)
{
	struct rtt rtt = { 0 };
	rtt_sample(&rtt, 100 * MS);
	ck_assert_int_eq(rtt.smooth_ns, 100 * MS);
	ck_assert_int_eq(rtt.var_ns, 50 * MS);
	ck_assert_int_eq(rtt_timeout(&rtt, 0), 300 * MS);
	ck_assert_int_eq(rtt_timeout(&rtt, 200 * MS), 300 * MS);
	ck_assert_int_eq(rtt_timeout(&rtt, 201 * MS), 301 * MS);
}
END_TEST

/* RFC 6298, 2.3: the variation uses SRTT before its update. */
START_TEST(later_samples)
{
	struct rtt rtt = { 0 };
	rtt_sample(&rtt, 100 * MS);
	rtt_sample(&rtt, 180 * MS);
	ck_assert_int_eq(rtt.smooth_ns, 110 * MS);
	ck_assert_int_eq(rtt.var_ns, 57500000);
	rtt_sample(&rtt, 30 * MS);
	ck_assert_int_eq(rtt.smooth_ns, 100 * MS);
	ck_assert_int_eq(rtt.var_ns, 63125000);
}
END_TEST

START_TEST(samples_that_cannot_be_are_none)
{
	struct rtt rtt = { 0 };
	rtt_sample(&rtt, -1);
	rtt_sample(&rtt, RTT_MOST_NS + 1);
	ck_assert_int_eq(rtt.smooth_ns, 0);
	rtt_sample(&rtt, RTT_MOST_NS);
	ck_assert_int_eq(rtt.smooth_ns, RTT_MOST_NS);
}
END_TEST

START_TEST(a_sample_of_no_time_is_one)
{
	struct rtt rtt = { 0 };
	rtt_sample(&rtt, 0);
	ck_assert_int_eq(rtt.smooth_ns, 1);
	ck_assert_int_eq(rtt.var_ns, 0);
	ck_assert_int_eq(rtt_timeout(&rtt, RTT_LINUX_MARGIN_NS), 200 * MS + 1);
}
END_TEST

START_TEST(a_timer_backs_off)
{
	struct recovery r = { 0 };
	recovery_begin(&r, 0, 100 * MS);
	static const struct {
		uint8_t timeouts;
		int64_t times;
	} steps[] = { { 0, 1 }, { 1, 2 }, { 2, 4 }, { 7, 128 }, { 8, 256 }, { 9, 256 },
		{ 255, 256 } };
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		r.timeouts = steps[i].timeouts;
		ck_assert_int_eq(recovery_rto(&r), 300 * MS * steps[i].times);
	}
	recovery_end(&r);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rtt");
	TCase *tests = tcase_create("rtt");
	tcase_add_test(tests, first_timeout_is_a_second);
	tcase_add_test(tests, first_sample);
	tcase_add_test(tests, later_samples);
	tcase_add_test(tests, samples_that_cannot_be_are_none);
	tcase_add_test(tests, a_sample_of_no_time_is_one);
	tcase_add_test(tests, a_timer_backs_off);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
