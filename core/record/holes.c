#include "core/record/holes.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "core/base/memory.h"
#include "core/record/seq.h"

static void remove_at(struct gaps *gaps, unsigned i)
{
	assert(i < gaps->count && gaps->count <= GAPS_MAX);
	gaps->count--;
	memmove(&gaps->gap[i], &gaps->gap[i + 1], (gaps->count - i) * sizeof(gaps->gap[0]));
}

static void insert_at(struct gaps *gaps, unsigned i, struct gap gap)
{
	if (gaps->count == GAPS_MAX) {
		remove_at(gaps, 0);
		i = i > 0 ? i - 1 : 0;
	}
	assert(i <= gaps->count && gaps->count < GAPS_MAX);
	memmove(&gaps->gap[i + 1], &gaps->gap[i], (gaps->count - i) * sizeof(gaps->gap[0]));
	gaps->gap[i] = gap;
	gaps->count++;
}

void gaps_open(struct gaps **gaps, struct gap gap)
{
	if (*gaps == NULL)
		*gaps = memory_zeroed(1, sizeof(**gaps));
	insert_at(*gaps, (*gaps)->count, gap);
}

/* Removes [start, end), which overlaps hole i. Returns how many holes remain in its place. */
static unsigned cut(struct gaps *gaps, unsigned i, uint32_t start, uint32_t end)
{
	struct gap *gap = &gaps->gap[i];
	bool front = seq_lt(gap->start, start), back = seq_lt(end, gap->end);
	if (front && back) {
		struct gap rest = *gap;
		rest.start = end;
		gap->end = start;
		/* A full table forgets the tail of the hole. */
		if (gaps->count == GAPS_MAX)
			return 1;
		insert_at(gaps, i + 1, rest);
		return 2;
	}
	if (front)
		gap->end = start;
	else if (back)
		gap->start = end;
	else
		remove_at(gaps, i);
	return front || back ? 1 : 0;
}

uint32_t gaps_fill(struct gaps *gaps, uint32_t start, uint32_t end, struct gap *hole)
{
	uint32_t filled = 0;
	for (unsigned i = 0; gaps != NULL && i < gaps->count;) {
		struct gap gap = gaps->gap[i];
		if (!seq_lt(gap.start, end) || !seq_lt(start, gap.end)) {
			i++;
			continue;
		}
		uint32_t from = seq_max(gap.start, start);
		uint32_t to = seq_lt(gap.end, end) ? gap.end : end;
		if (filled == 0 && hole != NULL)
			*hole = gap;
		filled += to - from;
		i += cut(gaps, i, start, end);
	}
	return filled;
}

void gaps_forget(struct gaps *gaps, uint32_t before)
{
	while (gaps != NULL && gaps->count > 0 && seq_lt(gaps->gap[0].start, before)) {
		if (seq_le(gaps->gap[0].end, before)) {
			remove_at(gaps, 0);
			continue;
		}
		gaps->gap[0].start = before;
		return;
	}
}

bool gaps_touch(const struct gaps *gaps, uint32_t start, uint32_t end)
{
	for (unsigned i = 0; gaps != NULL && i < gaps->count; i++)
		if (seq_lt(gaps->gap[i].start, end) && seq_lt(start, gaps->gap[i].end))
			return true;
	return false;
}
