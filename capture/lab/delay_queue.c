#include "capture/lab/delay_queue.h"

#include <stdlib.h>

#include "core/base/memory.h"

/* Frames up to this size are used again; longer ones are rare. */
#define COMMON_ROOM 2048
#define SPARES_MAX 4096

struct lab_hold {
	struct lab_held **heap; /* the first in time on top */
	size_t count, size;
	uint64_t ordered;
	struct lab_held *spare[SPARES_MAX];
	size_t spares;
};

struct lab_hold *lab_hold_new(void)
{
	return memory_zeroed(1, sizeof(struct lab_hold));
}

void lab_hold_free(struct lab_hold *hold)
{
	if (hold == NULL)
		return;
	for (size_t i = 0; i < hold->count; i++)
		free(hold->heap[i]);
	for (size_t i = 0; i < hold->spares; i++)
		free(hold->spare[i]);
	free(hold->heap);
	free(hold);
}

struct lab_held *lab_hold_room(struct lab_hold *hold, uint32_t len)
{
	if (hold->count == LAB_HELD_MAX)
		return NULL;
	if (len <= COMMON_ROOM && hold->spares > 0)
		return hold->spare[--hold->spares];
	uint32_t room = len <= COMMON_ROOM ? COMMON_ROOM : len;
	struct lab_held *held = memory_new(sizeof(*held) + room);
	held->room = room;
	return held;
}

void lab_hold_spare(struct lab_hold *hold, struct lab_held *held)
{
	if (held->room == COMMON_ROOM && hold->spares < SPARES_MAX)
		hold->spare[hold->spares++] = held;
	else
		free(held);
}

static bool before(const struct lab_held *a, const struct lab_held *b)
{
	return a->due_ns != b->due_ns ? a->due_ns < b->due_ns : a->order < b->order;
}

void lab_hold_put(struct lab_hold *hold, struct lab_held *held)
{
	if (hold->count == hold->size) {
		hold->size = hold->size ? 2 * hold->size : 256;
		hold->heap = memory_resize(hold->heap, hold->size, sizeof(hold->heap[0]));
	}
	held->order = hold->ordered++;
	size_t at = hold->count++;
	while (at > 0 && before(held, hold->heap[(at - 1) / 2])) {
		hold->heap[at] = hold->heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	hold->heap[at] = held;
}

int64_t lab_hold_due(const struct lab_hold *hold)
{
	return hold->count > 0 ? hold->heap[0]->due_ns : INT64_MAX;
}

size_t lab_hold_count(const struct lab_hold *hold)
{
	return hold->count;
}

/* Lets `held` sink from the top to where it belongs. */
static void sink(struct lab_hold *hold, struct lab_held *held)
{
	size_t at = 0;
	for (;;) {
		size_t child = 2 * at + 1;
		if (child >= hold->count)
			break;
		if (child + 1 < hold->count && before(hold->heap[child + 1], hold->heap[child]))
			child++;
		if (!before(hold->heap[child], held))
			break;
		hold->heap[at] = hold->heap[child];
		at = child;
	}
	hold->heap[at] = held;
}

struct lab_held *lab_hold_take(struct lab_hold *hold, int64_t now_ns)
{
	if (hold->count == 0 || hold->heap[0]->due_ns > now_ns)
		return NULL;
	struct lab_held *first = hold->heap[0];
	struct lab_held *last = hold->heap[--hold->count];
	if (hold->count > 0)
		sink(hold, last);
	return first;
}
