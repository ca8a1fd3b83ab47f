/* A bounded lock-free ring from one producer thread to one consumer thread.
 *
 * All items have one size and are copied in and out. The producer wakes the consumer through an
 * eventfd, at most once until the consumer calls ring_acknowledge. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct ring;

/* Rounds capacity up to a power of two. Returns NULL with errno if the eventfd cannot be made. */
struct ring *ring_new(size_t capacity, size_t item_size);
void ring_free(struct ring *ring);

/* Producer: copies one item in. Returns false if the ring is full. The consumer sees the item after
 * ring_publish. */
bool ring_push(struct ring *ring, const void *item);
/* Producer: pushes without a copy. Returns the slot of the next item, or NULL if the ring is full;
 * ring_fill pushes what was written there. */
void *ring_slot(struct ring *ring);
void ring_fill(struct ring *ring);
/* Producer: takes back the items that were pushed and not published. */
void ring_take_back(struct ring *ring);
/* Producer: makes pushed items visible and wakes the consumer if it may sleep, even if nothing was
 * pushed. */
void ring_publish(struct ring *ring);
/* Producer: wakes the consumer without publishing. */
void ring_wake(struct ring *ring);
/* Producer: if the ring is full, publishes and waits for a free slot, at most `ms` milliseconds or
 * until ring_release. Returns false if there is none. */
bool ring_wait_room(struct ring *ring, int ms);
/* Consumer: ends the producer's current or next wait, to let it check whether to stop. */
void ring_release(struct ring *ring);

/* Consumer: readable when there are items to take. Owned by the ring. */
int ring_fd(const struct ring *ring);
/* Consumer: announces that it will look for items now; later pushes wake it again. Call before
 * ring_pop. */
void ring_acknowledge(struct ring *ring);
/* Consumer: makes ring_fd readable again as a reminder to itself. */
void ring_recall(struct ring *ring);
/* Consumer: returns the next items in place, up to max; *count is the number of contiguous ones, 0
 * if there are none. They belong to the consumer until ring_drop, which may drop fewer. If items
 * are left then, ring_fd is readable. */
const void *ring_front(const struct ring *ring, size_t max, size_t *count);
void ring_drop(struct ring *ring, size_t count);
/* Consumer: copies up to max items out and returns their number. If items are left, ring_fd is
 * readable. */
size_t ring_pop(struct ring *ring, void *items, size_t max);
