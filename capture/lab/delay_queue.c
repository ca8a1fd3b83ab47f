#include "capture/lab/delay_queue.h"

#include <assert.h>
#include <stdlib.h>

#include "core/base/memory.h"

/* Buffers of this size are recycled; longer frames are rare. */
#define COMMON_ROOM 2048
#define SPARES_MAX 4096

struct delay_queue {
	struct delayed_frame **heap; /* min-heap by due time */
	size_t count, size;
	uint64_t ordered;
	struct delayed_frame *spare[SPARES_MAX];
	size_t spares;
};

struct delay_queue *delay_queue_new(void)
{
	return memory_zeroed(1, sizeof(struct delay_queue));
}

void delay_queue_free(struct delay_queue *queue)
{
	if (queue == NULL)
		return;
	for (size_t i = 0; i < queue->count; i++)
		free(queue->heap[i]);
	for (size_t i = 0; i < queue->spares; i++)
		free(queue->spare[i]);
	free(queue->heap);
	free(queue);
}

struct delayed_frame *delay_queue_frame(struct delay_queue *queue, uint32_t len)
{
	if (queue->count == DELAY_QUEUE_MAX)
		return NULL;
	if (len <= COMMON_ROOM && queue->spares > 0)
		return queue->spare[--queue->spares];
	uint32_t room = len <= COMMON_ROOM ? COMMON_ROOM : len;
	struct delayed_frame *frame = memory_new(sizeof(*frame) + room);
	frame->room = room;
	return frame;
}

void delay_queue_recycle(struct delay_queue *queue, struct delayed_frame *frame)
{
	assert(frame->room >= COMMON_ROOM);
	if (frame->room == COMMON_ROOM && queue->spares < SPARES_MAX)
		queue->spare[queue->spares++] = frame;
	else
		free(frame);
}

static bool before(const struct delayed_frame *a, const struct delayed_frame *b)
{
	return a->due_ns != b->due_ns ? a->due_ns < b->due_ns : a->order < b->order;
}

void delay_queue_add(struct delay_queue *queue, struct delayed_frame *frame)
{
	assert(queue->count < DELAY_QUEUE_MAX);
	if (queue->count == queue->size) {
		queue->size = queue->size ? 2 * queue->size : 256;
		queue->heap = memory_resize(queue->heap, queue->size, sizeof(queue->heap[0]));
	}
	frame->order = queue->ordered++;
	size_t at = queue->count++;
	assert(queue->count <= queue->size);
	while (at > 0 && before(frame, queue->heap[(at - 1) / 2])) {
		queue->heap[at] = queue->heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	queue->heap[at] = frame;
}

int64_t delay_queue_due(const struct delay_queue *queue)
{
	return queue->count > 0 ? queue->heap[0]->due_ns : INT64_MAX;
}

size_t delay_queue_count(const struct delay_queue *queue)
{
	return queue->count;
}

/* Moves `frame` down from the root to its place in the heap. */
static void sink(struct delay_queue *queue, struct delayed_frame *frame)
{
	size_t at = 0;
	for (;;) {
		size_t child = 2 * at + 1;
		if (child >= queue->count)
			break;
		if (child + 1 < queue->count && before(queue->heap[child + 1], queue->heap[child]))
			child++;
		assert(child < queue->count);
		if (!before(queue->heap[child], frame))
			break;
		queue->heap[at] = queue->heap[child];
		at = child;
	}
	queue->heap[at] = frame;
}

struct delayed_frame *delay_queue_take(struct delay_queue *queue, int64_t now_ns)
{
	if (queue->count == 0 || queue->heap[0]->due_ns > now_ns)
		return NULL;
	struct delayed_frame *first = queue->heap[0];
	struct delayed_frame *last = queue->heap[--queue->count];
	assert(!before(last, first));
	if (queue->count > 0)
		sink(queue, last);
	return first;
}
