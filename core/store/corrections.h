/* The packets whose notes changed after they were added, in order: for those who look at packets
 * once, as they come. For core/track and core/model. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The newest are kept; a power of two. */
#define CORRECTIONS_KEPT 1024

/* Zeroed, there are none. */
struct corrections {
	uint64_t count; /* there ever were */
	uint32_t packet[CORRECTIONS_KEPT];
};

static inline void corrections_add(struct corrections *c, uint32_t packet)
{
	c->packet[c->count++ % CORRECTIONS_KEPT] = packet;
}

/* Reads the n-th correction, from 0. Returns false if it is not kept. */
static inline bool corrections_at(const struct corrections *c, uint64_t n, uint32_t *packet)
{
	if (n >= c->count || c->count - n > CORRECTIONS_KEPT)
		return false;
	*packet = c->packet[n % CORRECTIONS_KEPT];
	return true;
}
