#include "capture/os/clock.h"

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

int32_t clock_utc_offset(int64_t time_ns)
{
	/* Rounds down: a time before the epoch belongs to the second before it. */
	time_t seconds = time_ns / NS_PER_S - (time_ns % NS_PER_S < 0);
	struct tm local;
	if (localtime_r(&seconds, &local) == NULL)
		return 0;
	return (int32_t)local.tm_gmtoff;
}
