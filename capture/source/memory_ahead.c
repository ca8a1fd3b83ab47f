#include "capture/source/memory_ahead.h"

#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>

#include "core/base/memory.h"
#include "core/record/packet.h"

#define CHUNK_PACKETS ((size_t)1 << PACKET_CHUNK_BITS)
#define CHUNK_SIZE (CHUNK_PACKETS * sizeof(struct packet))
#define SMALL_PAGE 4096

static _Atomic(void *) stock;

static void *take(size_t size)
{
	return size == CHUNK_SIZE ? atomic_exchange(&stock, NULL) : NULL;
}

void memory_ahead_begin(void)
{
	memory_pages_ready(take);
}

static void touch(void *pages, size_t size)
{
	volatile char *at = pages;
	for (size_t i = 0; i < size; i += SMALL_PAGE)
		at[i] = 0;
}

void memory_ahead_prepare(size_t packets)
{
	/* Small chunks, as in tests, need no preparation. */
	if (CHUNK_SIZE < MEMORY_PAGE || atomic_load(&stock) != NULL)
		return;
	size_t most = CHUNK_PACKETS - CHUNK_PACKETS / 8;
	void *chunk = memory_pages_new(CHUNK_SIZE), *none = NULL;
	/* The last or only chunk of a file: a huge page would stay mostly empty. */
	if (packets < most)
		(void)madvise(chunk, CHUNK_SIZE, MADV_NOHUGEPAGE);
	touch(chunk, packets < most ? packets * sizeof(struct packet) : CHUNK_SIZE);
	if (!atomic_compare_exchange_strong(&stock, &none, chunk))
		memory_pages_free(chunk, CHUNK_SIZE);
}
