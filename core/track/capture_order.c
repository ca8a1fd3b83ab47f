#include "core/track/capture_order.h"

#include "core/analyse/capture_point.h"
#include "core/analyse/conclude.h"
#include "core/analyse/thresholds.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "core/record/seq.h"
#include "core/store/session_live.h"
#include "core/track/late_notes.h"

static struct lacks *lacks_of(struct track *t)
{
	if (t->session->follow == NULL)
		t->session->follow = pool_take(t->follows);
	return follow_lacks(t->session->follow);
}

static struct gaps *missed_of(const struct track *t, enum side side)
{
	const struct follow *f = t->session->follow;
	return f != NULL && f->lacks != NULL ? f->lacks->missed[side] : NULL;
}

void order_see_time(struct track *t)
{
	struct lacks *lacks = lacks_of(t);
	if (t->before_ns - t->segment->time_ns < CLOCK_STEP_NS)
		lacks->disordered++;
	else if (lacks->stepped == 0)
		lacks->stepped = t->number;
}

void order_miss(struct track *t, uint32_t from, uint32_t to, const struct gap *hole)
{
	const struct segment *s = t->segment;
	enum side side = side_other(t->side);
	struct lacks *lacks = lacks_of(t);
	lacks->holes[side]++;
	lacks->bytes[side] += to - from;
	gaps_open(&lacks->missed[side], (struct gap){
	                                    .start = from,
	                                    .end = to,
	                                    .opened_ns = s->time_ns,
	                                    .opened_by = t->number,
	                                    .beyond = hole != NULL ? hole->opened_by : 0,
	                                    .ts_val = s->ts_ecr,
	                                });
}

void order_miss_holes(struct track *t, uint32_t ack)
{
	const struct gaps *gaps = t->peer->recovery->gaps;
	for (unsigned i = 0; gaps != NULL && i < gaps->count; i++) {
		const struct gap *hole = &gaps->gap[i];
		if (!seq_lt(hole->start, ack))
			break;
		uint32_t end = seq_lt(hole->end, ack) ? hole->end : ack;
		order_miss(t, hole->start, end, hole);
		track_hole_missed(t, hole->opened_by);
	}
}

/* Returns true if the packet is older than one captured before it at that time, in a capture that
 * is not in order of time: this packet was captured late. */
static bool is_back(const struct track *t, int64_t since_ns)
{
	const struct follow *f = t->session->follow;
	int64_t now = t->segment->time_ns;
	return now < since_ns && since_ns - now < CLOCK_STEP_NS && f != NULL && f->lacks != NULL &&
	       f->lacks->disordered > 0;
}

/* Returns true if the segment was sent before the ACK that covers it, which was captured right
 * before: the ACK echoes its timestamp or a later one, or a retransmission could not come so soon.
 * Much later, it is an original that the network delayed. */
static bool was_sent_before_ack(const struct track *t, const struct gap *missed)
{
	const struct segment *s = t->segment;
	int64_t passed = s->time_ns - missed->opened_ns, rtt = round_trip_ns(t);
	if (passed >= REORDERING_NS)
		return false;
	if ((s->options & OPTION_TIMESTAMP) && missed->ts_val != 0)
		return seq_le(s->ts_val, missed->ts_val);
	return rtt == 0 || passed < rtt / 2;
}

void order_take_missed(struct track *t, struct evidence *e, uint32_t end)
{
	struct gaps *missed = missed_of(t, t->side);
	uint32_t seq = t->segment->seq;
	uint32_t late = gaps_fill(missed, seq, end, &e->missed);
	e->fresh += late;
	if (late > 0)
		lacks_of(t)->bytes[t->side] -= late;
	if (e->filled + late != end - seq)
		return;
	bool after_ack =
	    late > 0 && (was_sent_before_ack(t, &e->missed) || is_back(t, e->missed.opened_ns));
	bool after_later = e->filled > 0 && is_back(t, e->hole.opened_ns);
	if ((late > 0 && !after_ack) || (e->filled > 0 && !after_later))
		return;
	e->late = after_ack ? LATE_AFTER_ACK : LATE_AFTER_DATA;
	e->repeats = false;
	e->filled = 0;
}

static bool is_open(const struct gaps *gaps, uint32_t opened_by)
{
	for (unsigned i = 0; gaps != NULL && i < gaps->count; i++)
		if (gaps->gap[i].opened_by == opened_by)
			return true;
	return false;
}

void order_settle(struct track *t, const struct evidence *e)
{
	struct recovery *r = t->own->recovery;
	if (e->late == LATE_AFTER_DATA && !is_open(r->gaps, e->hole.opened_by))
		track_withdraw(t, e->hole.opened_by, NOTE_LOST_SEGMENT);
	if (e->late != LATE_AFTER_ACK)
		return;
	const struct packet *ack = packet_store_find(t->packets, e->missed.opened_by);
	if (t->segment->time_ns >= t->before_ns)
		lacks_of(t)->disordered++;
	if (ack != NULL && seq_le(t->end, ack->ack))
		t->packet->acked_by = e->missed.opened_by;
	if (is_open(missed_of(t, t->side), e->missed.opened_by))
		return;
	lacks_of(t)->holes[t->side]--;
	track_withdraw(t, e->missed.opened_by, NOTE_ACK_LOST_SEGMENT);
	track_withdraw(t, e->missed.beyond, NOTE_LOST_SEGMENT);
}
