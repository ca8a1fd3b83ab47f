/* Pieces of memory of one size, each in its own cache lines and close together. Not thread-safe. */
#pragma once

#include <stddef.h>

#define CACHE_LINE ((size_t)64)

struct pool;

/* size is a multiple of CACHE_LINE. The caller frees the pool; this frees all its pieces. */
struct pool *pool_new(size_t size);
void pool_free(struct pool *pool);

/* Returns a zeroed piece; never NULL (core/base/memory.h). */
void *pool_take(struct pool *pool) __attribute__((returns_nonnull));
/* Returns a piece to the pool for reuse. NULL is allowed. */
void pool_give(struct pool *pool, void *piece);
