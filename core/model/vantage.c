#include "core/model/vantage.h"

#include <assert.h>
#include <stdlib.h>

/* Packets of a session to look at on either side of a time. */
#define REACH 20000

/* The clock may have been set during a capture, so times only show nearness. */
static int64_t distance(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* Returns which side of t is the given side of s, or -1 if the endpoints differ. */
static int side_in(const struct session *s, enum side side, const struct session *t)
{
	for (int i = SIDE_A; i <= SIDE_B; i++)
		if (endpoint_equal(&s->end[side], &t->end[i]) &&
		    endpoint_equal(&s->end[side_other(side)], &t->end[side_other((enum side)i)]))
			return i;
	return -1;
}

/* Ports are reused; initial sequence numbers practically never repeat. */
static bool same_session(const struct session *s, const struct session *t)
{
	int a = side_in(s, SIDE_A, t);
	if (a < 0)
		return false;
	for (int i = SIDE_A; i <= SIDE_B; i++) {
		const struct flow *f = &s->flow[i], *g = &t->flow[i == SIDE_A ? a : !a];
		if (f->syn_seen && g->syn_seen && f->base != g->base)
			return false;
	}
	return true;
}

uint32_t vantage_session(const struct vantage_way *way, uint32_t session)
{
	const struct session *s = model_session(way->from, session);
	uint32_t best = 0;
	int64_t nearest = INT64_MAX;
	if (s == NULL)
		return 0;
	int64_t time = model_packet(way->from, s->first)->time_ns + way->offset_ns;
	assert(s->count > 0 && s->first <= s->last);
	for (uint32_t i = model_session_after(way->to, 0); i != 0;
	     i = model_session_after(way->to, i)) {
		const struct session *t = model_session(way->to, i);
		if (!same_session(s, t))
			continue;
		int64_t far = distance(model_packet(way->to, t->first)->time_ns, time);
		if (far < nearest) {
			nearest = far;
			best = i;
		}
	}
	return best;
}

/* A packet to find at the other vantage point. */
struct sought {
	const struct packet *packet;
	const struct session *session; /* its session */
};

static bool same_packet(const struct sought *w, const struct model *m, uint32_t number)
{
	const struct packet *p = w->packet, *q = model_packet(m, number);
	const struct session *t = model_session(m, q->session);
	return p->seq == q->seq && p->ack == q->ack && p->len == q->len && p->flags == q->flags &&
	       p->ip_id == q->ip_id && p->win == q->win &&
	       side_in(w->session, packet_side(p), t) == (int)packet_side(q);
}

/* Returns the ordinal, from 1, of the last packet of a session up to a time; 0 if there is none. */
static uint32_t ordinal_until(const struct model *m, uint32_t session, int64_t time_ns)
{
	uint32_t low = 0, high = model_session(m, session)->count;
	assert(high > 0);
	while (low < high) {
		uint32_t middle = low + (high - low + 1) / 2;
		if (model_packet(m, model_nth(m, session, middle))->time_ns <= time_ns)
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

/* The identical packets around a time. */
struct copies {
	uint32_t count;
	uint32_t nth;     /* ordinal of the packet asked for, from 1 */
	uint32_t nearest; /* nearest in time */
};

static struct copies count_copies(const struct sought *w, const struct model *m, uint32_t session,
    int64_t time_ns, uint32_t asked)
{
	struct copies c = { 0 };
	uint32_t middle = ordinal_until(m, session, time_ns);
	uint32_t from = middle > REACH ? middle - REACH : 1, to = middle + REACH;
	int64_t far = INT64_MAX;
	for (uint32_t p = model_nth(m, session, from); p != 0 && from <= to;
	     p = model_packet(m, p)->next, from++) {
		int64_t d = distance(model_packet(m, p)->time_ns, time_ns);
		if (!same_packet(w, m, p))
			continue;
		c.count++;
		if (p == asked)
			c.nth = c.count;
		if (d < far) {
			far = d;
			c.nearest = p;
		}
	}
	return c;
}

/* Returns the nth of the identical packets. */
static uint32_t nth_copy(
    const struct sought *w, const struct model *m, uint32_t session, int64_t time_ns, uint32_t nth)
{
	uint32_t middle = ordinal_until(m, session, time_ns);
	uint32_t p = model_nth(m, session, middle > REACH ? middle - REACH : 1);
	while (p != 0 && (!same_packet(w, m, p) || --nth != 0))
		p = model_packet(m, p)->next;
	return p;
}

/* If fewer copies arrived than were sent, two of them could claim the same one; only the nearer may
 * have it. */
static uint32_t mutual(
    const struct vantage_way *way, const struct sought *w, uint32_t packet, uint32_t nearest)
{
	const struct packet *q = model_packet(way->to, nearest);
	struct copies back =
	    count_copies(w, way->from, w->packet->session, q->time_ns - way->offset_ns, packet);
	return back.nearest == packet ? nearest : 0;
}

uint32_t vantage_packet(const struct vantage_way *way, uint32_t packet)
{
	const struct packet *p = model_packet(way->from, packet);
	uint32_t session = p != NULL ? vantage_session(way, p->session) : 0;
	if (session == 0)
		return 0;
	struct sought w = { p, model_session(way->from, p->session) };
	int64_t time = p->time_ns + way->offset_ns;
	struct copies there = count_copies(&w, way->to, session, time, 0);
	if (there.count == 0)
		return 0;
	struct copies here = count_copies(&w, way->from, p->session, p->time_ns, packet);
	if (here.count == 1 && there.count == 1)
		return there.nearest;
	if (here.count == there.count)
		return nth_copy(&w, way->to, session, time, here.nth);
	return mutual(way, &w, packet, there.nearest);
}

uint32_t vantage_near(const struct vantage_way *way, uint32_t packet)
{
	const struct packet *p = model_packet(way->from, packet);
	uint32_t found = vantage_packet(way, packet);
	uint32_t session = p != NULL && found == 0 ? vantage_session(way, p->session) : 0;
	if (session == 0)
		return found;
	uint32_t nth = ordinal_until(way->to, session, p->time_ns + way->offset_ns);
	return model_nth(way->to, session, nth > 0 ? nth : 1);
}
