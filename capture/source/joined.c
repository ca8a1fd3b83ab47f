#include "capture/source/joined.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"

struct entry {
	uint64_t offset;
	uint64_t *piece; /* owned */
	uint32_t count;
};

struct joined {
	pthread_mutex_t lock;
	struct entry *entry; /* in ascending order of their offsets */
	size_t count, room;
};

struct joined *joined_new(void)
{
	struct joined *j = memory_zeroed(1, sizeof(*j));
	pthread_mutex_init(&j->lock, NULL);
	return j;
}

void joined_free(struct joined *j)
{
	if (j == NULL)
		return;
	for (size_t i = 0; i < j->count; i++)
		free(j->entry[i].piece);
	free(j->entry);
	pthread_mutex_destroy(&j->lock);
	free(j);
}

/* How many entries lie before an offset. */
static size_t before(const struct joined *j, uint64_t offset)
{
	size_t low = 0, high = j->count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (j->entry[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct entry *find(const struct joined *j, uint64_t offset)
{
	size_t i = before(j, offset);
	return i < j->count && j->entry[i].offset == offset ? &j->entry[i] : NULL;
}

/* The pieces, with those of such that were put together themselves in their place. */
static struct entry flat(
    const struct joined *j, uint64_t offset, const uint64_t *pieces, uint32_t count)
{
	struct entry made = { .offset = offset };
	for (uint32_t i = 0; i < count; i++) {
		const struct entry *inner = find(j, pieces[i]);
		uint32_t more = inner != NULL ? inner->count : 1;
		made.piece = memory_resize(made.piece, made.count + more, sizeof(*made.piece));
		memcpy(made.piece + made.count, inner != NULL ? inner->piece : &pieces[i],
		    more * sizeof(*made.piece));
		made.count += more;
	}
	return made;
}

void joined_add(struct joined *j, uint64_t offset, const uint64_t *pieces, uint32_t count)
{
	pthread_mutex_lock(&j->lock);
	struct entry made = flat(j, offset, pieces, count), *same = find(j, offset);
	if (same != NULL) {
		free(same->piece);
		*same = made;
	} else {
		if (j->count == j->room) {
			j->room = j->room > 0 ? j->room * 2 : 64;
			j->entry = memory_resize(j->entry, j->room, sizeof(*j->entry));
		}
		size_t at = before(j, offset);
		memmove(&j->entry[at + 1], &j->entry[at], (j->count - at) * sizeof(*j->entry));
		j->entry[at] = made;
		j->count++;
	}
	pthread_mutex_unlock(&j->lock);
}

uint64_t *joined_find(struct joined *j, uint64_t offset, uint32_t *count)
{
	uint64_t *pieces = NULL;
	pthread_mutex_lock(&j->lock);
	const struct entry *found = find(j, offset);
	if (found != NULL) {
		*count = found->count;
		pieces = memory_new(found->count * sizeof(*pieces));
		memcpy(pieces, found->piece, found->count * sizeof(*pieces));
	}
	pthread_mutex_unlock(&j->lock);
	return pieces;
}

void joined_forget(struct joined *j, uint64_t offset)
{
	pthread_mutex_lock(&j->lock);
	size_t gone = before(j, offset);
	for (size_t i = 0; i < gone; i++)
		free(j->entry[i].piece);
	if (gone > 0) {
		j->count -= gone;
		memmove(j->entry, j->entry + gone, j->count * sizeof(*j->entry));
	}
	pthread_mutex_unlock(&j->lock);
}
