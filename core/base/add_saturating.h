/* Adding up what hostile input says: no sum wraps. */
#pragma once

#include <stdint.h>

/* Adds to a sum, which stays at the largest number there is rather than go beyond. ns
 * is at least 0. */
static inline void sum_add(int64_t *sum, int64_t ns)
{
	if (__builtin_add_overflow(*sum, ns, sum))
		*sum = INT64_MAX;
}
