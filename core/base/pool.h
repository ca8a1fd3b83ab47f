/* Pieces of memory of one size, which lie in cache lines of their own and close together. One
 * thread owns a pool. */
#pragma once

#include <stddef.h>

#define CACHE_LINE ((size_t)64)

struct pool;

/* size is a multiple of CACHE_LINE. The caller frees the pool, and with it all its pieces. */
struct pool *pool_new(size_t size);
void pool_free(struct pool *pool);

/* A zeroed piece; never NULL (core/base/memory.h). */
void *pool_take(struct pool *pool) __attribute__((returns_nonnull));
/* Gives a piece back, for one that is taken later. NULL is fine. */
void pool_give(struct pool *pool, void *piece);
