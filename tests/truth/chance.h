/* SplitMix64: the same choices for the same seed. */
#pragma once

#include <stdint.h>

static inline uint64_t chance_next(uint64_t *chance)
{
	uint64_t z = *chance += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	return (z ^ z >> 27) >> 16;
}
