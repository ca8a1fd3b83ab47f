#include "capture/os/clock.h"

#include <stdlib.h>
#include <time.h>

#include "tests/suite.h"

#define NS_PER_S 1000000000ll

START_TEST(wall_time_is_the_epoch_and_monotonic_time_goes_on)
{
	ck_assert_int_le(llabs(clock_wall() / NS_PER_S - time(NULL)), 2);
	int64_t before = clock_monotonic();
	ck_assert_int_ge(clock_monotonic(), before);
}
END_TEST

START_TEST(offset_follows_the_time_zone_and_the_season)
{
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	ck_assert_int_eq(clock_utc_offset(1443179536 * NS_PER_S), 7200);
	ck_assert_int_eq(clock_utc_offset(1451606400 * NS_PER_S), 3600);
	/* The last ns before a change, also where division would round towards zero. */
	ck_assert_int_eq(clock_utc_offset(1445734800 * NS_PER_S - 1), 7200);
	ck_assert_int_eq(clock_utc_offset(-1), 3600);
}
END_TEST

START_TEST(the_zone_has_a_name)
{
	char zone[CLOCK_ZONE];
	setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
	clock_zone(1443179536 * NS_PER_S, zone, sizeof(zone));
	ck_assert_str_eq(zone, "CEST (+02:00)");
	setenv("TZ", "<-0330>3:30", 1);
	tzset();
	clock_zone(1443179536 * NS_PER_S, zone, sizeof(zone));
	ck_assert_str_eq(zone, "-03:30");
	clock_use_utc();
	clock_zone(1443179536 * NS_PER_S, zone, sizeof(zone));
	ck_assert_str_eq(zone, "UTC");
	ck_assert_int_eq(clock_utc_offset(1443179536 * NS_PER_S), 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("clock");
	TCase *tcase = tcase_create("clock");
	tcase_add_test(tcase, wall_time_is_the_epoch_and_monotonic_time_goes_on);
	tcase_add_test(tcase, offset_follows_the_time_zone_and_the_season);
	tcase_add_test(tcase, the_zone_has_a_name);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
