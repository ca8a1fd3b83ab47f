#include "core/store/session_table.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"
#include "core/record/origin.h"
#include "core/store/session_live.h"

#define CHUNK_SESSIONS (1U << SESSION_CHUNK_BITS)
#define GROUP_SESSIONS (1U << SESSION_GROUP_BITS)
#define CHUNK_USED (CHUNK_SESSIONS * sizeof(struct session))
/* Rounded up to pages. The rest of the last page is never written and takes no memory. */
#define CHUNK_SIZE                                                                                 \
	(CHUNK_USED < MEMORY_PAGE ? CHUNK_USED                                                     \
	                          : (CHUNK_USED + MEMORY_PAGE - 1) & ~(MEMORY_PAGE - 1))
#define SLOTS_FIRST 1024U

/* Large tables use huge pages: a look-up misses the cache once, without a second miss in the page
 * table. */
static struct session_slot *slots_new(uint32_t count)
{
	return memory_pages(count * sizeof(struct session_slot));
}

static void slots_free(struct session_slot *slots, uint32_t count)
{
	memory_pages_free(slots, count * sizeof(struct session_slot));
}

struct session_table *session_table_new(void)
{
	struct session_table *t = memory_zeroed(1, sizeof(*t));
	t->slots = SLOTS_FIRST;
	t->slot = slots_new(t->slots);
	t->follows = pool_new(sizeof(struct follow));
	return t;
}

void session_table_free(struct session_table *t)
{
	if (t == NULL)
		return;
	for (uint32_t i = session_table_after(t, 0); i != 0; i = session_table_after(t, i))
		follow_end(session_table_at(t, i)->follow);
	for (uint32_t i = 0; i < t->chunks; i++) {
		memory_pages_free(t->chunk[i], CHUNK_SIZE);
		free(t->about[i]);
	}
	pool_free(t->follows);
	free(t->chunk);
	free(t->about);
	slots_free(t->slot, t->slots);
	free(t);
}

enum match { MATCH_NONE, MATCH_OTHER_PATH, MATCH_PATH_BACK, MATCH_ALL };

static enum match match_path(const struct session *s, enum side side, uint16_t path)
{
	if (s->path[side] == path)
		return MATCH_ALL;
	if (s->path[side] != PATH_UNSEEN)
		return MATCH_NONE;
	return s->path[side_other(side)] == path ? MATCH_PATH_BACK : MATCH_OTHER_PATH;
}

/* How well a segment fits a session. */
static enum match match(const struct session *s, const struct session_key *key)
{
	if (endpoint_equal(&s->end[0], key->src) && endpoint_equal(&s->end[1], key->dst))
		return match_path(s, SIDE_A, key->path);
	if (endpoint_equal(&s->end[0], key->dst) && endpoint_equal(&s->end[1], key->src))
		return match_path(s, SIDE_B, key->path);
	return MATCH_NONE;
}

static struct session_slot *slot_at(const struct session_table *t, uint32_t position)
{
	return &t->slot[position & (t->slots - 1)];
}

/* The slot of the session that fits best, or the free one where it belongs. */
static struct session_slot *slot_for(const struct session_table *t, const struct session_key *key)
{
	struct session_slot *best = NULL;
	enum match best_match = MATCH_NONE;
	for (uint32_t i = key->hash;; i++) {
		struct session_slot *slot = slot_at(t, i);
		if (slot->number == 0)
			return best != NULL ? best : slot;
		if (slot->hash != key->hash)
			continue;
		enum match found = match(session_table_at(t, slot->number), key);
		if (found == MATCH_ALL)
			return slot;
		if (found > best_match) {
			best = slot;
			best_match = found;
		}
	}
}

uint32_t session_table_lookup(const struct session_table *t, const struct session_key *key)
{
	return slot_for(t, key)->number;
}

static void grow(struct session_table *t)
{
	struct session_slot *old = t->slot, *end = old + t->slots;
	t->slots *= 2;
	assert((t->slots & (t->slots - 1)) == 0 && t->used < t->slots);
	t->slot = slots_new(t->slots);
	for (const struct session_slot *from = old; from < end; from++) {
		uint32_t i = from->hash;
		if (from->number == 0)
			continue;
		while (slot_at(t, i)->number != 0)
			i++;
		*slot_at(t, i) = *from;
	}
	slots_free(old, (uint32_t)(end - old));
}

static void add_chunk(struct session_table *t)
{
	if (t->chunks == t->room) {
		t->room = t->room > 0 ? t->room * 2 : 16;
		t->chunk = memory_resize(t->chunk, t->room, sizeof(*t->chunk));
		t->about = memory_resize(t->about, t->room, sizeof(struct session_chunk *));
	}
	t->about[t->chunks] = memory_zeroed(1, sizeof(struct session_chunk));
	t->chunk[t->chunks++] = memory_pages(CHUNK_SIZE);
}

/* Returns the index of a session in its chunk. */
static uint32_t place_of(uint32_t number)
{
	return (number - 1) & (CHUNK_SESSIONS - 1);
}

