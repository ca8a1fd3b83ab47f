/* Memory that is there, or the program ends in one place with a message. */
#pragma once

#include <stddef.h>

/* As malloc, calloc and realloc; never NULL for sizes over 0. */
void *memory_new(size_t size) __attribute__((malloc, returns_nonnull));
void *memory_zeroed(size_t count, size_t size) __attribute__((malloc, returns_nonnull));
void *memory_resize(void *old, size_t count, size_t size) __attribute__((returns_nonnull));

/* What is called when there is none left, before abort(): the program restores the terminal and says
 * so there. Default: nothing. */
void memory_on_failure(void (*handler)(size_t size));
