#include "core/session_table.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/recovery.h"

#define CHUNK_BITS 8
#define CHUNK_SESSIONS (1u << CHUNK_BITS)
#define BUCKETS_FIRST 1024u

struct session_table {
	struct session **chunk;
	uint32_t chunks, room; /* in use; that `chunk` has place for */
	uint32_t count;
	uint32_t *bucket; /* newest session of each chain */
	uint32_t buckets; /* a power of two */
};

static uint64_t mix(uint64_t x)
{
	x ^= x >> 32;
	x *= UINT64_C(0xd6e8feb86659fd93);
	x ^= x >> 32;
	x *= UINT64_C(0xd6e8feb86659fd93);
	return x ^ x >> 32;
}

static uint64_t endpoint_hash(const struct endpoint *end)
{
	uint64_t half[2];
	memcpy(half, end->addr.b, sizeof(half));
	return mix(half[0] ^ mix(half[1] + end->port));
}

/* The same for both directions. */
static uint32_t bucket_of(
    const struct session_table *t, const struct endpoint *a, const struct endpoint *b)
{
	return (uint32_t)mix(endpoint_hash(a) + endpoint_hash(b)) & (t->buckets - 1);
}

struct session_table *session_table_new(void)
{
	struct session_table *t = memory_zeroed(1, sizeof(*t));
	t->buckets = BUCKETS_FIRST;
	t->bucket = memory_zeroed(t->buckets, sizeof(*t->bucket));
	return t;
}

void session_table_free(struct session_table *t)
{
	if (t == NULL)
		return;
	for (uint32_t i = 1; i <= t->count; i++) {
		recovery_free(session_table_at(t, i)->flow[SIDE_A].recovery);
		recovery_free(session_table_at(t, i)->flow[SIDE_B].recovery);
	}
	for (uint32_t i = 0; i < t->chunks; i++)
		free(t->chunk[i]);
	free(t->chunk);
	free(t->bucket);
	free(t);
}

static bool same_ends(
    const struct session *s, const struct endpoint *src, const struct endpoint *dst)
{
	return (endpoint_compare(&s->end[0], src) == 0 && endpoint_compare(&s->end[1], dst) == 0) ||
	       (endpoint_compare(&s->end[0], dst) == 0 && endpoint_compare(&s->end[1], src) == 0);
}

uint32_t session_table_find(
    const struct session_table *t, const struct endpoint *src, const struct endpoint *dst)
{
	uint32_t number = t->bucket[bucket_of(t, src, dst)];
	while (number != 0 && !same_ends(session_table_at(t, number), src, dst))
		number = session_table_at(t, number)->chain;
	return number;
}

/* Puts a session at the front of its chain, so that the newest is found first. */
static void chain_in(struct session_table *t, uint32_t number)
{
	struct session *s = session_table_at(t, number);
	uint32_t *head = &t->bucket[bucket_of(t, &s->end[0], &s->end[1])];
	s->chain = *head;
	*head = number;
}

static void grow(struct session_table *t)
{
	free(t->bucket);
	t->buckets *= 2;
	t->bucket = memory_zeroed(t->buckets, sizeof(*t->bucket));
	for (uint32_t i = 1; i <= t->count; i++)
		chain_in(t, i);
}

static void add_chunk(struct session_table *t)
{
	if (t->chunks == t->room) {
		t->room = t->room > 0 ? t->room * 2 : 16;
		t->chunk = memory_resize(t->chunk, t->room, sizeof(*t->chunk));
	}
	t->chunk[t->chunks++] = memory_zeroed(CHUNK_SESSIONS, sizeof(struct session));
}

uint32_t session_table_add(
    struct session_table *t, const struct endpoint *a, const struct endpoint *b)
{
	if (t->count == t->chunks << CHUNK_BITS)
		add_chunk(t);
	if (t->count == t->buckets)
		grow(t);
	struct session *s = session_table_at(t, ++t->count);
	s->end[SIDE_A] = *a;
	s->end[SIDE_B] = *b;
	chain_in(t, t->count);
	return t->count;
}

struct session *session_table_at(const struct session_table *t, uint32_t number)
{
	uint32_t i = number - 1;
	return &t->chunk[i >> CHUNK_BITS][i & (CHUNK_SESSIONS - 1)];
}

uint32_t session_table_count(const struct session_table *t)
{
	return t->count;
}
