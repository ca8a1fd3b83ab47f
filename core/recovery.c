#include "core/recovery.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/seq.h"

#define BACKOFF_MOST 8

struct recovery *recovery_new(int64_t sent_ns, int64_t rtt_ns)
{
	struct recovery *r = memory_zeroed(1, sizeof(*r));
	r->sent_ns = sent_ns;
	r->acked_ns = r->opened_ns = INT64_MIN;
	if (rtt_ns > 0)
		rtt_sample(&r->rtt, rtt_ns);
	return r;
}

void recovery_free(struct recovery *r)
{
	if (r == NULL)
		return;
	free(r->gaps);
	free(r->resent);
	free(r);
}

int64_t recovery_rto(const struct recovery *r)
{
	unsigned backoff = r->timeouts < BACKOFF_MOST ? r->timeouts : BACKOFF_MOST;
	return rtt_timeout(&r->rtt, RTT_LINUX_MARGIN_NS) << backoff;
}

void recovery_window(struct recovery *r, int64_t now, uint32_t was, uint32_t edge, uint32_t next)
{
	if (!seq_lt(was, edge))
		return;
	/* What was given before counts only where a segment could be sent. */
	if (r->opened_ns <= r->sent_ns || seq_diff(was, next) < (int32_t)recovery_full(r)) {
		r->opened_ns = now;
		r->shut_edge = was;
	}
}

bool recovery_numbers_packets(const struct recovery *r)
{
	return r->ids_up >= 2 && r->ids_up > 4 * r->ids_odd;
}

void recovery_see_id(struct recovery *r, uint16_t ip_id)
{
	uint16_t step = (uint16_t)(ip_id - r->last_id);
	bool up = step > 0 && step < 1024;
	if (r->last_id != 0 && ip_id != 0) {
		uint8_t *count = up ? &r->ids_up : &r->ids_odd;
		if (*count < 63)
			++*count;
	}
	r->last_id = ip_id;
}

/* Called when the circle has come to its start: the oldest stay in front. */
static void grow(struct recovery *r)
{
	unsigned old = r->resent_room, room = old == 0 ? RESENT_FIRST : old * 2;
	r->resent = memory_resize(r->resent, room, sizeof(*r->resent));
	memset(r->resent + old, 0, (room - old) * sizeof(*r->resent));
	r->resent_room = (uint8_t)room;
	r->resent_next = (uint8_t)old;
}

void recovery_remember(struct recovery *r, const struct resent *resent)
{
	bool first = r->resent == NULL;
	if (r->resent_next == 0 && r->resent_room < RESENT_MAX)
		grow(r);
	r->resent_end = first ? resent->end : seq_max(r->resent_end, resent->end);
	r->resent[r->resent_next] = *resent;
	r->resent[r->resent_next].open = true;
	r->resent_next = (uint8_t)((r->resent_next + 1) % r->resent_room);
}

/* A first block below the acknowledgement, or inside the second, reports a duplicate (RFC 2883, 4). */
static bool is_dsack(const struct segment *ack)
{
	if (ack->sack_count == 0)
		return false;
	if (seq_lt(ack->sack[0].start, ack->ack))
		return true;
	return ack->sack_count > 1 && seq_le(ack->sack[1].start, ack->sack[0].start) &&
	       seq_le(ack->sack[0].end, ack->sack[1].end);
}

static bool echoes_original(const struct resent *r, const struct segment *ack, uint32_t before)
{
	return r->stamped && (ack->options & OPTION_TIMESTAMP) && seq_lt(before, r->end) &&
	       seq_le(r->end, ack->ack) && seq_lt(ack->ts_ecr, r->ts_val);
}

unsigned recovery_needless(
    struct recovery *r, const struct segment *ack, uint32_t before, uint32_t packets[RESENT_MAX])
{
	unsigned found = 0;
	if (r->resent == NULL)
		return 0;
	/* What the block reports and was not yet accounted for: one duplicate, so of several retransmissions of the same
	 * bytes the oldest. */
	bool dsack = is_dsack(ack);
	uint32_t from = ack->sack[0].start;
	if (!dsack && seq_le(r->resent_end, before))
		return 0;
	for (unsigned i = 0; i < r->resent_room; i++) {
		struct resent *resent = &r->resent[(r->resent_next + i) % r->resent_room];
		if (!resent->open)
			continue;
		bool reported =
		    dsack && seq_le(from, resent->start) && seq_le(resent->end, ack->sack[0].end);
		if (!reported && !echoes_original(resent, ack, before))
			continue;
		if (reported)
			from = resent->end;
		resent->open = false;
		packets[found++] = resent->packet;
	}
	return found;
}

uint32_t recovery_overtook(const struct recovery *r, const struct segment *s, uint32_t segment_end)
{
	for (unsigned i = 0; i < r->resent_room; i++) {
		const struct resent *resent = &r->resent[i];
		bool brought = resent->packet != 0 && seq_le(resent->start, s->seq) &&
		               seq_le(segment_end, resent->end);
		if (brought && resent->stamped && (s->options & OPTION_TIMESTAMP) &&
		    seq_lt(s->ts_val, resent->ts_val))
			return resent->packet;
	}
	return 0;
}
