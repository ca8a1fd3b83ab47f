/* All sessions, found by their four-tuple. For core/model/model.c. Functions called for every
 * packet are inline. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/assertions.h"
#include "core/record/packet.h"
#include "core/record/session.h"

/* Open addressing. The hash beside the number saves a look at sessions of other hashes. */
struct session_slot {
	uint32_t hash;
	uint32_t number; /* newest session of its four-tuple; 0: free */
};

/* Only the functions below use the members. Sessions lie in chunks that never move. */
#define SESSION_CHUNK_BITS PACKET_CHUNK_BITS
/* When all sessions of a group are gone, its pages are released; when all of a chunk are, the chunk
 * is freed. */
#define SESSION_GROUP_BITS (SESSION_CHUNK_BITS < 8 ? SESSION_CHUNK_BITS : 8)
#define SESSION_GROUPS (1U << (SESSION_CHUNK_BITS - SESSION_GROUP_BITS))

struct session_chunk {
	uint32_t there; /* sessions kept */
	uint16_t in_group[SESSION_GROUPS];
};

struct session_table {
	struct session **chunk;       /* NULL if all its sessions are gone */
	struct session_chunk **about; /* one for each chunk */
	uint32_t chunks, room;        /* used and allocated length of `chunk` */
	uint32_t count;
	uint32_t there;       /* sessions kept */
	struct pool *follows; /* pool of the sessions' `follow` */
	struct session_slot *slot;
	uint32_t slots; /* power of two */
	uint32_t used;
};

struct session_table *session_table_new(void);
void session_table_free(struct session_table *table);

/* Returns the newest session between two endpoints; hash is their endpoints_hash(). 0 if there is
 * none. */
uint32_t session_table_lookup(const struct session_table *table, uint32_t hash,
    const struct endpoint *src, const struct endpoint *dst);

/* Adds a session, zeroed except for its endpoints. From now on it is found instead of older
 * sessions of its four-tuple. Returns its number, from 1. */
uint32_t session_table_add(
    struct session_table *table, uint32_t hash, const struct endpoint *a, const struct endpoint *b);

/* Prefetches the slot of a hash. */
static inline void session_table_prefetch(const struct session_table *table, uint32_t hash)
{
	__builtin_prefetch(&table->slot[hash & (table->slots - 1)]);
}

/* Returns the session that probably has this hash, or 0; for prefetching only. Cheap after
 * session_table_prefetch(). */
static inline uint32_t session_table_guess(const struct session_table *table, uint32_t hash)
{
	const struct session_slot *slot = &table->slot[hash & (table->slots - 1)];
	return slot->hash == hash ? slot->number : 0;
}

/* Returns the address of a session without a check; for prefetching. */
static inline struct session *session_table_place(
    const struct session_table *table, uint32_t number)
{
	uint32_t i = number - 1;
	return &table->chunk[i >> SESSION_CHUNK_BITS][i & ((1U << SESSION_CHUNK_BITS) - 1)];
}

/* Returns a session that the caller knows to be kept: that of a kept packet, of a slot, or from
 * session_table_after(). The table owns it; the pointer is valid until the session is removed. */
static inline struct session *session_table_at(const struct session_table *table, uint32_t number)
{
	assert_costly(
	    number - 1 < table->count && table->chunk[(number - 1) >> SESSION_CHUNK_BITS] != NULL);
	return session_table_place(table, number);
}

/* Removes a session; it is not found any longer. Its memory is released when its neighbours are
 * gone as well. Its number is not reused. */
void session_table_remove(struct session_table *table, uint32_t number);
/* Returns the session with a number, or NULL if the number is 0, removed or not yet used. */
struct session *session_table_find(const struct session_table *table, uint32_t number);
/* Returns the first session kept after a number; 0 if there is none. */
uint32_t session_table_after(const struct session_table *table, uint32_t number);

static inline uint32_t session_table_kept(const struct session_table *table)
{
	return table->there;
}

/* Returns how many sessions were ever added, including removed ones. */
static inline uint32_t session_table_count(const struct session_table *table)
{
	return table->count;
}
