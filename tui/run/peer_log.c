#include "tui/run/peer_log.h"

#include <stdlib.h>

#include "core/base/memory.h"

#define LATE_NS INT64_C(1000000000)

void talks_init(struct talks *talks)
{
	*talks = (struct talks){ .event = memory_zeroed(TALKS_MAX, sizeof(*talks->event)) };
}

void talks_free(struct talks *talks)
{
	free(talks->event);
	*talks = (struct talks){ 0 };
}

static struct talk *at(const struct talks *talks, uint64_t n)
{
	return &talks->event[n % TALKS_MAX];
}

static bool is_late(const struct talk *talk, const struct talk *before)
{
	int64_t late = before->time_ns - talk->time_ns;
	return late > 0 && late < LATE_NS;
}

void talks_keep(struct talks *talks, const struct talk *talk)
{
	uint64_t place = talks->total++;
	uint64_t oldest = place >= TALKS_MAX ? place - TALKS_MAX + 1 : 0;
	for (; place > oldest && is_late(talk, at(talks, place - 1)); place--)
		*at(talks, place) = *at(talks, place - 1);
	*at(talks, place) = *talk;
}

const struct talk *talks_newest(const struct talks *talks, uint64_t n)
{
	if (n >= TALKS_MAX || n >= talks->total)
		return NULL;
	return at(talks, talks->total - 1 - n);
}
