#include "core/base/calendar.h"

#include <inttypes.h>
#include <stdio.h>

#define SECOND INT64_C(1000000000)
#define DAY_SECONDS 86400
#define ERA_DAYS 146097 /* 400 years */

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t calendar_day(int64_t time_ns, int32_t utc_offset)
{
	return floor_div(floor_div(time_ns, SECOND) + utc_offset, DAY_SECONDS);
}

/* Years are counted from March: the leap day is their last one. */
size_t calendar_date(int64_t day, char *out, size_t size)
{
	int64_t since = day + 719468; /* from 1 March of year 0 */
	int64_t era = floor_div(since, ERA_DAYS);
	int64_t of_era = since - era * ERA_DAYS;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t march = (5 * of_year + 2) / 153; /* months since March */
	int date = (int)(of_year - (153 * march + 2) / 5 + 1);
	int month = (int)(march < 10 ? march + 3 : march - 9);
	year += era * 400 + (month <= 2);
	int n = snprintf(out, size, "%04" PRId64 "-%02d-%02d", year, month, date);
	return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

const char *calendar_weekday(int64_t day)
{
	static const char *const names[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
	return names[day - floor_div(day, 7) * 7];
}
