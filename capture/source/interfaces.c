#include "capture/source/interfaces.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/memory.h"

#define MOST (INTERFACE_OTHERS + 1)
#define SLOTS (2 * MOST)

struct interfaces {
	struct interface *entry[MOST]; /* never move */
	atomic_uint count;
	uint16_t slot[SLOTS]; /* the adding thread's: numbers + 1 by hash; 0: free */
};

/* The texts of a description, for loops. */
#define TEXTS 6
static char **text_of(struct interface *i, unsigned n)
{
	char **const texts[TEXTS] = { &i->name, &i->description, &i->comment, &i->filter,
		&i->hardware, &i->system };
	return texts[n];
}

static const char *const_text_of(const struct interface *i, unsigned n)
{
	const char *const texts[TEXTS] = { i->name, i->description, i->comment, i->filter,
		i->hardware, i->system };
	return texts[n];
}

struct interfaces *interfaces_new(void)
{
	return memory_zeroed(1, sizeof(struct interfaces));
}

void interfaces_free(struct interfaces *all)
{
	if (all == NULL)
		return;
	for (unsigned i = 0; i < interfaces_count(all); i++) {
		for (unsigned n = 0; n < TEXTS; n++)
			free(*text_of(all->entry[i], n));
		free(all->entry[i]);
	}
	free(all);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same(const struct interface *a, const struct interface *b)
{
	if (a->link_type != b->link_type || a->snaplen != b->snaplen ||
	    a->offset_s != b->offset_s || a->resolution != b->resolution)
		return false;
	for (unsigned n = 0; n < TEXTS; n++)
		if (!same_text(const_text_of(a, n), const_text_of(b, n)))
			return false;
	return true;
}

/* FNV-1a */
static uint32_t mix(uint32_t hash, const void *bytes, size_t len)
{
	for (const uint8_t *at = bytes, *end = at + len; at < end; at++)
		hash = (hash ^ *at) * 16777619;
	return hash;
}

static uint32_t hash_of(const struct interface *i)
{
	uint32_t hash = mix(2166136261, &i->link_type, sizeof(i->link_type));
	hash = mix(hash, &i->snaplen, sizeof(i->snaplen));
	for (unsigned n = 0; n < TEXTS; n++) {
		const char *text = const_text_of(i, n);
		hash = text != NULL ? mix(hash, text, strlen(text) + 1) : hash;
	}
	return hash;
}

/* The slot of an equal description, or the free one for it. */
static uint16_t *slot_of(struct interfaces *all, const struct interface *description)
{
	uint16_t *slot;
	for (uint32_t at = hash_of(description);; at++) {
		slot = &all->slot[at % SLOTS];
		if (*slot == 0 || same(all->entry[*slot - 1], description))
			return slot;
	}
}

static struct interface *copy_of(const struct interface *description)
{
	struct interface *entry = memory_zeroed(1, sizeof(*entry));
	entry->link_type = description->link_type;
	entry->snaplen = description->snaplen;
	entry->offset_s = description->offset_s;
	entry->resolution = description->resolution;
	for (unsigned n = 0; n < TEXTS; n++) {
		const char *text = const_text_of(description, n);
		if (text == NULL)
			continue;
		size_t size = strlen(text) + 1;
		*text_of(entry, n) = memcpy(memory_new(size), text, size);
	}
	return entry;
}

uint16_t interfaces_add(struct interfaces *all, const struct interface *description)
{
	unsigned count = interfaces_count(all);
	uint16_t *slot = slot_of(all, description);
	if (*slot != 0)
		return (uint16_t)(*slot - 1);
	if (count == MOST)
		return INTERFACE_OTHERS;
	*slot = (uint16_t)(count + 1);
	static const struct interface others = { .name = (char *)(uintptr_t) "other interfaces" };
	all->entry[count] = copy_of(count == INTERFACE_OTHERS ? &others : description);
	atomic_store_explicit(&all->count, count + 1, memory_order_release);
	return (uint16_t)count;
}

unsigned interfaces_count(const struct interfaces *all)
{
	return atomic_load_explicit(&all->count, memory_order_acquire);
}

struct interface *interfaces_at(const struct interfaces *all, uint16_t number)
{
	assert(number < interfaces_count(all));
	return all->entry[number];
}
