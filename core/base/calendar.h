/* Days and dates. Pure: the caller knows the time zone. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define CALENDAR_TEXT 32

/* Returns the day of a time in ns since the epoch, utc_offset seconds east of UTC; day 0 is
 * 1 January 1970. */
int64_t calendar_day(int64_t time_ns, int32_t utc_offset);
/* Writes the date of a day: "2015-09-25" (Gregorian, ISO 8601). Returns the length. */
size_t calendar_date(int64_t day, char *out, size_t size);
/* Returns "Mon" to "Sun". Static. */
const char *calendar_weekday(int64_t day);
