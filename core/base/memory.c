#include "core/base/memory.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* The smallest and the largest ordinary page size of kernels: a range aligned to PAGE_MOST consists
 * of whole pages. */
#define PAGE_LEAST ((uintptr_t)4 << 10)
#define PAGE_MOST ((uintptr_t)64 << 10)

#define SMALL_ALIGN ((size_t)64)

static void (*on_failure)(size_t size);
static void *(*ready_pages)(size_t size);

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

void *memory_aligned(size_t align, size_t size)
{
	assert(align > 0 && (align & (align - 1)) == 0 && size % align == 0);
	void *p = aligned_alloc(align, size);
	if (p == NULL)
		fail(size);
	return p;
}

void *memory_resize(void *old, size_t count, size_t size)
{
	assert(count > 0 && size > 0);
	if (count > SIZE_MAX / size)
		fail(SIZE_MAX);
	void *p = realloc(old, count * size);
	if (p == NULL)
		fail(count * size);
	return p;
}

char *memory_text(const char *text)
{
	size_t size = strlen(text) + 1;
	return memcpy(memory_new(size), text, size);
}

void memory_pages_ready(void *(*ready)(size_t size))
{
	ready_pages = ready;
}

/* Tests have chunks this small. On the heap, sanitizers report their use after free. */
static void *small(size_t size)
{
	return memset(memory_aligned(SMALL_ALIGN, size), 0, size);
}

void *memory_pages(size_t size)
{
	assert(size % (size < MEMORY_PAGE ? SMALL_ALIGN : MEMORY_PAGE) == 0);
	if (size < MEMORY_PAGE)
		return small(size);
	void *ready = ready_pages != NULL ? ready_pages(size) : NULL;
	return ready != NULL ? ready : memory_pages_new(size);
}

/* Huge pages start at multiples of their size, so this maps more and unmaps both ends. */
void *memory_pages_new(size_t size)
{
	assert(size >= MEMORY_PAGE && size % MEMORY_PAGE == 0);
	char *all = mmap(
	    NULL, size + MEMORY_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (all == MAP_FAILED)
		fail(size);
	size_t before = -(uintptr_t)all & (MEMORY_PAGE - 1);
	char *pages = all + before;
	assert((uintptr_t)pages % MEMORY_PAGE == 0);
	if (before > 0)
		munmap(all, before);
	munmap(pages + size, MEMORY_PAGE - before);
	/* The kernel may have no huge pages; small ones do then. */
	(void)madvise(pages, size, MADV_HUGEPAGE);
	return pages;
}

void memory_pages_free(void *pages, size_t size)
{
	if (size < MEMORY_PAGE)
		free(pages);
	else if (pages != NULL)
		munmap(pages, size);
}

static bool give_back(void *from, size_t size, uintptr_t page)
{
	uintptr_t begin = ((uintptr_t)from + page - 1) & ~(page - 1);
	uintptr_t end = ((uintptr_t)from + size) & ~(page - 1);
	return begin >= end || madvise((void *)begin, end - begin, MADV_DONTNEED) == 0;
}

void memory_pages_unused(void *from, size_t size)
{
	/* A kernel with larger pages refuses a range that starts within a page. */
	if (!give_back(from, size, PAGE_LEAST))
		(void)give_back(from, size, PAGE_MOST);
}
