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

/* A segment, as far as it tells its session. */
struct session_key {
	const struct endpoint *src, *dst;
	uint32_t hash; /* endpoints_hash() of both */
	uint16_t path; /* of its origin (core/record/origin.h) */
};

/* The newest session that a segment may be of; 0 when there is none. A path tells sessions of the
 * same endpoints apart only where it is seen in both directions: the two directions of a session
 * may take different paths. So one with this path in this direction comes first, then one with it
 * in the other, whose path in this one is not known; then any whose path in this one
 * is not known. */
uint32_t session_table_lookup(const struct session_table *table, const struct session_key *key);

/* A new session, zeroed but for its endpoints and paths, found from now on in place of the one that
 * session_table_lookup() would find. The segment was sent by that side. Returns its number, from
 * 1. */
uint32_t session_table_add(
    struct session_table *table, const struct session_key *key, enum side sender);

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
