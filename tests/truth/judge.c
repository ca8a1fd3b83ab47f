#include "judge.h"

#include <stdlib.h>
#include <string.h>

#include "capture/lab/net.h"
#include "core/memory.h"
#include "core/seq.h"

struct judge {
	const struct trace *trace;
	int end;
	bool *used; /* fates matched to a segment already */
	struct truth *truth;
};

static uint32_t span_end(uint32_t seq, uint32_t len, uint16_t flags)
{
	return seq + len + !!(flags & TCP_SYN) + !!(flags & TCP_FIN);
}

static enum lab_way way_of(const struct segment *s)
{
	struct addr v4 = lab_net_addr(LAB_A, false), v6 = lab_net_addr(LAB_A, true);
	return addr_compare(&s->src.addr, &v4) == 0 || addr_compare(&s->src.addr, &v6) == 0
	           ? LAB_AB
	           : LAB_BA;
}

static bool sent_here(const struct judge *j, const struct segment *s)
{
	return (j->end == END_A) == (way_of(s) == LAB_AB);
}

static bool arrived(const struct fate *f)
{
	return f->kind == FATE_DELIVERED && f->departed_ns != 0;
}

/* The fate of a segment as it was seen here: of those that fit, the first sent or the first delivered. */
static const struct fate *fate_of(struct judge *j, const struct segment *s)
{
	const struct fate *best = NULL;
	bool here = sent_here(j, s);
	for (size_t i = 0; i < j->trace->fates; i++) {
		const struct fate *f = &j->trace->fate[i];
		if (j->used[i] || !fate_is_of(f, s) ||
		    (here ? (f->bits & FATE_COPY) != 0 : !arrived(f)))
			continue;
		bool sooner = best == NULL || (here ? f->arrived_ns < best->arrived_ns
		                                    : f->departed_ns < best->departed_ns);
		best = sooner ? f : best;
	}
	if (best != NULL)
		j->used[best - j->trace->fate] = true;
	return best;
}

/* Whether every number of [from, to) arrived in what was sent before a fate. */
static bool covered_before(const struct judge *j, const struct fate *f, uint32_t from, uint32_t to)
{
	for (bool moved = true; moved && seq_lt(from, to);) {
		moved = false;
		for (size_t i = 0; i < j->trace->fates; i++) {
			const struct fate *g = &j->trace->fate[i];
			uint32_t end = span_end(g->seq, g->len, g->flags);
			if (g->way != f->way || g->number >= f->number || !arrived(g) ||
			    (g->bits & FATE_CORRUPTED))
				continue;
			if (seq_le(g->seq, from) && seq_lt(from, end)) {
				from = end;
				moved = true;
			}
		}
	}
	return !seq_lt(from, to);
}

/* Numbers that this end has seen of one direction, as a bitmap from the first one on. */
#define SEEN_BYTES (1u << 20)

struct seen {
	bool begun;
	uint32_t first, next;
	uint8_t map[SEEN_BYTES];
};

/* Marks a range; returns how many of it were new. */
static uint32_t see(struct seen *seen, uint32_t seq, uint32_t end)
{
	uint32_t fresh = 0;
	if (!seen->begun) {
		seen->begun = true;
		seen->first = seen->next = seq;
	}
	for (uint32_t n = seq; n != end; n++) {
		uint32_t at = n - seen->first;
		if (at >= SEEN_BYTES)
			continue;
		fresh += !seen->map[at];
		seen->map[at] = 1;
	}
	if (seq_lt(seen->next, end))
		seen->next = end;
	return fresh;
}

/* Whether a segment captured at its sender's end shows that the bytes had arrived before this copy: D-SACK, the timestamp of
 * the original echoed, or an ACK of them that had come before it was sent. */
static bool is_evident(const struct judge *j, size_t at, const struct segment *s, uint32_t end)
{
	for (size_t i = 0; i < j->trace->segments[j->end]; i++) {
		const struct segment *ack = &j->trace->segment[j->end][i];
		if (way_of(ack) == way_of(s) || !(ack->flags & TCP_ACK))
			continue;
		bool covers = seq_le(end, ack->ack);
		bool stamped = (ack->options & s->options & OPTION_TIMESTAMP) != 0;
		bool reported = ack->sack_count > 0 && seq_le(ack->sack[0].start, s->seq) &&
		                seq_le(end, ack->sack[0].end) &&
		                seq_lt(ack->sack[0].start, ack->ack);
		if (i < at ? covers
		           : reported || (covers && stamped && seq_lt(ack->ts_ecr, s->ts_val)))
			return true;
	}
	return false;
}

static void judge_sequence(
    struct judge *j, size_t at, const struct fate *f, struct seen *seen, struct truth *t)
{
	const struct segment *s = &j->trace->segment[j->end][at];
	uint32_t end = span_end(s->seq, s->len, s->flags);
	bool known = seen->begun;
	uint32_t next = seen->next;
	see(seen, s->seq, end);
	if (known && seq_lt(next, s->seq) && !(s->flags & TCP_RST))
		t->notes |= NOTE_BIT(NOTE_LOST_SEGMENT);
	if (f == NULL || s->seq == end || (s->flags & TCP_RST))
		return;
	if (!sent_here(j, s) && (f->bits & FATE_COPY)) {
		t->notes |= NOTE_BIT(NOTE_NETWORK_DUPLICATE);
		return;
	}
	bool below = known && seq_lt(s->seq, next);
	if (!(f->bits & FATE_AGAIN)) {
		if (below)
			t->notes |= NOTE_BIT(NOTE_OUT_OF_ORDER);
		return;
	}
	bool needless = covered_before(j, f, s->seq, end);
	if (below)
		t->notes |= NOTE_BIT(NOTE_RETRANSMISSION);
	else
		t->open |= NOTE_BIT(NOTE_RETRANSMISSION);
	if (sent_here(j, s) && !is_evident(j, at, s, end))
		t->open |= NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION);
	if (needless)
		t->notes |= NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION);
}

