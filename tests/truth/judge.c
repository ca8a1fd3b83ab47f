#include "judge.h"

#include <stdlib.h>

#include "alike.h"
#include "core/base/memory.h"
#include "core/record/seq.h"
#include "match.h"
#include "seen.h"

/* What the capture has shown of one direction of one connection. */
struct shown {
	struct seen seen;
	bool acked; /* its last segment has an ACK, this one: */
	uint32_t ack;
};

struct judge {
	const struct trace *trace;
	const struct known *known;
	const struct capture *capture;
	struct numbers *numbers;
	bool *came;          /* by fate: the capture has it */
	bool *alike;         /* by segment: alike_of() */
	struct shown *shown; /* [connection][way] */
};

static uint32_t segment_end(const struct segment *s)
{
	return s->seq + s->len + !!(s->flags & TCP_SYN) + !!(s->flags & TCP_FIN);
}

/* The other way, of the same connection. */
static bool is_opposite(const struct judge *j, size_t at, size_t other)
{
	const struct capture *c = j->capture;
	uint32_t n = c->fate[at], m = c->fate[other];
	return n != 0 && m != 0 && j->known[n - 1].connection == j->known[m - 1].connection &&
	       way_of(&c->segment[at]) != way_of(&c->segment[other]);
}

/* Returns which of the trace's segments, from 1, made the receiver report a duplicate: the last
 * with these numbers to arrive before it sent that ACK. 0: not found. */
static uint32_t reported_by(const struct judge *j, uint32_t ack_fate, const struct segment *ack)
{
	const struct capture *c = &j->trace->capture[!j->capture->end];
	uint32_t found = 0;
	c = sent_at(c->end, ack) ? c : &j->trace->capture[j->capture->end];
	for (size_t i = 0; i < c->count && c->fate[i] != ack_fate; i++) {
		const struct segment *s = &c->segment[i];
		if (c->fate[i] != 0 && way_of(s) != way_of(ack) &&
		    j->known[c->fate[i] - 1].connection == j->known[ack_fate - 1].connection &&
		    seq_lt(s->seq, ack->sack[0].end) && seq_lt(ack->sack[0].start, segment_end(s)))
			found = c->fate[i];
	}
	return found;
}

/* Returns true for a report of this copy or an earlier one; of a later copy, either may have
 * arrived first. */
static bool is_report_of(const struct judge *j, size_t at, size_t ack)
{
	const struct capture *c = j->capture;
	uint32_t n = c->fate[at],
	         by = c->fate[ack] != 0 ? reported_by(j, c->fate[ack], &c->segment[ack]) : 0;
	return n == 0 || by == 0 || j->trace->fate[by - 1].number <= j->trace->fate[n - 1].number;
}

static bool is_report(const struct segment *ack, const struct segment *s, uint32_t end)
{
	return ack->sack_count > 0 && seq_le(ack->sack[0].start, s->seq) &&
	       seq_le(end, ack->sack[0].end) && seq_lt(ack->sack[0].start, ack->ack);
}

/* Whether the capture tells that the bytes of a segment had arrived before this copy: D-SACK, the
 * timestamp of the original echoed, or an ACK of them that had come before it. */
static bool is_evident(const struct judge *j, size_t at)
{
	const struct capture *c = j->capture;
	const struct segment *s = &c->segment[at];
	uint32_t end = segment_end(s), edge = s->seq - 1;
	for (size_t i = 0; i < c->count; i++) {
		const struct segment *ack = &c->segment[i];
		if (!is_opposite(j, at, i) || !(ack->flags & TCP_ACK))
			continue;
		bool covers = seq_le(end, ack->ack);
		if (i < at && covers)
			return true;
		/* A receiver echoes the segment at its left edge (RFC 7323, 4.3). */
		bool echoed = covers && seq_le(s->seq, edge) && seq_lt(edge, end) &&
		              (ack->options & s->options & OPTION_TIMESTAMP) &&
		              seq_lt(ack->ts_ecr, s->ts_val);
		edge = seq_lt(edge, ack->ack) ? ack->ack : edge;
		if (i > at && (echoed || (is_report(ack, s, end) && is_report_of(j, at, i))))
			return true;
	}
	return false;
}

/* Returns true for a network duplicate; of several copies, for those after the first one in this
 * capture. */
static bool is_duplicate(struct judge *j, size_t at, const struct fate *f)
{
	if (j->capture->mirrored[at])
		return true;
	uint32_t first = numbers_find(j->numbers, f->way, f->number);
	bool twice = first != 0 && j->came[first - 1];
	if (first != 0)
		j->came[first - 1] = true;
	return twice;
}

