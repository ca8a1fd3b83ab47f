#include "capture/source/places.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "core/base/memory.h"

struct block {
	uint32_t file, block;
};

struct places {
	pthread_mutex_t lock;
	struct places_run *run;
	struct block *block;
	uint32_t runs, run_room, blocks, block_room;
};

struct places *places_new(void)
{
	struct places *p = memory_zeroed(1, sizeof(*p));
	pthread_mutex_init(&p->lock, NULL);
	return p;
}

void places_free(struct places *p)
{
	if (p == NULL)
		return;
	pthread_mutex_destroy(&p->lock);
	free(p->run);
	free(p->block);
	free(p);
}

void places_add_frame(struct places *p, uint32_t frame, uint32_t file, uint32_t file_frame)
{
	/* Only this thread changes the runs. */
	if (p->runs > 0 && p->run[p->runs - 1].file == file)
		return;
	pthread_mutex_lock(&p->lock);
	if (p->runs == p->run_room) {
		p->run_room = p->run_room == 0 ? 64 : p->run_room * 2;
		p->run = memory_resize(p->run, p->run_room, sizeof(*p->run));
	}
	p->run[p->runs++] = (struct places_run){ frame, file, file_frame };
	pthread_mutex_unlock(&p->lock);
}

uint32_t places_add_block(struct places *p, uint32_t file, uint32_t block)
{
	pthread_mutex_lock(&p->lock);
	if (p->blocks == p->block_room) {
		p->block_room = p->block_room == 0 ? 64 : p->block_room * 2;
		p->block = memory_resize(p->block, p->block_room, sizeof(*p->block));
	}
	uint32_t number = p->blocks++;
	p->block[number] = (struct block){ file, block };
	pthread_mutex_unlock(&p->lock);
	return number;
}

struct places_run places_find_frame(struct places *p, uint32_t frame)
{
	struct places_run found = { 0 };
	pthread_mutex_lock(&p->lock);
	uint32_t low = 0, high = p->runs;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (p->run[middle].frame <= frame)
			low = middle + 1;
		else
			high = middle;
	}
	if (low > 0)
		found = p->run[low - 1];
	pthread_mutex_unlock(&p->lock);
	return found;
}

bool places_run(struct places *p, uint32_t n, struct places_run *out)
{
	pthread_mutex_lock(&p->lock);
	bool there = n < p->runs;
	if (there)
		*out = p->run[n];
	pthread_mutex_unlock(&p->lock);
	return there;
}

uint64_t places_find_offset(struct places *p, uint64_t offset, uint32_t *file)
{
	uint64_t number = offset >> PLACES_BLOCK_BITS;
	pthread_mutex_lock(&p->lock);
	assert(number < p->blocks);
	struct block block = p->block[number];
	pthread_mutex_unlock(&p->lock);
	*file = block.file;
	return (uint64_t)block.block << PLACES_BLOCK_BITS |
	       (offset & ((UINT64_C(1) << PLACES_BLOCK_BITS) - 1));
}
