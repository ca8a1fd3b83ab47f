#include "known.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/memory.h"
#include "core/record/note.h"
#include "core/record/seq.h"
#include "match.h"
#include "seen.h"

struct numbers {
	uint32_t *at[LAB_WAYS]; /* by number */
	uint64_t most;
};

struct numbers *numbers_new(const struct trace *trace)
{
	struct numbers *n = memory_zeroed(1, sizeof(*n));
	for (size_t i = 0; i < trace->fates; i++)
		n->most = trace->fate[i].number > n->most ? trace->fate[i].number : n->most;
	for (int way = 0; way < LAB_WAYS; way++)
		n->at[way] = memory_zeroed(n->most + 1, sizeof(uint32_t));
	for (size_t i = 0; i < trace->fates; i++) {
		const struct fate *f = &trace->fate[i];
		if (!(f->bits & FATE_COPY))
			n->at[f->way][f->number] = (uint32_t)i + 1;
	}
	return n;
}

void numbers_free(struct numbers *n)
{
	free(n->at[LAB_AB]);
	free(n->at[LAB_BA]);
	free(n);
}

uint32_t numbers_find(const struct numbers *n, uint8_t way, uint64_t number)
{
	return number <= n->most ? n->at[way][number] : 0;
}

static bool begins(const struct fate *f)
{
	return f->way == LAB_AB && (f->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN &&
	       !(f->bits & (FATE_COPY | FATE_AGAIN));
}

/* Simultaneous connections have different ports at A. */
static uint16_t port_of(const struct fate *f)
{
	return f->way == LAB_AB ? f->src.port : f->dst.port;
}

/* A connection begins with each SYN of A that is not a retransmission. */
static uint32_t connection_of(const struct trace *trace, const struct fate *f)
{
	const struct fate *begin = NULL;
	uint32_t before = 0;
	for (size_t i = 0; i < trace->fates; i++) {
		const struct fate *g = &trace->fate[i];
		bool later = begin != NULL && g->arrived_ns > f->arrived_ns;
		if (begins(g) && port_of(g) == port_of(f) && !later)
			begin = g;
	}
	for (size_t i = 0; i < trace->fates && begin != NULL; i++)
		before += begins(&trace->fate[i]) && trace->fate[i].arrived_ns < begin->arrived_ns;
	return before;
}

/* Returns true if every number of a packet had arrived in earlier packets. */
static bool is_spurious(const struct trace *trace, const struct known *known, size_t at)
{
	const struct fate *f = &trace->fate[at];
	uint32_t from = f->seq, to = fate_end(f);
	for (bool moved = true; moved && seq_lt(from, to);) {
		moved = false;
		for (size_t i = 0; i < trace->fates; i++) {
			const struct fate *g = &trace->fate[i];
			if (g->way != f->way || g->number >= f->number || !arrived(g) ||
			    (g->bits & FATE_CORRUPTED) || known[i].rejected ||
			    known[i].connection != known[at].connection)
				continue;
			if (seq_le(g->seq, from) && seq_lt(from, fate_end(g))) {
				from = fate_end(g);
				moved = true;
			}
		}
	}
	return !seq_lt(from, to);
}

/* Finds the trigger of a retransmission from the kernel's state right after it; timeouts: in a row
 * before it. */
static void find_cause(
    struct known *known, const struct fate *f, const struct look *look, uint8_t timeouts)
{
	/* A SYN-ACK is retransmitted by the timer, or because the SYN arrived again. */
	known->cause_known = (f->flags & (TCP_SYN | TCP_ACK)) != (TCP_SYN | TCP_ACK);
	if (f->flags & TCP_SYN)
		known->cause = NOTE_BIT(NOTE_RTO_RETRANSMISSION);
	else if (look->recovery == KERNEL_RECOVERY)
		known->cause = NOTE_BIT(NOTE_FAST_RETRANSMISSION);
	else if (look->recovery != KERNEL_LOSS)
		known->cause = NOTE_BIT(NOTE_TAIL_LOSS_PROBE);
	else if (look->timeouts > timeouts)
		known->cause = NOTE_BIT(NOTE_RTO_RETRANSMISSION);
}

/* Returns true if two segments are of the same pair of ports. */
static bool has_ports_of(const struct segment *a, const struct segment *b)
{
	return a->src.port + a->dst.port == b->src.port + b->dst.port;
}

uint32_t look_frame(const struct trace *trace, const struct look *look, bool *sent, bool *received)
{
	const struct capture *own = &trace->capture[look->host];
	uint32_t found = 0;
	*sent = *received = false;
	for (uint32_t i = 0; i < own->count; i++) {
		const struct segment *s = &own->segment[i],
		                     *at = found != 0 ? &own->segment[found - 1] : NULL;
		const struct fate *f = own->fate[i] != 0 ? &trace->fate[own->fate[i] - 1] : NULL;
		if (s->time_ns > look->until_ns)
			break;
		if (f != NULL && f->number == look->number && f->way == look->way &&
		    s->time_ns <= look->from_ns) {
			found = i + 1;
			*sent = *received = false;
		} else if (at != NULL && !has_ports_of(at, s)) {
			continue;
		} else if (sent_at(own->end, s)) {
			*sent = true;
		} else {
			*received = true;
		}
	}
	return found;
}

static void find_causes(
    const struct trace *trace, const struct numbers *numbers, struct known *known)
{
	uint8_t *all = memory_zeroed(known_connections(trace, known), LAB_HOSTS);
	for (size_t i = 0; i < trace->looks; i++) {
		const struct look *look = &trace->look[i];
		uint32_t n = numbers_find(numbers, look->way, look->number);
		const struct fate *f = n != 0 ? &trace->fate[n - 1] : NULL;
		bool sent, received;
		if (f == NULL)
			continue;
		uint8_t *timeouts = all + known[n - 1].connection * LAB_HOSTS;
		/* Packets that arrived in between may have changed the state. */
		if (look->sent && known[n - 1].retransmission && f->seq != fate_end(f) &&
		    look_frame(trace, look, &sent, &received) != 0 && !received)
			find_cause(&known[n - 1], f, look, timeouts[look->host]);
		timeouts[look->host] = look->timeouts;
	}
	free(all);
}

/* What the acknowledging host has received, as captured there. */
struct host {
	struct seen got;
	uint32_t edge; /* first number that it lacks */
	/* ACKs due for segments out of order or old, all with this number: */
	uint32_t owed;
	uint32_t owed_ack;
	uint32_t ack;
	struct sack_block sack; /* newest block that it sent */
	uint16_t win;
	bool acked, sacks; /* it sent an ACK; a block */
	bool stamped, fin_sent, fin_taken;
	bool asked; /* old data has arrived that may be answered */
	/* simultaneous open: its SYN arrived; and its SYN-ACK, not yet answered */
	bool met, meets;
	uint32_t recent;       /* TS.Recent (RFC 7323, 4.3) */
	struct known *doubted; /* segment that it may have discarded, or NULL */
	uint32_t doubted_seq, doubted_end;
};

static void host_owes(struct host *h)
{
	h->owed = h->owed_ack == h->edge ? h->owed + 1 : 1;
	h->owed_ack = h->edge;
}

/* Returns true if it may discard a segment because of an old timestamp. */
static bool host_doubts(struct host *h, const struct segment *s)
{
	if (!(s->options & OPTION_TIMESTAMP))
		return false;
	if (h->stamped && seq_lt(s->ts_val, h->recent))
		return true;
	if (!h->acked || seq_le(s->seq, h->ack)) {
		h->stamped = true;
		h->recent = s->ts_val;
	}
	return false;
}

static void host_has(struct host *h, uint32_t seq, uint32_t end)
{
	if (!h->got.begun)
		h->edge = seq;
	seen_take(&h->got, seq, end);
	uint32_t before = h->edge;
	while (h->edge - h->got.first < SEEN_BYTES && h->got.map[h->edge - h->got.first])
		h->edge++;
	if (h->edge == before)
		host_owes(h);
}

static void host_takes(
    struct host *h, const struct segment *s, const struct fate *f, struct known *known)
{
	uint32_t end = s->seq + s->len + !!(s->flags & TCP_SYN) + !!(s->flags & TCP_FIN);
	if (f != NULL && (f->bits & FATE_CORRUPTED))
		return;
	bool doubted = host_doubts(h, s);
	/* An empty segment below what was acknowledged is unacceptable (RFC 9293, 3.10.7.4). */
	bool old = s->seq == end && h->acked && seq_lt(s->seq, h->ack);
	h->asked = h->asked || doubted || (old && !(s->flags & TCP_RST));
	if (s->seq == end)
		return;
	/* The SYN-ACK of the other side must repeat its SYN. */
	unsigned syn = s->flags & (TCP_SYN | TCP_ACK);
	h->meets = h->met && syn == (TCP_SYN | TCP_ACK);
	h->met = syn == TCP_SYN;
	if (h->meets)
		return;
	h->fin_taken = h->fin_taken || (s->flags & TCP_FIN);
	if (doubted && known != NULL) {
		h->doubted = known;
		h->doubted_seq = s->seq;
		h->doubted_end = end;
		return;
	}
	host_has(h, s->seq, end);
}

/* The next ACK shows whether it was discarded. */
static void host_decides(struct host *h, const struct segment *ack)
{
	if (h->doubted == NULL || !(ack->flags & TCP_ACK))
		return;
	bool has = seq_le(h->doubted_end, ack->ack);
	for (unsigned i = 0; i < ack->sack_count; i++)
		has = has || (seq_le(ack->sack[i].start, h->doubted_seq) &&
		                 seq_le(h->doubted_end, ack->sack[i].end));
	h->doubted->rejected = !has;
	if (has)
		host_has(h, h->doubted_seq, h->doubted_end);
	else
		host_owes(h);
	h->doubted = NULL;
}

/* Data that was captured but is not acknowledged while holes are reported was discarded beyond the
 * capture point. */
static void host_forgets(struct host *h, uint32_t ack)
{
	for (uint32_t n = ack; n != h->edge; n++)
		h->got.map[n - h->got.first] = 0;
	h->edge = h->owed_ack = ack;
	h->owed = h->owed > 0 ? h->owed : 1;
}

/* Returns true if a block reports an arrival that no earlier segment reported. */
static bool host_reports(struct host *h, const struct segment *s)
{
	if (s->sack_count == 0)
		return false;
	bool new = !h->sacks || h->sack.start != s->sack[0].start || h->sack.end != s->sack[0].end;
	h->sacks = true;
	h->sack = s->sack[0];
	return new;
}

/* Returns the true notes of a pure ACK, given what its sender had received. */
static uint64_t host_acks(struct host *h, const struct segment *s)
{
	bool pure =
	    s->len == 0 && !(s->flags & (TCP_SYN | TCP_FIN | TCP_RST)) && (s->flags & TCP_ACK);
	bool same = h->acked && s->ack == h->ack;
	uint64_t notes = 0;
	host_decides(h, s);
	if (same && s->sack_count > 0 && h->got.begun && seq_lt(s->ack, h->edge))
		host_forgets(h, s->ack);
	bool reports = host_reports(h, s), due = h->owed > 0 && s->ack == h->owed_ack;
	/* Data on its way out does not answer what has just arrived; the ACK after it does. */
	due = reports || (due && (pure || !h->sacks));
	if (pure && same && h->meets)
		h->meets = false;
	else if (pure && same && due)
		notes = NOTE_BIT(NOTE_DUPLICATE_ACK);
	else if (pure && same && s->win != h->win)
		notes = NOTE_BIT(NOTE_WINDOW_UPDATE);
	h->owed -= due && h->owed > 0;
	h->fin_sent = h->fin_sent || (s->flags & TCP_FIN);
	h->ack = s->ack;
	h->win = s->win;
	h->acked = h->acked || (s->flags & TCP_ACK);
	return notes;
}

/* Sets what is true of the ACKs of the host at that end. */
static void judge_acks(const struct trace *trace, struct known *known, int end)
{
	const struct capture *c = &trace->capture[end];
	struct host *hosts = memory_zeroed(known_connections(trace, known), sizeof(*hosts));
	uint32_t connection = 0;
	for (size_t i = 0; i < c->count; i++) {
		const struct segment *s = &c->segment[i];
		uint32_t n = c->fate[i];
		connection = n != 0 ? known[n - 1].connection : connection;
		struct host *host = &hosts[connection];
		if (!sent_at(end, s))
			host_takes(host, s, n != 0 ? &trace->fate[n - 1] : NULL,
			    n != 0 ? &known[n - 1] : NULL);
		else if (n != 0)
			known[n - 1].ack_notes = host_acks(host, s);
		if (n == 0 || !sent_at(end, s))
			continue;
		/* A host also answers old ACKs, and everything old after the end. */
		bool past = host->fin_sent && host->fin_taken;
		if ((past || host->asked) && known[n - 1].ack_notes == 0)
			known[n - 1].ack_open = NOTE_BIT(NOTE_DUPLICATE_ACK);
		host->asked = false;
	}
	free(hosts);
}

/* In a simultaneous open the first SYN-ACK is new although its SYN was sent before. */
static bool is_retransmission(const struct trace *trace, const struct known *known, size_t at)
{
	const struct fate *f = &trace->fate[at];
	unsigned both = TCP_SYN | TCP_ACK;
	if (!(f->bits & FATE_AGAIN) || (f->flags & both) != both)
		return f->bits & FATE_AGAIN;
	for (size_t i = 0; i < trace->fates; i++) {
		const struct fate *g = &trace->fate[i];
		if (g->way == f->way && g->number < f->number && (g->flags & both) == both &&
		    known[i].connection == known[at].connection)
			return true;
	}
	return false;
}

struct known *known_of(const struct trace *trace)
{
	struct known *known = memory_zeroed(trace->fates + 1, sizeof(*known));
	struct numbers *numbers = numbers_new(trace);
	for (size_t i = 0; i < trace->fates; i++)
		known[i].connection = connection_of(trace, &trace->fate[i]);
	judge_acks(trace, known, END_A);
	judge_acks(trace, known, END_B);
	for (size_t i = 0; i < trace->fates; i++) {
		known[i].retransmission = is_retransmission(trace, known, i);
		known[i].spurious = known[i].retransmission && is_spurious(trace, known, i);
	}
	find_causes(trace, numbers, known);
	numbers_free(numbers);
	return known;
}

uint32_t known_connections(const struct trace *trace, const struct known *known)
{
	uint32_t most = 0;
	for (size_t i = 0; i < trace->fates; i++)
		most = known[i].connection > most ? known[i].connection : most;
	return most + 1;
}