/* What the host that acknowledges has taken in, as captured there. */
struct host {
	struct seen got;
	uint32_t edge; /* the first number that it lacks */
	uint32_t
	    owed; /* ACKs that it owes for segments out of order or seen before, all with this number: */
	uint32_t owed_ack;
	uint32_t ack;
	uint16_t win;
	bool acked;
};

static void host_takes(struct host *h, const struct segment *s, const struct fate *f)
{
	uint32_t end = span_end(s->seq, s->len, s->flags);
	if (s->seq == end || (f != NULL && (f->bits & FATE_CORRUPTED)))
		return;
	if (!h->got.begun)
		h->edge = s->seq;
	see(&h->got, s->seq, end);
	uint32_t before = h->edge;
	while (h->edge - h->got.first < SEEN_BYTES && h->got.map[h->edge - h->got.first])
		h->edge++;
	if (h->edge != before)
		return;
	h->owed = h->owed_ack == h->edge ? h->owed + 1 : 1;
	h->owed_ack = h->edge;
}

/* The notes that are true of a pure ACK, by what its sender had taken in. */
static uint64_t host_acks(struct host *h, const struct segment *s)
{
	bool pure =
	    s->len == 0 && !(s->flags & (TCP_SYN | TCP_FIN | TCP_RST)) && (s->flags & TCP_ACK);
	bool same = h->acked && s->ack == h->ack;
	uint64_t notes = 0;
	/* What was captured but is not acknowledged where holes are reported was thrown away behind the capture. */
	if (same && s->sack_count > 0 && h->got.begun && seq_lt(s->ack, h->edge)) {
		for (uint32_t n = s->ack; n != h->edge; n++)
			h->got.map[n - h->got.first] = 0;
		h->edge = h->owed_ack = s->ack;
		h->owed = h->owed > 0 ? h->owed : 1;
	}
	bool due = h->owed > 0 && s->ack == h->owed_ack;
	if (pure && same && due) {
		notes = NOTE_BIT(NOTE_DUPLICATE_ACK);
	} else if (pure && same && s->win != h->win) {
		notes = NOTE_BIT(NOTE_WINDOW_UPDATE);
	}
	h->owed -= due;
	h->ack = s->ack;
	h->win = s->win;
	h->acked = h->acked || (s->flags & TCP_ACK);
	return notes;
}

/* Says of each fate of the ACKs of one host what is true of them; indexed as the fates. */
static void judge_acks(const struct trace *trace, int host_end, uint64_t *of_fate)
{
	struct judge j = { .trace = trace, .end = host_end };
	struct host *host = memory_zeroed(1, sizeof(*host));
	j.used = memory_zeroed(trace->fates + 1, sizeof(*j.used));
	for (size_t i = 0; i < trace->segments[host_end]; i++) {
		const struct segment *s = &trace->segment[host_end][i];
		const struct fate *f = fate_of(&j, s);
		if (!sent_here(&j, s))
			host_takes(host, s, f);
		else if (f != NULL)
			of_fate[f - trace->fate] = host_acks(host, s);
	}
	free(j.used);
	free(host);
}

struct truth *judge_trace(const struct trace *trace, int end)
{
	struct judge j = { .trace = trace, .end = end };
	size_t count = trace->segments[end];
	uint64_t *acks = memory_zeroed(trace->fates + 1, sizeof(*acks));
	struct seen *seen = memory_zeroed(LAB_WAYS, sizeof(*seen));
	struct {
		bool known;
		uint32_t ack;
	} last[LAB_WAYS] = { 0 };
	judge_acks(trace, END_A, acks);
	judge_acks(trace, END_B, acks);
	j.used = memory_zeroed(trace->fates + 1, sizeof(*j.used));
	j.truth = memory_zeroed(count + 1, sizeof(*j.truth));
	for (size_t i = 0; i < count; i++) {
		const struct segment *s = &trace->segment[end][i];
		const struct fate *f = fate_of(&j, s);
		judge_sequence(&j, i, f, &seen[way_of(s)], &j.truth[i]);
		/* Its number is new here: the first ACK with it was lost on its way, or was late itself. */
		enum lab_way way = way_of(s);
		if (!last[way].known || last[way].ack != s->ack)
			j.truth[i].open |=
			    NOTE_BIT(NOTE_DUPLICATE_ACK) | NOTE_BIT(NOTE_WINDOW_UPDATE);
		last[way].known = s->flags & TCP_ACK;
		last[way].ack = s->ack;
		if (f == NULL)
			continue;
		if (!sent_here(&j, s) && (f->bits & FATE_COPY))
			j.truth[i].notes = NOTE_BIT(NOTE_NETWORK_DUPLICATE);
		else
			j.truth[i].notes |= acks[f - trace->fate];
	}
	free(j.used);
	free(acks);
	free(seen);
	return j.truth;
}

bool judge_score(struct score *score, const struct truth *truth, uint64_t notes)
{
	uint64_t given = notes & JUDGED & ~truth->open, due = truth->notes & ~truth->open;
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
