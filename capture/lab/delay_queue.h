/* Frames in transit: copies, ordered by the time when they are due. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/wire.h"

/* Capacity in frames per direction: one second of full-sized segments at 780 Mbit/s. */
#define DELAY_QUEUE_MAX 65536

/* A frame in the queue. */
struct delayed_frame {
	int64_t due_ns;
	uint64_t order; /* first in, first out among equal due times */
	struct fate fate;
	bool told; /* the fate is logged: it is a TCP segment */
	struct lab_offload offload;
	uint32_t room; /* size of `bytes` */
	uint32_t len;
	uint8_t bytes[];
};

struct delay_queue;

struct delay_queue *delay_queue_new(void);
/* Frees the queue and its frames. NULL is fine. */
void delay_queue_free(struct delay_queue *queue);

/* Returns a frame with space for len bytes, to fill in and pass to delay_queue_add or
 * delay_queue_recycle; NULL if DELAY_QUEUE_MAX frames are queued. */
struct delayed_frame *delay_queue_frame(struct delay_queue *queue, uint32_t len);
void delay_queue_add(struct delay_queue *queue, struct delayed_frame *frame);
/* Takes back a frame for reuse. */
void delay_queue_recycle(struct delay_queue *queue, struct delayed_frame *frame);

/* Returns when the first frame is due; INT64_MAX if the queue is empty. */
int64_t delay_queue_due(const struct delay_queue *queue);
/* Removes and returns the first frame if it is due at now_ns, else NULL. */
struct delayed_frame *delay_queue_take(struct delay_queue *queue, int64_t now_ns);
size_t delay_queue_count(const struct delay_queue *queue);
