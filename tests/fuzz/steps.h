/* Reads segments from the bytes of a fuzz target. The first byte is the target's; each STEP bytes
 * after it make one segment: sender, flags, its numbers relative to those before, length, window,
 * options, time. Most are close to the state of the session, so all branches are reached. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/record/segment.h"

#define STEP 14
#define SEGMENTS_MAX 600

/* Reads at most SEGMENTS_MAX segments. Returns how many. */
size_t read_steps(const uint8_t *data, size_t size, struct segment segments[SEGMENTS_MAX]);
