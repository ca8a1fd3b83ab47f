#include "core/record/recovery.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/assertions.h"
#include "core/base/memory.h"
#include "core/record/sack.h"
#include "core/record/seq.h"

#define BACKOFF_MOST 8
/* Earlier than any packet, but near enough to subtract without overflow
 * (capture/source/pcap_header.h). */
#define NEVER_NS (-(INT64_MAX / 2))

void recovery_begin(struct recovery *r, int64_t sent_ns, int64_t rtt_ns)
{
	r->sent_ns = sent_ns;
	r->acked_ns = r->opened_ns = NEVER_NS;
	r->seen.room = SEEN_CALM;
	if (rtt_ns > 0)
		rtt_sample(&r->rtt, rtt_ns);
}

void recovery_end(struct recovery *r)
{
	free(r->gaps);
	free(r->repeats);
	free(r->loss);
	if (r->seen.room > SEEN_CALM)
		free(r->seen.more);
}

void recovery_settle(struct recovery *r)
{
	if (r == NULL)
		return;
	free(r->loss);
	r->loss = NULL;
	r->sacked = r->sack_reported = false;
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
	/* Window given earlier counts only if it had room for a full segment. */
	if (r->opened_ns <= r->sent_ns || seq_diff(was, next) < (int32_t)recovery_full(r)) {
		r->opened_ns = now;
		r->shut_edge = was;
	}
}

bool recovery_numbers_packets(const struct recovery *r)
{
	return r->ids_up >= 2 && r->ids_up > 4 * r->ids_odd;
}

#define IDS_MOST 63

void recovery_see_id(struct recovery *r, uint16_t ip_id)
{
	uint16_t step = (uint16_t)(ip_id - r->last_id);
	bool up = step > 0 && step < 1024;
	if (r->last_id != 0 && ip_id != 0) {
		if (up && r->ids_up < IDS_MOST)
			r->ids_up++;
		else if (!up && r->ids_odd < IDS_MOST)
			r->ids_odd++;
	}
	r->last_id = ip_id;
}

/* Called when `next` has wrapped to 0: the oldest entries stay in front. */
static void grow_seen(struct seen *seen)
{
	unsigned old = seen->room, room = old * 2;
	assert(old >= SEEN_CALM && room <= SEEN_MAX);
	uint16_t *packets = memory_zeroed(room, 2 * sizeof(*packets));
	memcpy(packets, seen_packets(seen), old * sizeof(*packets));
	memcpy(packets + room, seen_digests(seen), old * sizeof(*packets));
	if (old > SEEN_CALM)
		free(seen->more);
	seen->more = packets;
	seen->room = (uint8_t)room;
	seen->next = (uint8_t)old;
}

void recovery_see(struct recovery *r, uint32_t packet, uint16_t digest)
{
	struct seen *seen = &r->seen;
	if (seen->next == 0 && seen->copies != 0 && seen->room < SEEN_MAX)
		grow_seen(seen);
	assert_costly(seen->next < seen->room && seen->room <= SEEN_MAX);
	seen_packets(seen)[seen->next] = (uint16_t)packet;
	seen_digests(seen)[seen->next] = digest;
	seen->next = (seen->next + 1) & (seen->room - 1);
}

void recovery_see_sack(struct recovery *r, const struct segment *ack)
{
	if (r->sacked && seq_le(r->loss->sack_high, ack->ack))
		r->sacked = false;
	for (unsigned i = 0; i < ack->sack_count; i++) {
		uint32_t end = ack->sack[i].end;
		if (!seq_lt(ack->ack, end) || (r->sacked && !seq_lt(r->loss->sack_high, end)))
			continue;
		if (r->loss == NULL)
			r->loss = memory_zeroed(1, sizeof(*r->loss));
		r->loss->sack_high = end;
		r->sacked = true;
	}
}

/* A partial ACK during recovery reports the next hole (RFC 6582, 3.2). */
static bool is_partial(const struct recovery *r, const struct segment *ack)
{
	return r->mode == RECOVERY_FAST && r->loss != NULL && r->loss->report[0].time_ns != 0 &&
	       seq_lt(r->loss->report[0].from, ack->ack) && seq_lt(ack->ack, r->until);
}

void recovery_see_report(struct recovery *r, const struct segment *ack, bool duplicate)
{
	/* A duplicate ACK that carries only a D-SACK reports bytes received twice, not a hole. */
	bool tells = r->sacked || (duplicate && ack->sack_count == 0) || is_partial(r, ack);
	if (!tells && !r->sack_reported && ack->sack_count == 0)
		return;
	if (r->loss == NULL && tells)
		r->loss = memory_zeroed(1, sizeof(*r->loss));
	struct loss *l = r->loss;
	if (l == NULL)
		return;
	l->sack_count = ack->sack_count;
	r->sack_reported = ack->sack_count > 0;
	memcpy(l->sack, ack->sack, sizeof(l->sack));
	if (!tells)
		return;
	if (l->report[0].time_ns == 0 || l->report[0].from != ack->ack)
		memmove(l->report + 1, l->report, sizeof(l->report) - sizeof(l->report[0]));
	bool goes_on = l->report[0].time_ns != 0 && l->report[0].from == ack->ack;
	l->report[0] =
	    (struct report){ ack->time_ns, ack->ack, r->sacked ? l->sack_high : ack->ack + 1,
		    goes_on ? l->report[0].ts_first : ack->ts_val, ack->ts_val };
}