static void judge_again(struct judge *j, size_t at, bool below, bool had, struct truth *t)
{
	const struct known *k = &j->known[j->capture->fate[at] - 1];
	const struct segment *s = &j->capture->segment[at];
	uint64_t spurious = NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION);
	uint64_t is = NOTE_BIT(NOTE_RETRANSMISSION) | k->cause;
	if (k->spurious)
		is |= spurious;
	t->notes |= is;
	if (!below)
		t->open |= NOTE_BIT(NOTE_RETRANSMISSION) | CAUSES;
	if (!k->cause_known || k->cause == 0)
		t->open |= CAUSES;
	bool at_receiver = !sent_at(j->capture->end, s);
	/* Far from a server that answers two copies of a SYN, its SYN-ACKs look like a network
	 * duplicate. */
	if (at_receiver && (s->flags & TCP_SYN) && (s->flags & TCP_ACK))
		t->open |= NOTE_BIT(NOTE_RETRANSMISSION) | NOTE_BIT(NOTE_NETWORK_DUPLICATE) |
		           CAUSES | spurious;
	/* When the first copies were sent, only the timers tell apart. */
	if (at_receiver && !had && (k->cause & ~NOTE_BIT(NOTE_FAST_RETRANSMISSION)))
		t->open |= CAUSES & ~NOTE_BIT(NOTE_FAST_RETRANSMISSION);
	if (j->alike[at])
		t->open |= CAUSES & ~NOTE_BIT(NOTE_FAST_RETRANSMISSION);
	if (!(at_receiver && had) && !is_evident(j, at))
		t->open |= spurious;
}

static void judge_sequence(struct judge *j, size_t at, struct shown *shown, struct truth *t)
{
	const struct segment *s = &j->capture->segment[at];
	const struct known *k = &j->known[j->capture->fate[at] - 1];
	uint32_t end = segment_end(s), next = shown->seen.next;
	bool known = shown->seen.begun, had = seen_all(&shown->seen, s->seq, end);
	if (s->flags & TCP_RST)
		return;
	seen_take(&shown->seen, s->seq, end);
	if (known && seq_lt(next, s->seq))
		t->notes |= NOTE_BIT(NOTE_LOST_SEGMENT);
	if (s->seq == end)
		return;
	bool below = known && seq_lt(s->seq, next);
	if (k->retransmission)
		judge_again(j, at, below, had, t);
	else if (below && !(j->trace->fate[j->capture->fate[at] - 1].bits & FATE_AGAIN))
		t->notes |= NOTE_BIT(NOTE_OUT_OF_ORDER);
}

static void judge_segment(struct judge *j, size_t at, struct truth *t)
{
	const struct segment *s = &j->capture->segment[at];
	uint32_t n = j->capture->fate[at];
	if (n == 0) {
		t->open = JUDGED;
		return;
	}
	const struct fate *f = &j->trace->fate[n - 1];
	if (is_duplicate(j, at, f)) {
		t->notes = NOTE_BIT(NOTE_NETWORK_DUPLICATE);
		return;
	}
	struct shown *shown = &j->shown[j->known[n - 1].connection * LAB_WAYS + f->way];
	judge_sequence(j, at, shown, t);
	t->notes |= j->known[n - 1].ack_notes;
	t->open |= j->known[n - 1].ack_open;
	/* Its number is new here: the first ACK with it was lost or overtaken. */
	if (!shown->acked || shown->ack != s->ack)
		t->open |= NOTE_BIT(NOTE_DUPLICATE_ACK) | NOTE_BIT(NOTE_WINDOW_UPDATE);
	/* A damaged segment may announce any window. */
	if ((f->bits & FATE_CORRUPTED) && !sent_at(j->capture->end, s))
		t->open |= NOTE_BIT(NOTE_DUPLICATE_ACK) | NOTE_BIT(NOTE_WINDOW_UPDATE);
	shown->acked = s->flags & TCP_ACK;
	shown->ack = s->ack;
}

struct truth *judge_capture(
    const struct trace *trace, const struct known *known, const struct capture *capture)
{
	struct truth *truth = memory_zeroed(capture->count + 1, sizeof(*truth));
	struct judge j = { trace, known, capture, .numbers = numbers_new(trace) };
	j.came = memory_zeroed(trace->fates + 1, sizeof(*j.came));
	j.shown = memory_zeroed(known_connections(trace, known) * LAB_WAYS, sizeof(*j.shown));
	j.alike = alike_of(known, capture);
	for (size_t i = 0; i < capture->count; i++)
		judge_segment(&j, i, &truth[i]);
	numbers_free(j.numbers);
	free(j.came);
	free(j.alike);
	free(j.shown);
	return truth;
}

bool judge_score(struct score *score, const struct truth *truth, uint64_t notes, uint64_t judged)
{
	uint64_t counts = judged & ~truth->open, given = notes & counts,
	         due = truth->notes & counts;
	for (unsigned note = 0; note < NOTE_COUNT; note++) {
		uint64_t bit = NOTE_BIT(note);
		score->hit[note] += (given & due & bit) != 0;
		score->missed[note] += (due & ~given & bit) != 0;
		score->wrong[note] += (given & ~due & bit) != 0;
	}
	score->frames += (given | due) != 0;
	score->right += (given | due) != 0 && given == due;
	return given == due;
}

static bool is_right(const struct truth *truth, enum note note)
{
	bool untriggered = (truth->notes & ~truth->open & CAUSES) == 0;
	return (truth->notes & NOTE_BIT(note)) != 0 && (note != NOTE_RETRANSMISSION || untriggered);
}

void judge_rules(
    struct rule_score *score, const struct truth *truth, const struct model *m, uint32_t packet)
{
	unsigned count;
	const struct finding *f = model_findings(m, packet, &count);
	for (unsigned i = 0; i < count; i++) {
		enum note note = (enum note)f[i].note;
		bool judged = (JUDGED & ~truth->open & NOTE_BIT(note)) != 0;
		score->said[f[i].rule]++;
		score->open[f[i].rule] += !judged;
		score->right[f[i].rule] += judged && is_right(truth, note);
	}
}
