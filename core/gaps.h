/* The holes of one direction: byte ranges below the highest number sent that the capture has not seen.
 *
 * Bounded: beyond GAPS_MAX the oldest hole is forgotten, as if it had been filled. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define GAPS_MAX 32

struct gap {
	uint32_t start, end; /* raw sequence numbers, end exclusive */
	int64_t opened_ns;   /* when the segment behind it was seen */
};

/* Sorted by sequence number; ranges neither touch nor overlap. */
struct gaps {
	unsigned count;
	struct gap gap[GAPS_MAX];
};

/* A hole opened at the front of the stream. *gaps is allocated on first use and owned by the caller, who frees it. */
void gaps_open(struct gaps **gaps, uint32_t start, uint32_t end, int64_t now_ns);

/* Takes [start, end) out of the holes. Returns how many bytes that filled; *opened_ns (may be NULL) is when the
 * first of the holes it filled was opened. gaps may be NULL. */
uint32_t gaps_fill(struct gaps *gaps, uint32_t start, uint32_t end, int64_t *opened_ns);

/* Forgets holes below `before`: acknowledged, so they were filled elsewhere. */
void gaps_forget(struct gaps *gaps, uint32_t before);

/* Whether a byte of [start, end) is missing. */
bool gaps_touch(const struct gaps *gaps, uint32_t start, uint32_t end);
