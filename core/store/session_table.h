/* All sessions, found by their four-tuple. For core/model/model.c; what is asked for every
 * packet is inline. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/assertions.h"
#include "core/record/packet.h"
#include "core/record/session.h"

/* Open addressing with the hash beside the number: other sessions need not be looked at. */
struct session_slot {
	uint32_t hash;
	uint32_t number; /* the newest session of its four-tuple; 0: free */
};

/* The members are for the functions below alone. Sessions lie in chunks that never move. */
#define SESSION_CHUNK_BITS PACKET_CHUNK_BITS
/* Where all sessions of a group are gone, its pages go back; where all of a chunk are,
 * the chunk does. */
#define SESSION_GROUP_BITS (SESSION_CHUNK_BITS < 8 ? SESSION_CHUNK_BITS : 8)
#define SESSION_GROUPS (1U << (SESSION_CHUNK_BITS - SESSION_GROUP_BITS))

struct session_chunk {
	uint32_t there; /* sessions of it that are not gone */
	uint16_t in_group[SESSION_GROUPS];
};

struct session_table {
	struct session **chunk;       /* NULL where all sessions are gone */
	struct session_chunk **about; /* for each chunk */
	uint32_t chunks, room;        /* in use; that `chunk` has place for */
	uint32_t count;
	uint32_t there;       /* not gone */
	struct pool *follows; /* for the sessions' `follow` */
	struct session_slot *slot;
	uint32_t slots; /* a power of two */
	uint32_t used;
};

struct session_table *session_table_new(void);
void session_table_free(struct session_table *table);

/* The newest session between two endpoints, with their endpoints_hash(); 0 when there is none. */
uint32_t session_table_lookup(const struct session_table *table, uint32_t hash,
    const struct endpoint *src, const struct endpoint *dst);

/* A new session, zeroed but for its endpoints, found from now on in place of older ones of the same
 * four-tuple. Returns its number, from 1. */
uint32_t session_table_add(
    struct session_table *table, uint32_t hash, const struct endpoint *a, const struct endpoint *b);

/* Brings what the search for a hash needs into the cache, while the caller does other things. */
static inline void session_table_prefetch(const struct session_table *table, uint32_t hash)
{
	__builtin_prefetch(&table->slot[hash & (table->slots - 1)]);
}

/* A session that most likely has this hash, or 0: for looking ahead only. Cheap once prefetched. */
static inline uint32_t session_table_guess(const struct session_table *table, uint32_t hash)
{
	const struct session_slot *slot = &table->slot[hash & (table->slots - 1)];
	return slot->hash == hash ? slot->number : 0;
}

/* Where the session with a number lies, unchecked: to prefetch it. */
static inline struct session *session_table_place(
    const struct session_table *table, uint32_t number)
{
	uint32_t i = number - 1;
	return &table->chunk[i >> SESSION_CHUNK_BITS][i & ((1U << SESSION_CHUNK_BITS) - 1)];
}

/* The session with a number that is known not to be gone: that of a kept packet, of a slot, or from
 * session_table_after(). The pointer stays good until it is gone; the table owns it. */
static inline struct session *session_table_at(const struct session_table *table, uint32_t number)
{
	assert_costly(
	    number - 1 < table->count && table->chunk[(number - 1) >> SESSION_CHUNK_BITS] != NULL);
	return session_table_place(table, number);
}

/* Takes a session out, which is not found any more, and gives its memory back as soon as nothing
 * else is near it. Its number stays its own. */
void session_table_remove(struct session_table *table, uint32_t number);
/* The session with a number that was remembered; NULL when the number is 0 or its session is
 * gone or not there yet. */
struct session *session_table_find(const struct session_table *table, uint32_t number);
/* The first session after a number that is not gone; 0 when there is none. */
uint32_t session_table_after(const struct session_table *table, uint32_t number);

static inline uint32_t session_table_kept(const struct session_table *table)
{
	return table->there;
}

/* Sessions there ever were, those that are gone too. */
static inline uint32_t session_table_count(const struct session_table *table)
{
	return table->count;
}
