/* The clocks. */
#pragma once

#include <stdint.h>

/* ns since the epoch. */
int64_t clock_wall(void);
/* ns of CLOCK_MONOTONIC. */
int64_t clock_monotonic(void);
/* Seconds east of UTC at a time given in ns since the epoch, by the user's time zone (TZ). */
int32_t clock_utc_offset(int64_t time_ns);