/* Returns true if the newest segment that the sender had received was one of these reports. */
static bool echoes_report(const struct report *report, const struct segment *s)
{
	return (s->options & OPTION_TIMESTAMP) && report->ts_first != 0 &&
	       seq_le(report->ts_first, s->ts_ecr) && seq_le(s->ts_ecr, report->ts_last);
}

bool recovery_was_reported(const struct recovery *r, const struct segment *s, int64_t within)
{
	uint32_t end = s->seq + s->len + !!(s->flags & TCP_SYN) + !!(s->flags & TCP_FIN);
	for (unsigned i = 0; r->loss != NULL && i < REPORTS; i++) {
		const struct report *report = &r->loss->report[i];
		/* The ACK number itself is missing; the byte range before a SACK edge has arrived
		 * up to its end. */
		bool missing = s->seq == report->from ||
		               (seq_lt(report->from, s->seq) && seq_lt(end, report->to));
		if (report->time_ns != 0 && missing &&
		    (s->time_ns - report->time_ns <= within || echoes_report(report, s)))
			return true;
	}
	return false;
}

static uint32_t behind_block(const struct recovery *r, uint32_t seq)
{
	for (unsigned i = 0; r->loss != NULL && i < r->loss->sack_count; i++)
		if (seq_le(r->loss->sack[i].start, seq) && seq_lt(seq, r->loss->sack[i].end))
			return r->loss->sack[i].end;
	return seq;
}

uint32_t recovery_unsacked(const struct recovery *r, uint32_t seq)
{
	/* Blocks may follow each other, in any order. */
	for (unsigned i = 0; i < SACK_BLOCKS_MAX; i++)
		seq = behind_block(r, seq);
	return seq;
}

static unsigned repeats_room(const struct recovery *r)
{
	return r->repeats != NULL ? r->repeats->room : 0;
}

/* Called when `next` has wrapped to 0: the oldest entries stay in front. */
static struct repeats *grow(struct repeats *old)
{
	unsigned was = old != NULL ? old->room : 0, room = was == 0 ? RESENT_FIRST : was * 2;
	struct repeats *grown =
	    memory_resize(old, 1, sizeof(*grown) + room * sizeof(grown->resent[0]));
	memset(grown->resent + was, 0, (room - was) * sizeof(grown->resent[0]));
	grown->room = (uint8_t)room;
	grown->next = (uint8_t)was;
	return grown;
}

const struct resent *recovery_last(const struct recovery *r)
{
	const struct repeats *all = r->repeats;
	return all != NULL ? &all->resent[(all->next + all->room - 1u) % all->room] : NULL;
}

static void see_end(struct recovery *r, uint32_t until, uint32_t end)
{
	int32_t beyond = seq_diff(end, until);
	if (r->until != until)
		r->beyond = 0;
	r->until = until;
	if (beyond > UINT16_MAX) {
		r->until = end;
		r->beyond = 0;
	} else if (beyond > r->beyond) {
		r->beyond = (uint16_t)beyond;
	}
}

void recovery_remember(struct recovery *r, const struct resent *resent, uint32_t until)
{
	struct repeats *all = r->repeats;
	if (all == NULL || (all->next == 0 && all->room < RESENT_MAX))
		r->repeats = all = grow(all);
	see_end(r, until, resent_end(resent));
	assert(all->next < all->room && all->room <= RESENT_MAX);
	all->resent[all->next] = *resent;
	all->resent[all->next].open = true;
	all->next = (uint8_t)((all->next + 1) % all->room);
}

/* Returns true if the ACK covers the retransmission for the first time and its echoed timestamp
 * shows which copy caused it. */
static bool echoes(const struct resent *r, const struct segment *ack, uint32_t before)
{
	return r->stamped && (ack->options & OPTION_TIMESTAMP) && seq_lt(before, resent_end(r)) &&
	       seq_le(resent_end(r), ack->ack);
}

const struct resent *recovery_echoed(
    const struct recovery *r, const struct segment *ack, uint32_t before, bool *older)
{
	const struct resent *found = NULL;
	*older = false;
	for (unsigned i = 0; i < repeats_room(r); i++) {
		const struct resent *resent = &r->repeats->resent[i];
		if (!echoes(resent, ack, before))
			continue;
		if (resent->ts_val == ack->ts_ecr)
			found = resent;
		*older = *older || seq_lt(ack->ts_ecr, resent->ts_val);
	}
	return found;
}

/* Longest time between a packet and its network duplicate. */
#define DUPLICATE_NS 200000

/* Returns the retransmissions from the oldest (i = 0) on. */
static struct resent *resent_at(struct repeats *all, unsigned i)
{
	return &all->resent[(all->next + i) % all->room];
}

