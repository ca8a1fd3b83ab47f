/* A set of packet numbers, a bit each, whose members are found one after the other without looking
 * at the rest. For core/model/model.c. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* Zeroed is empty. The members are for the functions below alone. */
struct numberset {
	uint64_t *word; /* owned */
	size_t words;   /* that there is room for */
	size_t first;   /* which word word[0] would be, were the forgotten ones still there */
	uint32_t least; /* numbers below are forgotten */
};

void numberset_free(struct numberset *set);
/* Numbers below those forgotten must not be added. */
void numberset_add(struct numberset *set, uint32_t number);
/* Forgets all numbers below one; their room is used again. */
void numberset_forget(struct numberset *set, uint32_t before);

/* The first member above, and the last below a number; 0 when there is none. Number 0 is
 * never a member. */
uint32_t numberset_after(const struct numberset *set, uint32_t number);
uint32_t numberset_before(const struct numberset *set, uint32_t number);
