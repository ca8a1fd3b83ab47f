/* The numbers of one direction that were seen. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Only this many numbers from the first one on are recorded. */
#define SEEN_BYTES (1u << 20)

/* Zeroed, nothing is seen. */
struct seen {
	bool begun;
	uint32_t first, next; /* first number; highest plus one */
	uint8_t map[SEEN_BYTES];
};

/* Marks [seq, end). Returns how many of these were new. */
uint32_t seen_take(struct seen *seen, uint32_t seq, uint32_t end);
/* Returns true if nothing of [seq, end) is missing. */
bool seen_all(const struct seen *seen, uint32_t seq, uint32_t end);
