/* Memory allocation that never fails: without memory, the program ends here with a message. */
#pragma once

#include <stddef.h>

/* Like malloc, calloc and realloc; never return NULL for sizes over 0. */
void *memory_new(size_t size) __attribute__((malloc, returns_nonnull));
void *memory_zeroed(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
/* Returns memory that is not zeroed; align is a power of two that divides size. */
void *memory_aligned(size_t align, size_t size) __attribute__((malloc, returns_nonnull));
void *memory_resize(void *old, size_t count, size_t size) __attribute__((returns_nonnull));
/* Returns a copy of a text, NUL included. */
char *memory_text(const char *text) __attribute__((malloc, returns_nonnull));

/* Returns zeroed memory for long-lived chunks that are written from one end to the other. Uses huge
 * pages where the system has them: preparing those is several times as fast as preparing small
 * ones. size is a multiple of MEMORY_PAGE. Smaller sizes, multiples of 64, come from the heap,
 * aligned to 64 bytes. Never NULL. */
#define MEMORY_PAGE ((size_t)2 << 20)
void *memory_pages(size_t size) __attribute__((returns_nonnull));
/* Like memory_pages, but always maps new memory; size is at least MEMORY_PAGE. Thread-safe. */
void *memory_pages_new(size_t size) __attribute__((returns_nonnull));
/* Sets a supplier of memory prepared in advance. memory_pages asks it first, on any thread; it
 * returns NULL if it has none of that size. memory_pages_free takes its memory as well. Default:
 * none. */
void memory_pages_ready(void *(*ready)(size_t size));
/* Frees memory that memory_pages returned, of the same size. NULL is allowed. */
void memory_pages_free(void *pages, size_t size);

/* Releases the whole pages within a range of such memory that is all zeroes and stays so. */
void memory_pages_unused(void *from, size_t size);

/* Sets the function to call when memory runs out, before abort(): the program restores the terminal
 * and prints a message in it. Default: none. */
void memory_on_failure(void (*handler)(size_t size));
