#include "core/packet.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

#include "core/memory.h"
#include "core/segment.h"

static_assert(sizeof(struct packet) <= 64, "a packet is one cache line");

/* 16384 packets of 64 bytes: a chunk is 1 MiB. */
#define CHUNK_BITS 14
#define CHUNK_PACKETS (1u << CHUNK_BITS)

struct packet_store {
	struct packet **chunk;
	uint32_t chunks, room; /* in use; that `chunk` has place for */
	uint32_t count;
};

uint32_t packet_span(const struct packet *packet)
{
	return (uint32_t)packet->len + !!(packet->flags & TCP_SYN) + !!(packet->flags & TCP_FIN);
}

uint32_t packet_end(const struct packet *packet)
{
	return packet->seq + packet_span(packet);
}

struct packet_store *packet_store_new(void)
{
	return memory_zeroed(1, sizeof(struct packet_store));
}

void packet_store_free(struct packet_store *store)
{
	if (store == NULL)
		return;
	for (uint32_t i = 0; i < store->chunks; i++)
		free(store->chunk[i]);
	free(store->chunk);
	free(store);
}

static void add_chunk(struct packet_store *store)
{
	if (store->chunks == store->room) {
		store->room = store->room > 0 ? store->room * 2 : 16;
		store->chunk = memory_resize(store->chunk, store->room, sizeof(*store->chunk));
	}
	store->chunk[store->chunks++] = memory_zeroed(CHUNK_PACKETS, sizeof(struct packet));
}

struct packet *packet_store_add(struct packet_store *store)
{
	if (store->count == store->chunks << CHUNK_BITS)
		add_chunk(store);
	return packet_store_at(store, ++store->count);
}

struct packet *packet_store_at(const struct packet_store *store, uint32_t number)
{
	uint32_t i = number - 1;
	return &store->chunk[i >> CHUNK_BITS][i & (CHUNK_PACKETS - 1)];
}

uint32_t packet_store_count(const struct packet_store *store)
{
	return store->count;
}
