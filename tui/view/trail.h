/* The segments that the user came from by jumps, to go back and forward again. */
#pragma once

#include <stdint.h>

#define TRAIL_MOST 64

/* Empty when zeroed. */
struct trail {
	uint32_t packet[TRAIL_MOST]; /* oldest first */
	unsigned count;
	unsigned at; /* place of the selected segment among them; count: it is not yet one */
};

/* Remembers the segment that a jump leaves. Segments forward of it are dropped. */
void trail_leave(struct trail *t, uint32_t here);
/* Return the segment one jump back or forward, none older than `oldest`; 0 if there is none. */
uint32_t trail_back(struct trail *t, uint32_t here, uint32_t oldest);
uint32_t trail_forward(struct trail *t);
