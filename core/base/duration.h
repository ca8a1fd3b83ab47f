/* Durations for people. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define DURATION_TEXT 32

/* Writes "31 us", "13.1 ms", "13.97 s", "31 min 59 s", "2 h 05 min" or "3 d 4 h". */
void duration_format(int64_t ns, char *out, size_t size);
