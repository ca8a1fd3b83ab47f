/* Numbers that look random and are the same in each run. */
#pragma once

#include <stdint.h>

/* xorshift32; the state must not be 0. */
static inline uint32_t pseudo_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}
