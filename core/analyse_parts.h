/* Where a segment was captured, and how far that is from its ends. For core/analyse_repeat.c and core/analyse_cause.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/session.h"
#include "core/track.h"

#define NS_PER_US 1000
#define NS_PER_MS INT64_C(1000000)

/* The shortest round trip of the whole path, or 0. */
static inline int64_t round_trip_ns(const struct track *t)
{
	return ((int64_t)t->own->rtt_us + t->peer->rtt_us) * NS_PER_US;
}

static inline bool captured_at_sender(const struct track *t)
{
	return session_is_nearer(t->session, t->side);
}

static inline bool captured_at_receiver(const struct track *t)
{
	return session_is_nearer(t->session, side_other(t->side));
}
