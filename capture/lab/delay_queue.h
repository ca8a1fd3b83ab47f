/* Frames on their way: copies that wait until they are due, in the order in which they are. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/wire.h"

/* More than that in one direction do not fit (a second of full segments at 780 Mbit/s). */
#define LAB_HELD_MAX 65536

/* A frame that waits. */
struct lab_held {
	int64_t due_ns;
	uint64_t order; /* of equals, the first first */
	struct fate fate;
	bool told; /* the fate is of interest: it is TCP */
	struct lab_offload offload;
	uint32_t room; /* of `bytes` */
	uint32_t len;
	uint8_t bytes[];
};

struct lab_hold;

struct lab_hold *lab_hold_new(void);
/* With all that waits. */
void lab_hold_free(struct lab_hold *hold);

/* A frame with room for len bytes, to be filled in and given to lab_hold_put or lab_hold_spare.
 * NULL when LAB_HELD_MAX wait already. */
struct lab_held *lab_hold_room(struct lab_hold *hold, uint32_t len);
void lab_hold_put(struct lab_hold *hold, struct lab_held *held);
/* Takes back a frame that is done with, to use it again. */
void lab_hold_spare(struct lab_hold *hold, struct lab_held *held);

/* When the first is due; INT64_MAX when none waits. */
int64_t lab_hold_due(const struct lab_hold *hold);
/* Takes the first if it is due at now_ns, else NULL. */
struct lab_held *lab_hold_take(struct lab_hold *hold, int64_t now_ns);
size_t lab_hold_count(const struct lab_hold *hold);