/* Returns the time from a packet to the ACK; RTT_MOST_NS if the packet is forgotten. */
static int64_t age_of(const struct proof *p, uint32_t packet)
{
	const struct packet *kept = packet_store_find(p->packets, packet);
	return kept != NULL ? p->ack->time_ns - kept->time_ns : RTT_MOST_NS;
}

/* Returns true if the D-SACK covers a retransmission that no earlier one reported. */
static bool is_reported(const struct resent *r, const struct segment *ack)
{
	return r->packet != 0 && !r->reported && seq_le(ack->sack[0].start, r->start) &&
	       seq_le(resent_end(r), ack->sack[0].end);
}

/* Returns true if the receiver answered the retransmission and its network duplicate at once. */
static bool is_duplicated(const struct resent *r, const struct proof *p)
{
	return r->echoed_by != 0 && age_of(p, r->echoed_by) < DUPLICATE_NS;
}

/* Extends the block: a segment split into several may be retransmitted from its end to its start,
 * seen from the newest. */
static struct sack_block join(struct sack_block block, const struct resent *r)
{
	bool empty = block.start == block.end;
	if (empty || seq_lt(r->start, block.start))
		block.start = r->start;
	if (empty || seq_lt(block.end, resent_end(r)))
		block.end = resent_end(r);
	return block;
}

/* The D-SACK reports the last copy that can have reached the receiver before it was sent. An
 * earlier copy had arrived, so that one is spurious, and so are the copies after it. If no copy can
 * have arrived yet, the original arrived twice. */
static unsigned take_reported(struct repeats *all, const struct proof *p, uint32_t packets[])
{
	struct sack_block done = p->ack->sack[0]; /* newer retransmissions explain it */
	unsigned found = 0;
	done.end = done.start;
	for (unsigned i = all->room; i-- > 0;) {
		struct resent *resent = resent_at(all, i);
		bool explained =
		    seq_lt(done.start, resent_end(resent)) && seq_lt(resent->start, done.end);
		if (!is_reported(resent, p->ack) || explained)
			continue;
		bool newest = age_of(p, resent->packet) >= p->rtt_ns / 10 * 9;
		if (newest)
			done = join(done, resent);
		if (newest && is_duplicated(resent, p))
			continue;
		if (resent->open)
			packets[found++] = resent->packet;
		resent->open = false;
		resent->reported = newest;
	}
	return found;
}

/* Returns true if the ACK shows that the retransmission filled the receiver's left edge: by its
 * timestamp or, without timestamps, because the ACK covers more than the edge. */
static bool came_at_edge(const struct resent *r, const struct proof *p)
{
	if (r->stamped)
		return echoes(r, p->ack, p->before) && p->ack->ts_ecr == r->ts_val;
	return r->packet != 0 && r->start == p->before && seq_le(resent_end(r), p->ack->ack);
}

/* A receiver echoes the timestamp of the segment at its left edge (RFC 7323, 4.3): of several with
 * that timestamp, the one with the lowest number. */
static void mark_echoed(struct repeats *all, const struct proof *p)
{
	struct resent *edge = NULL;
	for (unsigned i = 0; i < all->room; i++) {
		struct resent *resent = &all->resent[i];
		if (resent->open && came_at_edge(resent, p) &&
		    (edge == NULL || seq_lt(resent->start, edge->start)))
			edge = resent;
	}
	if (edge != NULL)
		edge->echoed_by = p->number;
}

static unsigned take_echoes(struct repeats *all, const struct proof *p, uint32_t packets[])
{
	const struct segment *ack = p->ack;
	unsigned found = 0;
	mark_echoed(all, p);
	for (unsigned i = 0; i < all->room; i++) {
		struct resent *resent = resent_at(all, i);
		/* Segments beyond the left edge are not echoed (RFC 7323, 4.3). */
		if (!resent->open || !echoes(resent, ack, p->before) ||
		    !seq_lt(ack->ts_ecr, resent->ts_val) || seq_lt(p->before, resent->start))
			continue;
		resent->open = false;
		packets[found++] = resent->packet;
	}
	return found;
}

unsigned recovery_spurious(
    struct recovery *r, const struct proof *p, uint32_t packets[RESENT_MAX], unsigned *reported)
{
	*reported = 0;
	bool dsack = sack_is_duplicate(p->ack);
	if ((!dsack && seq_le(r->until + r->beyond, p->before)) || r->repeats == NULL)
		return 0;
	*reported = dsack ? take_reported(r->repeats, p, packets) : 0;
	return *reported + take_echoes(r->repeats, p, packets + *reported);
}

uint32_t recovery_overtook(const struct recovery *r, const struct segment *s)
{
	for (unsigned i = 0; i < repeats_room(r); i++) {
		const struct resent *resent = &r->repeats->resent[i];
		bool brought = resent->packet != 0 && seq_le(resent->start, s->seq) &&
		               seq_lt(s->seq, resent_end(resent));
		if (brought && resent->stamped && (s->options & OPTION_TIMESTAMP) &&
		    seq_lt(s->ts_val, resent->ts_val))
			return resent->packet;
	}
	return 0;
}
