/* Which frames of a source were put together, so that they can be read back together. Few are: one
 * thread adds, another asks, and a lock keeps them apart. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct joined;

struct joined *joined_new(void);
/* NULL is fine. */
void joined_free(struct joined *j);

/* The frame at an offset completes a packet whose pieces are in the frames at these, itself among
 * them; of such that were put together themselves the pieces are taken. Offsets come in
 * about ascending order; one that comes again takes the place of the first. */
void joined_add(struct joined *j, uint64_t offset, const uint64_t *pieces, uint32_t count);
/* The frames that make up the packet of the one at an offset, in order; *count is how many. NULL
 * for one that stands for itself. The caller frees it. */
uint64_t *joined_find(struct joined *j, uint64_t offset, uint32_t *count);
/* Forgets the frames before an offset. */
void joined_forget(struct joined *j, uint64_t before);
