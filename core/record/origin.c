#include "core/record/origin.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"

#define CHUNK 256
#define SLOTS_FIRST 256

struct slot {
	uint64_t key; /* 0: free */
	uint16_t number;
};

/* Open addressing; the adding thread's alone. */
struct slots {
	struct slot *slot;
	uint32_t count, used; /* a power of two */
};

struct origins {
	struct origin *chunk[(UINT16_MAX + 1) / CHUNK]; /* never move */
	uint32_t count;
	struct slots origins, paths;
	uint16_t path_count;
};

static struct slot *slot_for(const struct slots *s, uint64_t key)
{
	uint64_t i = key ^ key >> 32;
	while (s->slot[i & (s->count - 1)].key != 0 && s->slot[i & (s->count - 1)].key != key)
		i++;
	return &s->slot[i & (s->count - 1)];
}

static void slots_begin(struct slots *s)
{
	s->count = SLOTS_FIRST;
	s->slot = memory_zeroed(s->count, sizeof(*s->slot));
}

static void slots_put(struct slots *s, uint64_t key, uint16_t number)
{
	if (s->used >= s->count / 2) {
		struct slots old = *s;
		s->count *= 2;
		s->slot = memory_zeroed(s->count, sizeof(*s->slot));
		for (uint32_t i = 0; i < old.count; i++)
			if (old.slot[i].key != 0)
				*slot_for(s, old.slot[i].key) = old.slot[i];
		free(old.slot);
	}
	*slot_for(s, key) = (struct slot){ key, number };
	s->used++;
}

static void put(
    struct origins *o, uint16_t number, uint16_t path, const char *via, uint16_t interface)
{
	struct origin **chunk = &o->chunk[number / CHUNK];
	if (*chunk == NULL)
		*chunk = memory_zeroed(CHUNK, sizeof(**chunk));
	size_t size = strlen(via) + 1;
	(*chunk)[number % CHUNK] =
	    (struct origin){ memcpy(memory_new(size), via, size), path, interface };
}

struct origins *origins_new(void)
{
	struct origins *o = memory_zeroed(1, sizeof(*o));
	slots_begin(&o->origins);
	slots_begin(&o->paths);
	put(o, 0, 0, "", 0);
	put(o, ORIGIN_OTHERS, 0, "more tunnels than can be told apart", 0);
	o->count = 1;
	return o;
}

void origins_free(struct origins *o)
{
	if (o == NULL)
		return;
	for (size_t i = 0; i < sizeof(o->chunk) / sizeof(*o->chunk); i++) {
		for (size_t j = 0; o->chunk[i] != NULL && j < CHUNK; j++)
			free(o->chunk[i][j].via);
		free(o->chunk[i]);
	}
	free(o->origins.slot);
	free(o->paths.slot);
	free(o);
}

uint16_t origins_find(const struct origins *o, uint64_t key)
{
	const struct slot *slot = slot_for(&o->origins, key);
	return slot->key == key ? slot->number : 0;
}

static uint16_t path_for(struct origins *o, uint64_t key)
{
	if (key == 0)
		return 0;
	const struct slot *slot = slot_for(&o->paths, key);
	if (slot->key == key)
		return slot->number;
	/* There are no more paths than origins, which end before PATH_UNSEEN. */
	slots_put(&o->paths, key, ++o->path_count);
	return o->path_count;
}

uint16_t origins_add(
    struct origins *o, uint64_t key, uint64_t path_key, const char *via, uint16_t interface)
{
	assert(key != 0 && origins_find(o, key) == 0);
	if (o->count >= ORIGIN_OTHERS)
		return ORIGIN_OTHERS;
	uint16_t number = (uint16_t)o->count++;
	put(o, number, path_for(o, path_key), via, interface);
	slots_put(&o->origins, key, number);
	return number;
}

const struct origin *origins_at(const struct origins *o, uint16_t origin)
{
	assert(o->chunk[origin / CHUNK] != NULL);
	return &o->chunk[origin / CHUNK][origin % CHUNK];
}
