/* Where a segment was captured, how far that is from both ends, and what its sender knew. For
 * core/analyse/retransmission.c, core/analyse/resend_cause.c, core/analyse/sender_timers.c and
 * core/analyse/tail_loss_probe.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/analyse/moment.h"
#include "core/analyse/thresholds.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"
#include "core/record/session.h"

/* Returns the shortest RTT of the whole path, or 0. */
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

/* Far from the sender: returns true if the newest packet of the other side had not reached it yet,
 * by the timestamp that it echoes. */
static inline bool has_not_heard(const struct track *t)
{
	const struct segment *s = t->segment;
	const struct recovery *peer = t->peer->recovery;
	return !captured_at_sender(t) && (s->options & OPTION_TIMESTAMP) && peer != NULL &&
	       peer->seen.ts_high != 0 && seq_lt(s->ts_ecr, peer->seen.ts_high);
}

/* Returns the shortest RTT from here to the sender. */
static inline int64_t sender_ns(const struct track *t)
{
	return captured_at_sender(t) ? 0 : (int64_t)t->peer->rtt_us * NS_PER_US;
}

/* Returns true if a packet of the other side that passed here at that time can have reached the
 * sender before it sent the new packet. RTTs differ a little. */
static inline bool has_come_to_sender(const struct track *t, int64_t time_ns)
{
	return t->segment->time_ns - time_ns >= sender_ns(t) / 4 * 3;
}

/* Returns true if it acknowledges a FIN: nothing more is due that would need window. */
static inline bool acks_fin(const struct track *t)
{
	return t->peer->fin_seen && t->segment->ack == t->peer->next;
}

/* Returns true if all its data was acknowledged; that ACK had not reached the sender, or it would
 * not have retransmitted. */
static inline bool is_covered(const struct track *t)
{
	return t->own->acked_known && seq_le(packet_end(t->packet), t->own->acked);
}
