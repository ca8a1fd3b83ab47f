#include "capture/os/clock.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define NS_PER_S 1000000000

static int64_t now(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

int64_t clock_wall(void)
{
	return now(CLOCK_REALTIME);
}

int64_t clock_monotonic(void)
{
	return now(CLOCK_MONOTONIC);
}

static bool local_time(int64_t time_ns, struct tm *out)
{
	/* Rounds down: a time before the epoch belongs to the second before it. */
	time_t seconds = time_ns / NS_PER_S - (time_ns % NS_PER_S < 0);
	return localtime_r(&seconds, out) != NULL;
}

int32_t clock_utc_offset(int64_t time_ns)
{
	struct tm local;
	return local_time(time_ns, &local) ? (int32_t)local.tm_gmtoff : 0;
}

size_t clock_zone(int64_t time_ns, char *out, size_t size)
{
	struct tm local;
	if (!local_time(time_ns, &local) || local.tm_gmtoff == 0)
		return (size_t)snprintf(out, size, "UTC");
	long minutes = local.tm_gmtoff / 60, east = minutes < 0 ? -minutes : minutes;
	char offset[16];
	snprintf(
	    offset, sizeof(offset), "%c%02ld:%02ld", minutes < 0 ? '-' : '+', east / 60, east % 60);
	/* Zones without a name of their own have their offset for it: "+03". */
	bool named = local.tm_zone[0] != '+' && local.tm_zone[0] != '-';
	if (named)
		return (size_t)snprintf(out, size, "%.12s (%s)", local.tm_zone, offset);
	return (size_t)snprintf(out, size, "%s", offset);
}

void clock_use_utc(void)
{
	setenv("TZ", "UTC0", 1);
	tzset();
}
