#include "capture/lab/pairing.h"

#include <stdlib.h>

#include "core/base/memory.h"

struct place {
	uint64_t key;
	int64_t time_ns;
	uint32_t value;
	uint32_t next; /* index plus 1 of the next in the same bucket; 0: none */
	bool used;
};

struct pairing {
	struct place place[PAIRING_PLACES]; /* ring buffer */
	uint32_t bucket[PAIRING_PLACES];    /* index plus 1; 0: empty */
	uint32_t newest;                    /* index for the next item */
};

struct pairing *pairing_new(void)
{
	return memory_zeroed(1, sizeof(struct pairing));
}

void pairing_free(struct pairing *pairing)
{
	free(pairing);
}

static uint32_t *bucket_of(struct pairing *pairing, uint64_t key)
{
	return &pairing->bucket[(key * UINT64_C(0x9e3779b97f4a7c15)) >> 48];
}

static void leave(struct pairing *pairing, uint32_t index)
{
	uint32_t *link = bucket_of(pairing, pairing->place[index].key);
	while (*link != index + 1)
		link = &pairing->place[*link - 1].next;
	*link = pairing->place[index].next;
	pairing->place[index].used = false;
}

void pairing_put(struct pairing *pairing, uint64_t key, int64_t time_ns, uint32_t value)
{
	uint32_t index = pairing->newest++ % PAIRING_PLACES;
	if (pairing->place[index].used)
		leave(pairing, index);
	uint32_t *bucket = bucket_of(pairing, key);
	pairing->place[index] = (struct place){ key, time_ns, value, *bucket, true };
	*bucket = index + 1;
}

bool pairing_take(struct pairing *pairing, uint64_t key, int64_t time_ns, uint32_t *value)
{
	uint32_t best = 0;
	int64_t nearest = INT64_MAX;
	for (uint32_t i = *bucket_of(pairing, key); i != 0; i = pairing->place[i - 1].next) {
		const struct place *p = &pairing->place[i - 1];
		int64_t far = p->time_ns > time_ns ? p->time_ns - time_ns : time_ns - p->time_ns;
		if (p->key == key && far < nearest) {
			nearest = far;
			best = i;
		}
	}
	if (best == 0)
		return false;
	*value = pairing->place[best - 1].value;
	leave(pairing, best - 1);
	return true;
}
