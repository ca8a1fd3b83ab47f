#include "capture/os/ring.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "core/base/assertions.h"
#include "core/base/memory.h"
#include "core/base/pool.h"

/* Counters run freely and wrap; the low bits select the slot. The padding keeps data that one
 * thread writes off the cache lines that the other thread writes. */
struct ring {
	char *items;
	size_t item_size;
	size_t mask;
	int data_fd; /* eventfd that wakes the consumer */
	int room_fd; /* eventfd that wakes the producer */

	char gap_before_producer[CACHE_LINE];
	size_t pushed;     /* producer only: pushed, perhaps not published yet */
	size_t seen_taken; /* producer only: last known value of `taken` */

	char gap_before_published[CACHE_LINE];
	atomic_size_t published;
	atomic_bool signalled; /* data_fd is readable, or about to be */

	char gap_before_taken[CACHE_LINE];
	atomic_size_t taken;
	atomic_bool waiting; /* the producer sleeps on room_fd */
};

static size_t round_up(size_t n)
{
	size_t power = 1;
	while (power < n)
		power *= 2;
	return power;
}

struct ring *ring_new(size_t capacity, size_t item_size)
{
	assert(capacity > 0 && item_size > 0);
	int data = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (data < 0)
		return NULL;
	int room = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (room < 0) {
		close(data);
		return NULL;
	}
	size_t slots = round_up(capacity);
	assert(slots >= capacity && (slots & (slots - 1)) == 0);
	struct ring *ring = memory_zeroed(1, sizeof(*ring));
	/* Items that are whole cache lines must start at one. */
	ring->items =
	    memory_aligned(CACHE_LINE, (slots * item_size + CACHE_LINE - 1) & -CACHE_LINE);
	ring->item_size = item_size;
	ring->mask = slots - 1;
	ring->data_fd = data;
	ring->room_fd = room;
	return ring;
}

void ring_free(struct ring *ring)
{
	if (ring == NULL)
		return;
	close(ring->data_fd);
	close(ring->room_fd);
	free(ring->items);
	free(ring);
}

static void wake(int fd)
{
	/* The write fails only if the counter is at its limit; then the descriptor is readable
	 * anyway. */
	ssize_t written = write(fd, &(uint64_t){ 1 }, sizeof(uint64_t));
	(void)written;
}

static void drain(int fd)
{
	uint64_t count;
	ssize_t got = read(fd, &count, sizeof(count));
	(void)got;
}

static bool is_full(struct ring *ring)
{
	assert_costly(ring->pushed - ring->seen_taken <= ring->mask + 1);
	if (ring->pushed - ring->seen_taken <= ring->mask)
		return false;
	ring->seen_taken = atomic_load_explicit(&ring->taken, memory_order_acquire);
	return ring->pushed - ring->seen_taken > ring->mask;
}

void *ring_slot(struct ring *ring)
{
	if (is_full(ring))
		return NULL;
	return ring->items + (ring->pushed & ring->mask) * ring->item_size;
}

void ring_fill(struct ring *ring)
{
	assert_costly(ring->pushed - ring->seen_taken <= ring->mask);
	ring->pushed++;
}

void ring_take_back(struct ring *ring)
{
	ring->pushed = atomic_load_explicit(&ring->published, memory_order_relaxed);
}

bool ring_push(struct ring *ring, const void *item)
{
	void *slot = ring_slot(ring);
	if (slot == NULL)
		return false;
	memcpy(slot, item, ring->item_size);
	ring_fill(ring);
	return true;
}

static void signal_consumer(struct ring *ring)
{
	if (!atomic_exchange(&ring->signalled, true))
		wake(ring->data_fd);
}

void ring_publish(struct ring *ring)
{
	atomic_store(&ring->published, ring->pushed);
	signal_consumer(ring);
}

void ring_wake(struct ring *ring)
{
	signal_consumer(ring);
}

bool ring_wait_room(struct ring *ring, int ms)
{
	if (!is_full(ring))
		return true;
	/* The consumer can only free what is published. */
	ring_publish(ring);
	atomic_store(&ring->waiting, true);
	/* The consumer may have freed slots before it could see `waiting`. */
	ring->seen_taken = atomic_load(&ring->taken);
	if (is_full(ring)) {
		struct pollfd room = { .fd = ring->room_fd, .events = POLLIN };
		poll(&room, 1, ms);
	}
	atomic_store(&ring->waiting, false);
	drain(ring->room_fd);
	return !is_full(ring);
}

void ring_release(struct ring *ring)
{
	wake(ring->room_fd);
}

int ring_fd(const struct ring *ring)
{
	return ring->data_fd;
}

void ring_acknowledge(struct ring *ring)
{
	drain(ring->data_fd);
	/* An exchange, not a store: it orders this pop after the publication whose signal it
	 * clears. */
	atomic_exchange(&ring->signalled, false);
}

void ring_recall(struct ring *ring)
{
	signal_consumer(ring);
}

/* Wakes the producer only when half of the ring is free: it then works in long runs. */
static void signal_producer(struct ring *ring, size_t left)
{
	if (left <= ring->mask / 2 && atomic_load(&ring->waiting) &&
	    atomic_exchange(&ring->waiting, false))
		wake(ring->room_fd);
}

const void *ring_front(const struct ring *ring, size_t max, size_t *count)
{
	size_t taken = atomic_load_explicit(&ring->taken, memory_order_relaxed);
	size_t ready = atomic_load(&ring->published) - taken;
	size_t start = taken & ring->mask, in_one = ring->mask + 1 - start;
	assert(ready <= ring->mask + 1);
	if (ready > in_one)
		ready = in_one;
	*count = ready < max ? ready : max;
	return ring->items + start * ring->item_size;
}

void ring_drop(struct ring *ring, size_t count)
{
	size_t taken = atomic_load_explicit(&ring->taken, memory_order_relaxed);
	size_t ready = atomic_load(&ring->published) - taken;
	assert(count <= ready);
	atomic_store(&ring->taken, taken + count);
	if (count < ready)
		signal_consumer(ring);
	signal_producer(ring, ready - count);
}

size_t ring_pop(struct ring *ring, void *items, size_t max)
{
	size_t popped = 0, count;
	/* Two copies if the items wrap around the end of the ring. */
	for (unsigned part = 0; part < 2; part++) {
		const void *from = ring_front(ring, max - popped, &count);
		if (count == 0)
			break;
		memcpy((char *)items + popped * ring->item_size, from, count * ring->item_size);
		ring_drop(ring, count);
		popped += count;
	}
	return popped;
}
