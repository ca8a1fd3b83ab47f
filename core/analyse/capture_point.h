/* Where a segment was captured, how far that is from its ends, and what its sender knew: for what
 * is sent again (core/analyse/retransmission.c, core/analyse/resend_cause.c,
 * core/analyse/sender_timers.c, core/analyse/tail_loss_probe.c). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/analyse/moment.h"
#include "core/analyse/thresholds.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"
#include "core/record/session.h"

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

static inline bool sack_in_use(const struct track *t)
{
	return t->session->sack_ok == 3 || !t->session->opener_known;
}

/* Far from the sender: the newest of the other side had not come to it yet, as the timestamp that
 * it echoes says. */
static inline bool has_not_heard(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct recovery *peer = t->peer->recovery;
	return !captured_at_sender(t) && (s->options & OPTION_TIMESTAMP) && peer != NULL &&
	       peer->seen.ts_high != 0 && seq_lt(s->ts_ecr, peer->seen.ts_high);
}

/* From here to the sender and back. */
static inline int64_t sender_ns(const struct track *t)
{
	return captured_at_sender(t) ? 0 : (int64_t)t->peer->rtt_us * NS_PER_US;
}

/* Whether something of the other side that passed here at that time can have come to the sender
 * before it sent the new packet. Round trips differ a little. */
static inline bool has_come_to_sender(const struct track *t, int64_t time_ns)
{
	return t->segment->time_ns - time_ns >= sender_ns(t) / 4 * 3;
}

/* It acknowledges a FIN: nothing is left to come that would need a window. */
static inline bool acks_fin(const struct track *t)
{
	return t->peer->fin_seen && t->segment->ack == t->peer->next;
}

/* All that it brings was acknowledged, but that ACK had not come to its sender, or it would not
 * send it again. */
static inline bool is_covered(const struct track *t)
{
	return t->own->acked_known && seq_le(packet_end(t->packet), t->own->acked);
}
