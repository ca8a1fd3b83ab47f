/* Frames on their way: copies that wait until they are due, in the order in which they are. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/wire.h"

/* More than that in one direction do not fit (a second of full segments at 780 Mbit/s). */
#define DELAY_QUEUE_MAX 65536

/* A frame that waits. */
struct delayed_frame {
	int64_t due_ns;
	uint64_t order; /* of equals, the first first */
	struct fate fate;
	bool told; /* the fate is of interest: it is TCP */
	struct lab_offload offload;
	uint32_t room; /* of `bytes` */
	uint32_t len;
	uint8_t bytes[];
};

struct delay_queue;

struct delay_queue *delay_queue_new(void);
/* With all that waits. */
void delay_queue_free(struct delay_queue *queue);

/* A frame with room for len bytes, to be filled in and given to delay_queue_add or delay_queue_recycle.
 * NULL when DELAY_QUEUE_MAX wait already. */
struct delayed_frame *delay_queue_frame(struct delay_queue *queue, uint32_t len);
void delay_queue_add(struct delay_queue *queue, struct delayed_frame *frame);
/* Takes back a frame that is done with, to use it again. */
void delay_queue_recycle(struct delay_queue *queue, struct delayed_frame *frame);

/* When the first is due; INT64_MAX when none waits. */
int64_t delay_queue_due(const struct delay_queue *queue);
/* Takes the first if it is due at now_ns, else NULL. */
struct delayed_frame *delay_queue_take(struct delay_queue *queue, int64_t now_ns);
size_t delay_queue_count(const struct delay_queue *queue);
