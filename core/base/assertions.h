/* Assertions state what the code guarantees on entry, in a loop over records or between two tables;
 * a failed one is a bug. assert() stays on in every build. assert_costly() is for checks that would
 * take more than 1 % of the time to load a capture: on in builds with small chunks (the build
 * option chunk_bits), sanitizers or fuzz targets, not evaluated in others. */
#pragma once

#include <assert.h>

#ifdef COSTLY_ASSERTIONS
#define assert_costly(holds) assert(holds)
#else
#define assert_costly(holds) ((void)sizeof(!(holds)))
#endif
