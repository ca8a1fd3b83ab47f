/* Sums of numbers from hostile input: no sum wraps. */
#pragma once

#include <stdint.h>

/* Adds ns, at least 0, to a sum; the sum stays at INT64_MAX rather than overflow. */
static inline void sum_add(int64_t *sum, int64_t ns)
{
	if (__builtin_add_overflow(*sum, ns, sum))
		*sum = INT64_MAX;
}
