#include "core/record/packet.h"

#include <stddef.h>
#include <stdlib.h>

#include "core/base/assertions.h"
#include "core/base/memory.h"

static_assert(sizeof(struct packet) <= 64, "a packet is one cache line");

#define CHUNK_PACKETS (1U << PACKET_CHUNK_BITS)
#define CHUNK_SIZE (CHUNK_PACKETS * sizeof(struct packet))

static_assert(CHUNK_SIZE < MEMORY_PAGE || CHUNK_SIZE % MEMORY_PAGE == 0,
    "a chunk is whole huge pages, or small");

struct packet_store *packet_store_new(void)
{
	struct packet_store *store = memory_zeroed(1, sizeof(*store));
	store->first = 1;
	return store;
}

void packet_store_free(struct packet_store *store)
{
	if (store == NULL)
		return;
	for (uint32_t i = 0; i < store->chunks; i++)
		memory_pages_free(store->chunk[i], CHUNK_SIZE);
	free(store->chunk);
	free(store);
}

static void add_chunk(struct packet_store *store)
{
	if (store->chunks == store->room) {
		store->room = store->room > 0 ? store->room * 2 : 16;
		store->chunk = memory_resize(store->chunk, store->room, sizeof(*store->chunk));
	}
	store->chunk[store->chunks++] = memory_pages(CHUNK_SIZE);
}

struct packet *packet_store_add(struct packet_store *store)
{
	assert_costly(store->count < UINT32_MAX && store->first <= store->count + 1);
	if (store->count == store->chunks << PACKET_CHUNK_BITS)
		add_chunk(store);
	return packet_store_at(store, ++store->count);
}

void packet_store_forget(struct packet_store *store, uint32_t before)
{
	assert(before >= store->first && before <= store->count + 1);
	uint32_t from = (store->first - 1) >> PACKET_CHUNK_BITS;
	store->first = before;
	for (uint32_t i = from; i < (before - 1) >> PACKET_CHUNK_BITS; i++) {
		assert(i < store->chunks && store->chunk[i] != NULL);
		memory_pages_free(store->chunk[i], CHUNK_SIZE);
		store->chunk[i] = NULL;
	}
}
