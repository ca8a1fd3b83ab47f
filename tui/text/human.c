#include "tui/text/human.h"

#include <inttypes.h>
#include <stdio.h>

#include "core/base/calendar.h"
#include "core/base/duration.h"

#define US INT64_C(1000)
#define MS (1000 * US)
#define SECOND (1000 * MS)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

void human_duration(int64_t ns, char *out, size_t size)
{
	duration_format(ns, out, size);
}

void human_seconds(int64_t ns, char *out, size_t size)
{
	if (ns < SECOND)
		snprintf(out, size, "<1 s");
	else if (ns < 2 * MINUTE)
		snprintf(out, size, "%" PRId64 " s", ns / SECOND);
	else if (ns < 2 * HOUR)
		snprintf(out, size, "%" PRId64 " min", ns / MINUTE);
	else
		snprintf(out, size, "%" PRId64 " h", ns / HOUR);
}

void human_count(uint64_t n, char *out, size_t size)
{
	static const char letters[] = "kMGTPE";
	if (n < 10000) {
		snprintf(out, size, "%" PRIu64, n);
		return;
	}
	double value = (double)n / 1000;
	unsigned letter = 0;
	for (; value >= 1000 && letters[letter + 1] != '\0'; letter++)
		value /= 1000;
	snprintf(out, size, "%.*f%c", value < 100 ? 1 : 0, value, letters[letter]);
}

void human_plural(uint64_t n, const char *noun, char *out, size_t size)
{
	snprintf(out, size, "%" PRIu64 " %s%s", n, noun, n == 1 ? "" : "s");
}

void human_clock(int64_t time_ns, int32_t utc_offset, char *out, size_t size)
{
	int64_t ns = (time_ns + utc_offset * SECOND) % DAY;
	if (ns < 0)
		ns += DAY;
	snprintf(out, size, "%02d:%02d:%02d.%06d", (int)(ns / HOUR), (int)(ns % HOUR / MINUTE),
	    (int)(ns % MINUTE / SECOND), (int)(ns % SECOND / US));
}

void human_date(int64_t time_ns, int32_t utc_offset, char *out, size_t size)
{
	char date[CALENDAR_TEXT], clock[HUMAN_TEXT];
	calendar_date(calendar_day(time_ns, utc_offset), date, sizeof(date));
	human_clock(time_ns, utc_offset, clock, sizeof(clock));
	snprintf(out, size, "%s %s", date, clock);
}
