/* A set of packet numbers, one bit each. Members are found in order without a look at the rest.
 * Used by core/model/model.c. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Zeroed is empty. Only the functions below use the members. */
struct numberset {
	uint64_t *word; /* owned */
	size_t words;   /* allocated length */
	size_t first;   /* index of word[0] if no words had been forgotten */
	uint32_t least; /* lower numbers are forgotten */
};

void numberset_free(struct numberset *set);
/* The number must not be one that was forgotten. */
void numberset_add(struct numberset *set, uint32_t number);
/* Removes a number, whether it is a member or not; one that was forgotten stays forgotten. */
void numberset_remove(struct numberset *set, uint32_t number);
/* Forgets all numbers below `before`; their memory is reused. */
void numberset_forget(struct numberset *set, uint32_t before);

/* Return the first member above a number, and the last one below it; 0 if there is none. Number 0
 * is never a member. */
uint32_t numberset_after(const struct numberset *set, uint32_t number);
uint32_t numberset_before(const struct numberset *set, uint32_t number);
