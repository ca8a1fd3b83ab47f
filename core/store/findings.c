#include "core/store/findings.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"

#define ROOM_FIRST 4

struct run {
	uint32_t count, room;
	struct finding at[];
};

struct findings {
	struct run **run; /* NULL for runs without findings, or forgotten */
	uint32_t runs, room;
	uint32_t first; /* the first run that may be kept */
	size_t count;
};

struct findings *findings_new(void)
{
	return memory_zeroed(1, sizeof(struct findings));
}

void findings_free(struct findings *f)
{
	if (f == NULL)
		return;
	for (uint32_t i = f->first; i < f->runs; i++)
		free(f->run[i]);
	free(f->run);
	free(f);
}

/* Packet 0 does not exist; its run is beyond all others. */
static uint32_t run_of(uint32_t packet)
{
	return (packet - 1) >> FINDINGS_RUN_BITS;
}

static uint64_t key_of(uint32_t packet, unsigned note)
{
	return (uint64_t)packet << 8 | note;
}

/* Returns the index of the first finding not before a key. Searches from the end, because most
 * searches are for recent findings. */
static uint32_t place_of(const struct run *run, uint64_t key)
{
	uint32_t low = 0, high = run->count;
	for (uint32_t step = 1; high > 0 && step <= high; step *= 2) {
		const struct finding *f = &run->at[high - step];
		if (key_of(f->packet, f->note) < key) {
			low = high - step + 1;
			break;
		}
		high -= step;
	}
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct finding *f = &run->at[middle];
		if (key_of(f->packet, f->note) < key)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct run *resize(struct run *run, uint32_t room)
{
	run = memory_resize(run, 1, sizeof(*run) + room * sizeof(run->at[0]));
	run->room = room;
	return run;
}

/* Trims the previous run, which is full and nearly final when the next one begins. */
static void begin_runs(struct findings *f, uint32_t number)
{
	if (number >= f->room) {
		f->room = number < 16 ? 32 : number * 2;
		f->run = memory_resize(f->run, f->room, sizeof(struct run *));
	}
	if (f->runs > f->first && f->run[f->runs - 1] != NULL)
		f->run[f->runs - 1] = resize(f->run[f->runs - 1], f->run[f->runs - 1]->count);
	for (; f->runs <= number; f->runs++)
		f->run[f->runs] = NULL;
}

static struct run *run_for_one_more(struct findings *f, uint32_t number)
{
	if (number >= f->runs)
		begin_runs(f, number);
	struct run *run = f->run[number];
	if (run == NULL) {
		run = resize(NULL, ROOM_FIRST);
		run->count = 0;
	} else if (run->count == run->room) {
		run = resize(run, run->room + run->room / 2 + 1);
	}
	return f->run[number] = run;
}

struct finding *findings_put(struct findings *f, const struct finding *finding)
{
	uint32_t number = run_of(finding->packet);
	struct finding *old = findings_find(f, finding->packet, (enum note)finding->note);
	assert(finding->packet > 0 && number >= f->first && finding->rule != RULE_NONE);
	if (old != NULL) {
		*old = *finding;
		return old;
	}
	struct run *run = run_for_one_more(f, number);
	uint32_t place = place_of(run, key_of(finding->packet, finding->note));
	memmove(&run->at[place + 1], &run->at[place], (run->count - place) * sizeof(run->at[0]));
	run->at[place] = *finding;
	run->count++;
	f->count++;
	return &run->at[place];
}

static struct run *run_with(const struct findings *f, uint32_t packet)
{
	uint32_t number = run_of(packet);
	return number >= f->first && number < f->runs ? f->run[number] : NULL;
}

struct finding *findings_find(struct findings *f, uint32_t packet, enum note note)
{
	struct run *run = run_with(f, packet);
	if (run == NULL)
		return NULL;
	uint32_t place = place_of(run, key_of(packet, note));
	bool there = place < run->count && run->at[place].packet == packet &&
	             run->at[place].note == (uint8_t)note;
	return there ? &run->at[place] : NULL;
}

void findings_remove(struct findings *f, uint32_t packet, enum note note)
{
	struct finding *old = findings_find(f, packet, note);
	if (old == NULL)
		return;
	struct run *run = run_with(f, packet);
	uint32_t behind = run->count - (uint32_t)(old - run->at) - 1;
	memmove(old, old + 1, behind * sizeof(*old));
	run->count--;
	f->count--;
}

static const struct finding *those_of(
    const struct run *run, uint32_t place, uint32_t packet, unsigned *count)
{
	for (*count = 0; place + *count < run->count; ++*count)
		if (run->at[place + *count].packet != packet)
			break;
	return *count > 0 ? &run->at[place] : NULL;
}

const struct finding *findings_of(const struct findings *f, uint32_t packet, unsigned *count)
{
	const struct run *run = run_with(f, packet);
	*count = 0;
	return run != NULL ? those_of(run, place_of(run, key_of(packet, 0)), packet, count) : NULL;
}

bool findings_begin_problem(const struct findings *f, uint32_t packet, uint64_t notes)
{
	unsigned count = 0;
	if ((notes & NOTES_PROBLEM) == 0)
		return false;
	const struct finding *finding = findings_of(f, packet, &count);
	for (unsigned i = 0; i < count; i++)
		if ((NOTES_PROBLEM & NOTE_BIT(finding[i].note)) && finding_is_head(&finding[i]))
			return true;
	return false;
}

const struct finding *findings_next(
    const struct findings *f, struct findings_cursor *cursor, uint32_t packet, unsigned *count)
{
	const struct run *run = run_with(f, packet);
	*count = 0;
	if (run == NULL)
		return NULL;
	bool on = cursor->run == run_of(packet) && cursor->at <= run->count &&
	          (cursor->at == 0 || run->at[cursor->at - 1].packet < packet);
	if (!on)
		*cursor =
		    (struct findings_cursor){ run_of(packet), place_of(run, key_of(packet, 0)) };
	while (cursor->at < run->count && run->at[cursor->at].packet < packet)
		cursor->at++;
	return those_of(run, cursor->at, packet, count);
}

void findings_forget(struct findings *f, uint32_t before)
{
	uint32_t first = before > 0 ? run_of(before) : 0;
	for (; f->first < first && f->first < f->runs; f->first++)
		if (f->run[f->first] != NULL) {
			f->count -= f->run[f->first]->count;
			free(f->run[f->first]);
			f->run[f->first] = NULL;
		}
	/* The next finding may belong to a run after others that were never created. */
	if (f->first < first) {
		f->first = first;
		if (f->runs < first)
			begin_runs(f, first);
	}
}

size_t findings_count(const struct findings *f)
{
	return f->count;
}
