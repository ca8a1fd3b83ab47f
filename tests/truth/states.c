#include "states.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/base/memory.h"
#include "core/record/tcpstate.h"
#include "match.h"

/* Most segments of a direction in the handshake, without SYNs. */
#define OPENING 3

struct comparison {
	struct states *states;
	const struct trace *trace;
	const struct known *known;
	const struct capture *capture;
	const struct model *model;
	const char *name;
	/* by frame of a host's capture: which segments of the connection had passed */
	uint64_t *behind[ENDS];
	uint64_t *here;  /* the same in the compared capture */
	uint32_t *frame; /* by fate: its first frame in that capture, from 1, or 0 */
	/* of a host, a bit for each connection: condition 3 applied when the other's FIN arrived */
	uint32_t crossed[ENDS];
};

static bool ends(const struct fate *f)
{
	return (f->flags & (TCP_FIN | TCP_RST)) != 0;
}

/* Returns true for data or an ACK within a connection: losing it changes no state. */
static bool is_harmless(const struct comparison *c, size_t at)
{
	const struct fate *f = &c->trace->fate[at];
	unsigned before = 0;
	if (f->flags & TCP_SYN)
		return false;
	for (size_t i = 0; i < c->trace->fates; i++) {
		const struct fate *g = &c->trace->fate[i];
		if (c->known[i].connection != c->known[at].connection ||
		    g->arrived_ns > f->arrived_ns)
			continue;
		if (ends(g))
			return false;
		before += g->way == f->way && !(g->bits & FATE_COPY) && !(g->flags & TCP_SYN);
	}
	return before > OPENING;
}

/* Returns, for each frame, a number for the set of segments of its connection that had passed. */
static uint64_t *gone_by(const struct comparison *c, const struct capture *capture)
{
	uint64_t *sum = memory_zeroed(capture->count + 1, sizeof(*sum));
	uint64_t *all = memory_zeroed(known_connections(c->trace, c->known), sizeof(*all));
	for (size_t i = 0; i < capture->count; i++) {
		uint32_t n = capture->fate[i];
		const struct fate *f = n != 0 ? &c->trace->fate[n - 1] : NULL;
		bool counts = f != NULL && !capture->mirrored[i] && !(f->bits & FATE_COPY);
		bool taken = counts && arrived(f) && !(f->bits & FATE_CORRUPTED);
		if (counts && (taken || !is_harmless(c, n - 1)))
			all[c->known[n - 1].connection] +=
			    (f->number * LAB_WAYS + f->way + 1) * UINT64_C(0x9e3779b97f4a7c15) ^
			    (uint64_t)n << 32;
		sum[i] = n != 0 ? all[c->known[n - 1].connection] : 0;
	}
	free(all);
	return sum;
}

/* Returns true if a segment that changes states arrived damaged and was discarded, and has not
 * arrived again. */
static bool is_damaged(const struct comparison *c, uint32_t frame)
{
	bool damaged = false;
	uint32_t of = c->known[c->capture->fate[frame - 1] - 1].connection;
	for (uint32_t i = 0; i < frame; i++) {
		uint32_t n = c->capture->fate[i];
		const struct segment *s = &c->capture->segment[i];
		if (n != 0 && c->known[n - 1].connection == of &&
		    (s->flags & (TCP_SYN | TCP_FIN | TCP_RST)))
			damaged = c->trace->fate[n - 1].bits & FATE_CORRUPTED;
	}
	return damaged;
}

/* Returns true if a host has closed but no frame so far shows its FIN. */
static bool only_called(const struct comparison *c, const struct look *look, uint32_t frame)
{
	const struct capture *own = &c->trace->capture[look->host];
	bool closing = look->state == STATE_FIN_WAIT_1 || look->state == STATE_LAST_ACK ||
	               look->state == STATE_CLOSING;
	for (uint32_t i = 0; i < frame; i++)
		if (sent_at(own->end, &own->segment[i]) && (own->segment[i].flags & TCP_FIN) &&
		    own->fate[i] != 0 && own->fate[frame - 1] != 0 &&
		    c->known[own->fate[i] - 1].connection ==
		        c->known[own->fate[frame - 1] - 1].connection)
			return false;
	return closing;
}

/* Returns true if no segment shows which way a host has taken. */
static bool has_called(struct comparison *c, const struct look *look, uint32_t frame)
{
	uint32_t n = c->trace->capture[look->host].fate[frame - 1];
	uint32_t bit = n != 0 ? UINT32_C(1) << (c->known[n - 1].connection & 31) : 0;
	bool called = only_called(c, look, frame);
	if (called && look->state == STATE_CLOSING)
		c->crossed[look->host] |= bit;
	return called || (c->crossed[look->host] & bit) != 0;
}

static enum tcp_state inferred(const struct comparison *c, uint32_t frame, const struct look *look)
{
	const struct packet *p = model_packet(c->model, frame);
	bool by_a = way_of(&c->capture->segment[frame - 1]) == LAB_AB;
	enum side a = by_a ? packet_side(p) : side_other(packet_side(p));
	return packet_state(p, look->host == LAB_A ? a : side_other(a));
}

static void say(
    const struct comparison *c, uint32_t frame, const struct look *look, enum tcp_state mine)
{
	printf("%s-%c frame %u: host %c is in %s, inferred %s\n", c->name, 'a' + c->capture->end,
	    frame, 'A' + look->host, tcp_state_name((enum tcp_state)look->state),
	    tcp_state_name(mine));
}

static void compare(struct comparison *c, const struct look *look)
{
	bool sent, received;
	uint32_t own = look_frame(c->trace, look, &sent, &received);
	uint32_t n = own != 0 ? c->trace->capture[look->host].fate[own - 1] : 0;
	uint32_t frame = n != 0 ? c->frame[n - 1] : 0;
	bool called = own != 0 && has_called(c, look, own);
	if (frame == 0)
		return;
	bool at_own = c->capture->end == look->host;
	if (sent || received || is_damaged(c, frame) ||
	    (!at_own && c->here[frame - 1] != c->behind[look->host][own - 1])) {
		c->states->between++;
		return;
	}
	if (called) {
		c->states->called++;
		return;
	}
	enum tcp_state mine = inferred(c, frame, look);
	/* Once a connection is gone, the kernel reports the listener, if there is one. */
	enum tcp_state real =
	    look->state == STATE_LISTEN ? STATE_CLOSED : (enum tcp_state)look->state;
	c->states->samples++;
	c->states->equal += mine == real;
	c->states->unknown += mine == STATE_UNKNOWN;
	if (mine != real && mine != STATE_UNKNOWN && c->name != NULL)
		say(c, frame, look, mine);
}

void states_compare(struct states *states, const struct trace *trace, const struct known *known,
    const struct capture *capture, const struct model *m, const char *name)
{
	struct comparison c = { states, trace, known, capture, m, name, .here = NULL };
	c.frame = memory_zeroed(trace->fates + 1, sizeof(*c.frame));
	for (uint32_t i = (uint32_t)capture->count; i > 0; i--)
		if (capture->fate[i - 1] != 0 && !capture->mirrored[i - 1])
			c.frame[capture->fate[i - 1] - 1] = i;
	for (int end = 0; end < ENDS; end++)
		c.behind[end] = gone_by(&c, &trace->capture[end]);
	c.here = gone_by(&c, capture);
	for (size_t i = 0; i < trace->looks; i++)
		compare(&c, &trace->look[i]);
	free(c.behind[END_A]);
	free(c.behind[END_B]);
	free(c.here);
	free(c.frame);
}
