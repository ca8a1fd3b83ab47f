/* Clocks. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Returns ns since the epoch. */
int64_t clock_wall(void);
/* Returns ns of CLOCK_MONOTONIC. */
int64_t clock_monotonic(void);
/* Returns the seconds east of UTC at a time (ns since the epoch) in the user's time zone (TZ). */
int32_t clock_utc_offset(int64_t time_ns);
/* Writes the name of the time zone then: "UTC", "CEST (+02:00)". Returns the length. */
#define CLOCK_ZONE 32
size_t clock_zone(int64_t time_ns, char *out, size_t size);
/* Makes UTC the time zone. Call while single-threaded. */
void clock_use_utc(void);
