#include "tui/run/peer_log.h"

#include <stdlib.h>

#include "core/base/memory.h"

#define LATE_NS INT64_C(1000000000)

void peer_log_init(struct peer_log *peer_log)
{
	*peer_log =
	    (struct peer_log){ .event = memory_zeroed(PEER_LOG_MAX, sizeof(*peer_log->event)) };
}

void peer_log_free(struct peer_log *peer_log)
{
	free(peer_log->event);
	*peer_log = (struct peer_log){ 0 };
}

static struct peer_event *at(const struct peer_log *peer_log, uint64_t n)
{
	return &peer_log->event[n % PEER_LOG_MAX];
}

static bool is_late(const struct peer_event *event, const struct peer_event *before)
{
	int64_t late = before->time_ns - event->time_ns;
	return late > 0 && late < LATE_NS;
}

void peer_log_add(struct peer_log *peer_log, const struct peer_event *event)
{
	uint64_t place = peer_log->total++;
	uint64_t oldest = place >= PEER_LOG_MAX ? place - PEER_LOG_MAX + 1 : 0;
	for (; place > oldest && is_late(event, at(peer_log, place - 1)); place--)
		*at(peer_log, place) = *at(peer_log, place - 1);
	*at(peer_log, place) = *event;
}

const struct peer_event *peer_log_newest(const struct peer_log *peer_log, uint64_t n)
{
	if (n >= PEER_LOG_MAX || n >= peer_log->total)
		return NULL;
	return at(peer_log, peer_log->total - 1 - n);
}
