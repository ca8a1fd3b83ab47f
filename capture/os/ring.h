/* A bounded ring from one producer thread to one consumer thread, without locks.
 *
 * Items are copied in and out; all have one size. The producer wakes the consumer through an
 * eventfd, at most once until the consumer has looked. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct ring;

/* capacity is rounded up to a power of two. NULL with errno when the eventfd cannot be made. */
struct ring *ring_new(size_t capacity, size_t item_size);
void ring_free(struct ring *ring);

/* Producer: copies one item in; false when the ring is full. Not seen by the consumer before
 * ring_publish. */
bool ring_push(struct ring *ring, const void *item);
/* Producer: the same without a copy: the place of the next item, or NULL when the ring is full;
 * what was written there is pushed by ring_fill. */
void *ring_slot(struct ring *ring);
void ring_fill(struct ring *ring);
/* Producer: takes back what was pushed and not published. */
void ring_take_back(struct ring *ring);
/* Producer: makes what was pushed visible and wakes the consumer if it may sleep, also when nothing
 * was pushed. */
void ring_publish(struct ring *ring);
/* Producer: wakes the consumer alone. */
void ring_wake(struct ring *ring);
/* Producer: when the ring is full, publishes and waits until there is room again, at most `ms`, or
 * until ring_release. False when there is none. */
bool ring_wait_room(struct ring *ring, int ms);
/* Consumer: ends a wait of the producer, now or the next one, so that it can see that it
 * should stop. */
void ring_release(struct ring *ring);

/* Consumer: readable when there is something to take. Owned by the ring. */
int ring_fd(const struct ring *ring);
/* Consumer: says that it looks now, so that later pushes wake it again. Call before ring_pop. */
void ring_acknowledge(struct ring *ring);
/* Consumer: makes ring_fd readable again, for itself to come back. */
void ring_recall(struct ring *ring);
/* Consumer: the next items where they lie, up to max; *count is how many lie there one after the
 * other, 0 when there are none. They are the consumer's until ring_drop, which may drop fewer. When
 * some are left then, ring_fd is readable. */
const void *ring_front(const struct ring *ring, size_t max, size_t *count);
void ring_drop(struct ring *ring, size_t count);
/* Consumer: copies up to max items out; returns how many. When some are left, ring_fd
 * is readable. */
size_t ring_pop(struct ring *ring, void *items, size_t max);
