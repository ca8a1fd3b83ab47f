#include "core/pool.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

#define CHUNK_SIZE ((size_t)64 << 10)

/* In front of each chunk's pieces. */
struct chunk {
	struct chunk *before;
	char rest[CACHE_LINE - sizeof(struct chunk *)];
};

struct pool {
	size_t size;
	struct chunk *chunk; /* the newest; the others hang on it */
	char *next, *end;    /* of it, what was never taken */
	void **given;        /* each piece begins with the way to the next */
};

struct pool *pool_new(size_t size)
{
	struct pool *pool = memory_zeroed(1, sizeof(*pool));
	pool->size = size;
	return pool;
}

void pool_free(struct pool *pool)
{
	if (pool == NULL)
		return;
	for (struct chunk *chunk = pool->chunk, *before; chunk != NULL; chunk = before) {
		before = chunk->before;
		free(chunk);
	}
	free(pool);
}

static void add_chunk(struct pool *pool)
{
	struct chunk *chunk = memory_aligned(CACHE_LINE, CHUNK_SIZE);
	chunk->before = pool->chunk;
	pool->chunk = chunk;
	pool->next = (char *)(chunk + 1);
	pool->end = (char *)chunk + CHUNK_SIZE;
}

void *pool_take(struct pool *pool)
{
	void *piece = pool->given;
	if (piece != NULL) {
		pool->given = *(void **)piece;
	} else {
		if (pool->size > (size_t)(pool->end - pool->next))
			add_chunk(pool);
		piece = pool->next;
		pool->next += pool->size;
	}
	return memset(piece, 0, pool->size);
}

void pool_give(struct pool *pool, void *piece)
{
	if (piece == NULL)
		return;
	*(void **)piece = pool->given;
	pool->given = piece;
}
