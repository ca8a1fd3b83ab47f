/* Which numbers of one direction somebody has seen. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* From the first one on so many; of later ones nothing is known. */
#define SEEN_BYTES (1u << 20)

/* All zeros is nothing yet. */
struct seen {
	bool begun;
	uint32_t first, next; /* the first number, and one more than the highest */
	uint8_t map[SEEN_BYTES];
};

/* Marks [seq, end). Returns how many of it were new. */
uint32_t seen_take(struct seen *seen, uint32_t seq, uint32_t end);
/* Whether nothing of [seq, end) is missing. */
bool seen_all(const struct seen *seen, uint32_t seq, uint32_t end);
