/* The holes of one direction: byte ranges below the highest number sent that the capture
 * has not seen.
 *
 * Bounded: beyond GAPS_MAX the oldest hole is forgotten, as if it had been filled. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define GAPS_MAX 32

struct gap {
	uint32_t start, end; /* raw sequence numbers, end exclusive */
	int64_t opened_ns;   /* when the segment behind it was seen */
	uint32_t opened_by;  /* that segment's packet */
	uint32_t ts_val;     /* its timestamp, or 0 */
	uint16_t ip_id;      /* its IP identification, or 0 */
};

/* Sorted by sequence number; ranges neither touch nor overlap. */
struct gaps {
	unsigned count;
	struct gap gap[GAPS_MAX];
};

/* A hole opened at the front of the stream. *gaps is allocated on first use and owned by the
 * caller, who frees it. */
void gaps_open(struct gaps **gaps, struct gap gap);

/* Takes [start, end) out of the holes. Returns how many numbers that filled; *hole (may be NULL) is
 * the first of the holes it filled, as it was. gaps may be NULL. */
uint32_t gaps_fill(struct gaps *gaps, uint32_t start, uint32_t end, struct gap *hole);

/* Forgets holes below `before`: acknowledged, so they were filled elsewhere. */
void gaps_forget(struct gaps *gaps, uint32_t before);

/* Whether a byte of [start, end) is missing. */
bool gaps_touch(const struct gaps *gaps, uint32_t start, uint32_t end);
