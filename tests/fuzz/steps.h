/* Segments out of the bytes of a fuzz target. The first byte is for the target; each STEP bytes
 * after it are one segment, most of them near what the session has come to, so that every branch is
 * reached: who sends, flags, how its numbers lie to those before, length, window, options, time. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/record/segment.h"

#define STEP 14
#define SEGMENTS_MAX 600

/* Reads at most SEGMENTS_MAX segments. Returns how many. */
size_t read_steps(const uint8_t *data, size_t size, struct segment segments[SEGMENTS_MAX]);
