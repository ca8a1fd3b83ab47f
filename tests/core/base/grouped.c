#include "core/base/grouped.h"

#include "core/base/duration.h"
#include "tests/suite.h"

START_TEST(commas_from_ten_thousand_on)
{
	ck_assert_str_eq(GROUPED(0), "0");
	ck_assert_str_eq(GROUPED(9999), "9999");
	ck_assert_str_eq(GROUPED(10000), "10,000");
	ck_assert_str_eq(GROUPED(1234567), "1,234,567");
	ck_assert_str_eq(GROUPED(UINT64_MAX), "18,446,744,073,709,551,615");
}
END_TEST

static const char *duration(int64_t ns)
{
	static char text[DURATION_TEXT];
	duration_format(ns, text, sizeof(text));
	return text;
}

START_TEST(durations_round_to_the_next_unit)
{
	ck_assert_str_eq(duration(999949999), "999.9 ms");
	ck_assert_str_eq(duration(999950000), "1.00 s");
	ck_assert_str_eq(duration(59994999999), "59.99 s");
	ck_assert_str_eq(duration(59995000000), "1 min 00 s");
	ck_assert_str_eq(duration(60000000000), "1 min 00 s");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("grouped");
	TCase *tests = tcase_create("grouped");
	tcase_add_test(tests, commas_from_ten_thousand_on);
	tcase_add_test(tests, durations_round_to_the_next_unit);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
