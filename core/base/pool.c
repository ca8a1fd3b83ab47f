#include "core/base/pool.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"

#define CHUNK_SIZE ((size_t)64 << 10)

/* Chunks live as long as the pool, so the address sanitizer must learn which pieces are free. */
#if defined(__has_feature)
#define IS_SANITIZED __has_feature(address_sanitizer)
#elif defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif
#if IS_SANITIZED
void __asan_poison_memory_region(const volatile void *from, size_t size);
void __asan_unpoison_memory_region(const volatile void *from, size_t size);
#define HIDE(from, size) __asan_poison_memory_region(from, size)
#define SHOW(from, size) __asan_unpoison_memory_region(from, size)
#else
#define HIDE(from, size) ((void)0)
#define SHOW(from, size) ((void)0)
#endif

/* The header of a chunk; its pieces follow. */
struct chunk {
	struct chunk *before;
	char rest[CACHE_LINE - sizeof(struct chunk *)];
};

struct pool {
	size_t size;
	struct chunk *chunk; /* the newest; each links to the one before */
	char *next, *end;    /* the part of the newest chunk that was never handed out */
	void **given;        /* free list: each free piece starts with a pointer to the next */
};

struct pool *pool_new(size_t size)
{
	assert(size > 0 && size % CACHE_LINE == 0 && size <= CHUNK_SIZE - sizeof(struct chunk));
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
		SHOW(chunk, CHUNK_SIZE);
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
		SHOW(piece, pool->size);
		pool->given = *(void **)piece;
	} else {
		if (pool->size > (size_t)(pool->end - pool->next))
			add_chunk(pool);
		piece = pool->next;
		assert(pool->size <= (size_t)(pool->end - pool->next));
		pool->next += pool->size;
	}
	return memset(piece, 0, pool->size);
}

void pool_give(struct pool *pool, void *piece)
{
	if (piece == NULL)
		return;
	assert((uintptr_t)piece % CACHE_LINE == 0 && piece != pool->given);
	*(void **)piece = pool->given;
	pool->given = piece;
	HIDE(piece, pool->size);
}
