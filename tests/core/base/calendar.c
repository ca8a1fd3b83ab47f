#include "core/base/calendar.h"

#include "core/base/array.h"
#include "tests/suite.h"

#define NS INT64_C(1000000000)

/* Dates from date(1). */
static const struct {
	int64_t seconds;
	int32_t offset;
	const char *date, *weekday;
} days[] = {
	{ 0, 0, "1970-01-01", "Thu" },
	{ -1, 0, "1969-12-31", "Wed" },
	{ 1443179536, 0, "2015-09-25", "Fri" },
	{ 951782400, 0, "2000-02-29", "Tue" },
	{ 951868800, 0, "2000-03-01", "Wed" },
	{ 4107542400, 0, "2100-03-01", "Mon" },
	{ 4107542399, 0, "2100-02-28", "Sun" },
	{ 1735689599, 0, "2024-12-31", "Tue" },
	{ 1735689599, 3600, "2025-01-01", "Wed" },
	{ 1735689600, -18000, "2024-12-31", "Tue" },
	{ -9223372036, 0, "1677-09-21", "Tue" },
	{ 9223372036, 0, "2262-04-11", "Fri" },
};

START_TEST(days_have_dates)
{
	char date[CALENDAR_TEXT];
	int64_t day = calendar_day(days[_i].seconds * NS, days[_i].offset);
	ck_assert_uint_eq(calendar_date(day, date, sizeof(date)), 10);
	ck_assert_str_eq(date, days[_i].date);
	ck_assert_str_eq(calendar_weekday(day), days[_i].weekday);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("calendar");
	TCase *tests = tcase_create("calendar");
	tcase_add_loop_test(tests, days_have_dates, 0, (int)ARRAY_LEN(days));
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
