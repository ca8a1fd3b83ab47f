#include "capture/lab/pairing.h"

#include <stdlib.h>

#include "core/base/memory.h"

struct place {
	uint64_t key;
	int64_t time_ns;
	uint32_t value;
	uint32_t next; /* in the same bucket, its index plus 1; 0: none */
	bool used;
};

struct room {
	struct place place[ROOM_PLACES]; /* a circle */
	uint32_t bucket[ROOM_PLACES];    /* index plus 1; 0: empty */
	uint32_t newest;                 /* where the next one goes */
};

struct room *room_new(void)
{
	return memory_zeroed(1, sizeof(struct room));
}

void room_free(struct room *room)
{
	free(room);
}

static uint32_t *bucket_of(struct room *room, uint64_t key)
{
	return &room->bucket[(key * UINT64_C(0x9e3779b97f4a7c15)) >> 48];
}

static void leave(struct room *room, uint32_t index)
{
	uint32_t *link = bucket_of(room, room->place[index].key);
	while (*link != index + 1)
		link = &room->place[*link - 1].next;
	*link = room->place[index].next;
	room->place[index].used = false;
}

void room_put(struct room *room, uint64_t key, int64_t time_ns, uint32_t value)
{
	uint32_t index = room->newest++ % ROOM_PLACES;
	if (room->place[index].used)
		leave(room, index);
	uint32_t *bucket = bucket_of(room, key);
	room->place[index] = (struct place){ key, time_ns, value, *bucket, true };
	*bucket = index + 1;
}

bool room_take(struct room *room, uint64_t key, int64_t time_ns, uint32_t *value)
{
	uint32_t best = 0;
	int64_t nearest = INT64_MAX;
	for (uint32_t i = *bucket_of(room, key); i != 0; i = room->place[i - 1].next) {
		const struct place *p = &room->place[i - 1];
		int64_t far = p->time_ns > time_ns ? p->time_ns - time_ns : time_ns - p->time_ns;
		if (p->key == key && far < nearest) {
			nearest = far;
			best = i;
		}
	}
	if (best == 0)
		return false;
	*value = room->place[best - 1].value;
	leave(room, best - 1);
	return true;
}
