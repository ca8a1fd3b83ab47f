#include "core/model/figures.h"

#include <assert.h>

#include "core/store/session_live.h"

#include "core/base/add_saturating.h"
#include "core/model/notable.h"

static void add_rtt(struct figures *out, const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	int64_t rtt = p->acks != 0 ? model_rtt(m, packet) : -1;
	struct flow_figures *flow = &out->flow[side_other(packet_side(p))];
	if (rtt < 0)
		return;
	if (flow->rtts == 0 || rtt < flow->rtt_min_ns)
		flow->rtt_min_ns = rtt;
	if (rtt > flow->rtt_max_ns)
		flow->rtt_max_ns = rtt;
	sum_add(&flow->rtt_sum_ns, rtt);
	flow->rtts++;
}

static void add_packet(struct figures *out, const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	struct flow_figures *flow = &out->flow[packet_side(p)];
	out->packets++;
	flow->sent += packet_span(p) != 0;
	flow->resent += (p->notes & NOTE_BIT(NOTE_RETRANSMISSION)) != 0;
	if (p->notes != 0 || (p->flags & TCP_RST) != 0)
		for (uint64_t bits = events_of(m, packet); bits != 0; bits &= bits - 1)
			out->event[__builtin_ctzll(bits)]++;
	add_rtt(out, m, packet);
}

static void add_silence(struct figures *out, int64_t ns)
{
	if (ns >= TALLY_IDLE_NS)
		sum_add(&out->idle_ns, ns);
	if (ns > out->silence_ns)
		out->silence_ns = ns;
}

void figures_walk(const struct model *m, uint32_t session, uint32_t most, struct figures *out)
{
	const struct session *s = model_session(m, session);
	*out = (struct figures){ 0 };
	if (s == NULL)
		return;
	int64_t before = model_packet(m, s->first)->time_ns;
	for (uint32_t n = s->first; n != 0 && out->packets < most; n = model_packet(m, n)->next) {
		assert(model_packet(m, n)->session == session && out->packets < s->count);
		int64_t now = model_packet(m, n)->time_ns;
		add_silence(out, now - before);
		before = now;
		add_packet(out, m, n);
	}
}

static void take_flow(const struct tally *t, enum side side, struct flow_figures *out)
{
	*out = (struct flow_figures){
		.sent = t->sent[side],
		.resent = t->resent[side],
		.rtts = t->rtts[side],
		.rtt_min_ns = t->rtt_min_ns[side],
		.rtt_max_ns = t->rtt_max_ns[side],
		.rtt_sum_ns = t->rtt_sum_ns[side],
	};
}

static void take_tally(const struct session *s, const struct tally *t, struct figures *out)
{
	assert(t->begun && !t->stale && session_forgotten(s) == 0);
	*out = (struct figures){
		.packets = s->count, .idle_ns = t->idle_ns, .silence_ns = t->silence_ns
	};
	const uint32_t *count = t->count;
	for (uint64_t kinds = t->kinds; kinds != 0; kinds &= kinds - 1)
		out->event[__builtin_ctzll(kinds)] = *count++;
	take_flow(t, SIDE_A, &out->flow[SIDE_A]);
	take_flow(t, SIDE_B, &out->flow[SIDE_B]);
}

void figures_of(const struct model *m, uint32_t session, uint32_t most, struct figures *out)
{
	const struct session *s = model_session(m, session);
	const struct tally *t = s != NULL && s->follow != NULL ? &s->follow->tally : NULL;
	if (t != NULL && t->begun && !t->stale && session_forgotten(s) == 0)
		take_tally(s, t, out);
	else
		figures_walk(m, session, most, out);
}

double figures_goodput(const struct model *m, uint32_t session, enum side side)
{
	const struct session *s = model_session(m, session);
	/* The bytes are of all packets, but the duration is that of the kept ones. */
	if (session_forgotten(s) > 0)
		return -1;
	int64_t ns = model_packet(m, s->last)->time_ns - model_packet(m, s->first)->time_ns;
	return ns > 0 ? (double)s->flow[side].bytes * 1e9 / (double)ns : -1;
}

double figures_faster(const struct model *m, uint32_t session)
{
	double a = figures_goodput(m, session, SIDE_A), b = figures_goodput(m, session, SIDE_B);
	return a > b ? a : b;
}

int64_t figures_rtt(const struct figures *f)
{
	const struct flow_figures *a = &f->flow[SIDE_A], *b = &f->flow[SIDE_B];
	if (a->rtts == 0 && b->rtts == 0)
		return -1;
	bool by_a = b->rtts == 0 || (a->rtts != 0 && a->rtt_min_ns <= b->rtt_min_ns);
	return (by_a ? a : b)->rtt_min_ns;
}

double figures_resent(const struct figures *f)
{
	double sent = (double)f->flow[SIDE_A].sent + (double)f->flow[SIDE_B].sent;
	double resent = (double)f->flow[SIDE_A].resent + (double)f->flow[SIDE_B].resent;
	return sent > 0 ? resent / sent : -1;
}
