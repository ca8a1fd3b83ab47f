/* Clocks. */
#pragma once

#include <stdint.h>

/* Returns ns since the epoch. */
int64_t clock_wall(void);
/* Returns ns of CLOCK_MONOTONIC. */
int64_t clock_monotonic(void);
/* Returns the seconds east of UTC at a time (ns since the epoch) in the user's time zone (TZ). */
int32_t clock_utc_offset(int64_t time_ns);
