/* The holes of one direction: ranges below the highest sequence number seen that the capture has
 * not seen (RFC 6675).
 *
 * Bounded: with more than GAPS_MAX holes the oldest is forgotten, as if it had been filled. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define GAPS_MAX 32

struct gap {
	uint32_t start, end; /* raw sequence numbers, end exclusive */
	int64_t opened_ns;   /* time of the segment above the hole */
	uint32_t opened_by;  /* packet of that segment */
	uint32_t ts_val;     /* its timestamp, or 0 */
	uint16_t ip_id;      /* its IP identification, or 0 */
	/* In `missed` of struct lacks the opener is the ACK, ts_val what it echoes, and this the
	 * packet above the hole, or 0. */
	uint32_t beyond;
};

/* Sorted by sequence number; ranges neither touch nor overlap. */
struct gaps {
	unsigned count;
	struct gap gap[GAPS_MAX];
};

/* Adds a hole above all others. Allocates *gaps on first use; the caller owns and frees it. */
void gaps_open(struct gaps **gaps, struct gap gap);

/* Removes [start, end) from the holes. Returns how many sequence numbers of holes that filled;
 * *hole, unless NULL, becomes a copy of the first hole filled, as it was before. gaps may be
 * NULL. */
uint32_t gaps_fill(struct gaps *gaps, uint32_t start, uint32_t end, struct gap *hole);

/* Forgets holes below `before`, which is acknowledged: those bytes arrived unseen. */
void gaps_forget(struct gaps *gaps, uint32_t before);

/* Returns true if a byte of [start, end) is in a hole. */
bool gaps_touch(const struct gaps *gaps, uint32_t start, uint32_t end);