static struct session_chunk *about(const struct session_table *t, uint32_t number)
{
	assert(number > 0 && number <= t->count);
	return t->about[(number - 1) >> SESSION_CHUNK_BITS];
}

uint32_t session_table_add(struct session_table *t, const struct session_key *key, enum side sender)
{
	if (t->count == t->chunks << SESSION_CHUNK_BITS)
		add_chunk(t);
	if (t->used >= t->slots / 4 * 3)
		grow(t);
	struct session_slot *slot = slot_for(t, key);
	t->used += slot->number == 0;
	*slot = (struct session_slot){ key->hash, ++t->count };
	assert(t->count > 0 && t->used < t->slots);
	struct session *s = session_table_at(t, t->count);
	assert(s->count == 0 && s->follow == NULL);
	s->end[sender] = *key->src;
	s->end[side_other(sender)] = *key->dst;
	s->path[sender] = key->path;
	s->path[side_other(sender)] = PATH_UNSEEN;
	t->there++;
	about(t, t->count)->there++;
	about(t, t->count)->in_group[place_of(t->count) >> SESSION_GROUP_BITS]++;
	return t->count;
}

/* Frees a slot. Later slots that belong before it move up, or look-ups would stop at the hole. */
static void free_slot(struct session_table *t, uint32_t position)
{
	uint32_t hole = position, mask = t->slots - 1;
	for (uint32_t i = hole + 1; slot_at(t, i)->number != 0; i++) {
		uint32_t way = (i - slot_at(t, i)->hash) & mask, to_hole = (i - hole) & mask;
		if (way < to_hole)
			continue;
		*slot_at(t, hole) = *slot_at(t, i);
		hole = i;
	}
	*slot_at(t, hole) = (struct session_slot){ 0, 0 };
	assert(t->used > 0);
	t->used--;
}

/* Frees the session's slot, unless a newer session of its four-tuple has taken it. */
static void leave_slots(struct session_table *t, uint32_t number)
{
	const struct session *s = session_table_at(t, number);
	uint32_t i = endpoints_hash(&s->end[SIDE_A], &s->end[SIDE_B]);
	while (slot_at(t, i)->number != 0 && slot_at(t, i)->number != number)
		i++;
	assert(slot_at(t, i)->number == 0 ||
	       slot_at(t, i)->hash == endpoints_hash(&s->end[SIDE_A], &s->end[SIDE_B]));
	if (slot_at(t, i)->number == number)
		free_slot(t, i);
}

/* Returns true if all sessions of a full chunk are gone. */
static bool is_over(const struct session_table *t, uint32_t chunk)
{
	return t->about[chunk]->there == 0 && (t->count >> SESSION_CHUNK_BITS) > chunk;
}

/* Releases the pages of a group without sessions: one long session must not keep the pages of all
 * that began near it. */
static void free_group(struct session_table *t, uint32_t chunk, uint32_t group)
{
	const size_t group_size = sizeof(struct session) * GROUP_SESSIONS;
	if (t->about[chunk]->in_group[group] == 0)
		memory_pages_unused((char *)t->chunk[chunk] + group * group_size, group_size);
}

void session_table_remove(struct session_table *t, uint32_t number)
{
	struct session *s = session_table_at(t, number);
	uint32_t chunk = (number - 1) >> SESSION_CHUNK_BITS;
	uint32_t group = place_of(number) >> SESSION_GROUP_BITS;
	assert(t->there > 0 && t->about[chunk]->there > 0 && t->about[chunk]->in_group[group] > 0);
	leave_slots(t, number);
	follow_end(s->follow);
	pool_give(t->follows, s->follow);
	memset(s, 0, sizeof(*s));
	t->there--;
	t->about[chunk]->there--;
	t->about[chunk]->in_group[group]--;
	free_group(t, chunk, group);
	if (!is_over(t, chunk))
		return;
	memory_pages_free(t->chunk[chunk], CHUNK_SIZE);
	free(t->about[chunk]);
	t->chunk[chunk] = NULL;
	t->about[chunk] = NULL;
}

struct session *session_table_find(const struct session_table *t, uint32_t number)
{
	if (number == 0 || number > t->count || about(t, number) == NULL)
		return NULL;
	struct session *s = session_table_at(t, number);
	return s->count != 0 ? s : NULL;
}

uint32_t session_table_after(const struct session_table *t, uint32_t number)
{
	for (uint64_t next = (uint64_t)number + 1; next <= t->count;) {
		uint32_t n = (uint32_t)next, place = place_of(n);
		const struct session_chunk *chunk = about(t, n);
		if (chunk == NULL)
			next += CHUNK_SESSIONS - place;
		else if (chunk->in_group[place >> SESSION_GROUP_BITS] == 0)
			next += GROUP_SESSIONS - (place & (GROUP_SESSIONS - 1));
		else if (session_table_at(t, n)->count != 0)
			return n;
		else
			next++;
	}
	return 0;
}
