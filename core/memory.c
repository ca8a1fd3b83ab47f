#include "core/memory.h"

#include <stdint.h>
#include <stdlib.h>

static void (*on_failure)(size_t size);

static void fail(size_t size)
{
	if (on_failure != NULL)
		on_failure(size);
	abort();
}

void memory_on_failure(void (*handler)(size_t size))
{
	on_failure = handler;
}

void *memory_new(size_t size)
{
	void *p = malloc(size);
	if (p == NULL)
		fail(size);
	return p;
}

void *memory_zeroed(size_t count, size_t size)
{
	void *p = calloc(count, size);
	if (p == NULL)
		fail(count * size);
	return p;
}

void *memory_resize(void *old, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / size)
		fail(SIZE_MAX);
	void *p = realloc(old, count * size);
	if (p == NULL)
		fail(count * size);
	return p;
}
