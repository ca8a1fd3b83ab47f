/* Numbers and times for readers. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HUMAN_TEXT 32

/* "31 us", "13.97 s", "31 min 59 s", "2 h 05 min", "3 d 4 h". */
void human_duration(int64_t ns, char *out, size_t size);
/* An estimated time: "<1 s", "12 s", "4 min", "3 h". */
void human_seconds(int64_t ns, char *out, size_t size);
/* "734", "14.6k", "1.2M", "3.0G". */
void human_count(uint64_t n, char *out, size_t size);
/* "1 segment", "8 segments": the plural is noun + s. */
void human_plural(uint64_t n, const char *noun, char *out, size_t size);
/* Time of day with microseconds, utc_offset seconds east of UTC. */
void human_clock(int64_t time_ns, int32_t utc_offset, char *out, size_t size);
/* The same after the date: "2015-09-25 11:12:16.501177". */
void human_date(int64_t time_ns, int32_t utc_offset, char *out, size_t size);
