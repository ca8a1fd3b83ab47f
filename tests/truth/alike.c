#include "alike.h"

#include <stdlib.h>

#include "core/base/memory.h"
#include "core/record/note.h"
#include "core/record/seq.h"

/* Up to this RTT the timer expires no later than the probe, which is due after two RTTs and 200 ms:
 * RTTs between 0 and 130 ms vary by 65 ms at most, and four times that is less than their mean plus
 * 200 ms. */
#define CLOSE_NS 130000000

#define TIMED (NOTE_BIT(NOTE_RTO_RETRANSMISSION) | NOTE_BIT(NOTE_TAIL_LOSS_PROBE))

struct scene {
	const struct capture *capture;
	const struct known *known;
};

static const struct known *known_at(const struct scene *s, size_t i)
{
	uint32_t fate = s->capture->fate[i];
	return fate != 0 ? &s->known[fate - 1] : NULL;
}

static uint32_t end_of(const struct segment *s)
{
	return s->seq + s->len + !!(s->flags & TCP_SYN) + !!(s->flags & TCP_FIN);
}

/* Returns true if they are of the same connection and, if same_way, the same direction. */
static bool is_beside(const struct scene *s, size_t i, size_t other, bool same_way)
{
	const struct segment *segment = s->capture->segment;
	const struct known *a = known_at(s, i), *b = known_at(s, other);
	return a != NULL && b != NULL && a->connection == b->connection &&
	       (way_of(&segment[i]) == way_of(&segment[other])) == same_way;
}

static bool is_retransmission(const struct scene *s, size_t i)
{
	const struct segment *segment = &s->capture->segment[i];
	const struct known *k = known_at(s, i);
	return k != NULL && k->retransmission && !(segment->flags & TCP_SYN) &&
	       segment->seq != end_of(segment);
}

/* Returns true if nothing else was in flight, as far as this capture shows, and it is the only
 * retransmission. */
static bool is_single(const struct scene *s, size_t i)
{
	const struct segment *all = s->capture->segment, *it = &all[i];
	bool acked = false;
	for (size_t n = 0; n < s->capture->count; n++) {
		if (is_beside(s, i, n, false) && n < i && (all[n].flags & TCP_ACK))
			acked = acked || seq_le(it->seq, all[n].ack);
		if (n == i || !is_beside(s, i, n, true))
			continue;
		if (n < i && seq_lt(end_of(it), end_of(&all[n])))
			return false;
		if (is_retransmission(s, n) && seq_lt(all[n].seq, end_of(it)) &&
		    seq_lt(it->seq, end_of(&all[n])))
			return false;
	}
	return acked;
}

/* Returns the time from a segment to its ACK; 0 if there was a retransmission in between. */
static int64_t sample_of(const struct scene *s, size_t i)
{
	const struct segment *all = s->capture->segment;
	uint32_t end = end_of(&all[i]);
	if (end == all[i].seq || is_retransmission(s, i))
		return 0;
	for (size_t n = i + 1; n < s->capture->count; n++) {
		if (is_beside(s, i, n, true) && is_retransmission(s, n))
			return 0;
		if (is_beside(s, i, n, false) && (all[n].flags & TCP_ACK) &&
		    seq_le(end, all[n].ack))
			return all[n].time_ns - all[i].time_ns;
	}
	return 0;
}

/* Returns the longest RTT that the sender of a segment can have measured: seen at its own end, from
 * there and back; elsewhere the sum of both ways. */
static int64_t longest_ns(const struct scene *s, size_t i)
{
	int64_t most[2] = { 0, 0 };
	for (size_t n = 0; n < s->capture->count; n++) {
		bool same = is_beside(s, i, n, true);
		if (!same && !is_beside(s, i, n, false))
			continue;
		int64_t sample = sample_of(s, n);
		most[same] = sample > most[same] ? sample : most[same];
	}
	bool own = sent_at(s->capture->end, &s->capture->segment[i]);
	return own ? most[true] : most[true] + most[false];
}

/* Returns true if the side that sent a segment shows anywhere whether it probes. */
static bool is_told(const struct scene *s, size_t i)
{
	for (size_t n = 0; n < s->capture->count; n++) {
		if (!is_beside(s, i, n, true) || !is_retransmission(s, n))
			continue;
		const struct known *k = known_at(s, n);
		bool fast = k->cause_known && k->cause == NOTE_BIT(NOTE_FAST_RETRANSMISSION);
		if (!fast && !is_single(s, n))
			return true;
	}
	return false;
}

bool *alike_of(const struct known *known, const struct capture *capture)
{
	struct scene s = { capture, known };
	bool *alike = memory_zeroed(capture->count + 1, sizeof(*alike));
	for (size_t i = 0; i < capture->count; i++) {
		const struct known *k = known_at(&s, i);
		alike[i] = is_retransmission(&s, i) && k->cause_known && (k->cause & TIMED) &&
		           is_single(&s, i) && longest_ns(&s, i) <= CLOSE_NS && !is_told(&s, i);
	}
	return alike;
}
