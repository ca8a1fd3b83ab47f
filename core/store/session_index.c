#include "core/store/session_index.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"

/* Marks stored in the record itself: enough for most sessions. */
#define MARKS_FEW 4

/* The packet at [i - moved] has the ordinal (i + 1) * INDEX_STRIDE + 1. */
struct marks {
	union {
		uint32_t few[MARKS_FEW];
		uint32_t *more; /* holds more than MARKS_FEW marks; owned */
	};
	uint32_t count, room;
	uint32_t forgotten; /* how many of all marks are forgotten, the first ones */
	uint32_t moved;     /* how many of those are no longer stored */
};

struct session_index {
	struct marks *slot; /* slot 0 is unused */
	uint32_t slots, room;
	uint32_t free; /* head of the list of free slots, linked by their count; 0: none */
};

static uint32_t *packets_of(struct marks *marks)
{
	return marks->room > MARKS_FEW ? marks->more : marks->few;
}

static void marks_free(struct marks *marks)
{
	if (marks->room > MARKS_FEW)
		free(marks->more);
}

struct session_index *session_index_new(void)
{
	struct session_index *index = memory_zeroed(1, sizeof(*index));
	index->slots = 1;
	return index;
}

void session_index_free(struct session_index *index)
{
	if (index == NULL)
		return;
	for (uint32_t i = 1; i < index->slots; i++)
		marks_free(&index->slot[i]);
	free(index->slot);
	free(index);
}

static uint32_t new_slot(struct session_index *index)
{
	uint32_t again = index->free;
	assert(again < index->slots);
	if (again != 0) {
		index->free = index->slot[again].count;
		index->slot[again] = (struct marks){ .room = MARKS_FEW };
		return again;
	}
	if (index->slots >= index->room) {
		index->room = index->room > 0 ? index->room * 2 : 64;
		index->slot = memory_resize(index->slot, index->room, sizeof(*index->slot));
	}
	index->slot[index->slots] = (struct marks){ .room = MARKS_FEW };
	return index->slots++;
}

static void grow(struct marks *marks)
{
	assert(marks->count == marks->room && marks->room >= MARKS_FEW);
	uint32_t room = marks->room * 2;
	uint32_t *old = marks->room > MARKS_FEW ? marks->more : NULL;
	uint32_t *more = memory_resize(old, room, sizeof(*more));
	if (old == NULL)
		memcpy(more, marks->few, sizeof(marks->few));
	marks->more = more;
	marks->room = room;
}

void session_index_add(
    struct session_index *index, uint32_t *slot, uint32_t ordinal, uint32_t packet)
{
	if (ordinal == 1 || (ordinal - 1) % INDEX_STRIDE != 0)
		return;
	if (*slot == 0)
		*slot = new_slot(index);
	struct marks *marks = &index->slot[*slot];
	assert(*slot < index->slots && marks->count < UINT32_MAX / INDEX_STRIDE);
	assert(marks->count + marks->moved + 1 == (ordinal - 1) / INDEX_STRIDE);
	if (marks->count == marks->room)
		grow(marks);
	packets_of(marks)[marks->count++] = packet;
}

/* Moving only when half of the array is unused moves each mark once on average. */
static void close_up(struct marks *marks)
{
	uint32_t gone = marks->forgotten - marks->moved;
	assert(marks->forgotten >= marks->moved && gone <= marks->count);
	if (gone <= marks->room / 2)
		return;
	uint32_t *packet = packets_of(marks);
	memmove(packet, packet + gone, (marks->count - gone) * sizeof(*packet));
	marks->count -= gone;
	marks->moved = marks->forgotten;
}

void session_index_forget(struct session_index *index, uint32_t slot, uint32_t before)
{
	if (slot == 0)
		return;
	struct marks *marks = &index->slot[slot];
	uint32_t i = marks->forgotten - marks->moved;
	assert(slot < index->slots && i <= marks->count);
	while (i < marks->count && packets_of(marks)[i] < before)
		i++;
	marks->forgotten = i + marks->moved;
	close_up(marks);
}

void session_index_release(struct session_index *index, uint32_t slot)
{
	assert(slot < index->slots);
	if (slot == 0)
		return;
	marks_free(&index->slot[slot]);
	index->slot[slot] = (struct marks){ .count = index->free };
	index->free = slot;
}

struct index_mark session_index_before(
    const struct session_index *index, uint32_t slot, uint32_t ordinal)
{
	uint32_t i = (ordinal - 1) / INDEX_STRIDE;
	assert(ordinal > 0 && slot < index->slots);
	if (slot == 0 || i <= index->slot[slot].forgotten)
		return (struct index_mark){ 0, 1 };
	struct marks *marks = &index->slot[slot];
	assert(i - 1 - marks->moved < marks->count);
	return (struct index_mark){ packets_of(marks)[i - 1 - marks->moved], i * INDEX_STRIDE + 1 };
}

struct index_mark session_index_find(
    const struct session_index *index, uint32_t slot, uint32_t packet)
{
	if (slot == 0)
		return (struct index_mark){ 0, 1 };
	struct marks *marks = &index->slot[slot];
	const uint32_t *packet_at = packets_of(marks);
	uint32_t least = marks->forgotten - marks->moved;
	assert(slot < index->slots && least <= marks->count);
	uint32_t low = least, high = marks->count; /* number of marks at or before the packet */
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (packet_at[middle] <= packet)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == least)
		return (struct index_mark){ 0, 1 };
	return (struct index_mark){ packet_at[low - 1], (low + marks->moved) * INDEX_STRIDE + 1 };
}
