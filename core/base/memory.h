/* Memory that is there, or the program ends in one place with a message. */
#pragma once

#include <stddef.h>

/* As malloc, calloc and realloc; never NULL for sizes over 0. */
void *memory_new(size_t size) __attribute__((malloc, returns_nonnull));
void *memory_zeroed(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
/* Not zeroed; align is a power of two that divides size. */
void *memory_aligned(size_t align, size_t size) __attribute__((malloc, returns_nonnull));
void *memory_resize(void *old, size_t count, size_t size) __attribute__((returns_nonnull));

/* Zeroed memory for chunks that are written from one end to the other and live long: in huge pages
 * where the system has them, which it prepares several times as fast as small ones. size is a
 * multiple of MEMORY_PAGE. Smaller sizes, multiples of 64, are taken from the heap, aligned to 64
 * bytes. Never NULL. */
#define MEMORY_PAGE ((size_t)2 << 20)
void *memory_pages(size_t size) __attribute__((returns_nonnull));
/* The same, but never what is ready, and no smaller than MEMORY_PAGE. For any thread. */
void *memory_pages_new(size_t size) __attribute__((returns_nonnull));
/* Who has such memory ready, so that it need not be prepared when it is wanted: asked first, by any
 * thread that calls memory_pages; NULL for none of that size. What it gives is freed as if
 * memory_pages had. Default: nobody. */
void memory_pages_ready(void *(*ready)(size_t size));
/* Gives back what memory_pages gave, of the same size. NULL is fine. */
void memory_pages_free(void *pages, size_t size);

/* Gives back the pages that lie within a part of such memory that is all zeroes, and stays so. */
void memory_pages_unused(void *from, size_t size);

/* What is called when there is none left, before abort(): the program restores the terminal and
 * says so there. Default: nothing. */
void memory_on_failure(void (*handler)(size_t size));
