#include "capture/lab/flows.h"

#include <string.h>

#include "core/seq.h"

static uint32_t hash(const struct segment *s)
{
	uint32_t h = (uint32_t)s->src.port << 16 | s->dst.port;
	for (size_t i = 0; i < sizeof(s->src.addr.b); i++)
		h = (h ^ s->src.addr.b[i]) * 16777619u;
	return h ^ h >> 15;
}

static struct lab_flow *find(struct lab_flows *flows, const struct segment *s)
{
	struct lab_flow *f = &flows->at[hash(s) % LAB_FLOWS];
	bool known = f->used && endpoint_compare(&f->src, &s->src) == 0 &&
	             endpoint_compare(&f->dst, &s->dst) == 0;
	/* Another SYN is another connection on the same ports. */
	bool anew = (s->flags & TCP_SYN) && s->seq != f->isn;
	if (!known || anew) {
		uint32_t isn = s->flags & TCP_SYN ? s->seq : s->seq - 1;
		*f = (struct lab_flow){ s->src, s->dst, isn, s->seq, true };
	}
	return f;
}

struct lab_sighting lab_flows_see(struct lab_flows *flows, const struct segment *s)
{
	struct lab_flow *f = find(flows, s);
	uint32_t span = s->len + !!(s->flags & TCP_SYN) + !!(s->flags & TCP_FIN);
	uint32_t end = s->seq + span;
	struct lab_sighting seen = {
		.segment = s,
		/* A SYN takes the first number; its data, if any, begins behind it. */
		.from = s->seq + !!(s->flags & TCP_SYN) - f->isn,
		.again = span > 0 && seq_lt(s->seq, f->next),
		.renewed = span > 0 && seq_le(end, f->next),
	};
	/* A RST takes no part in what is sent. */
	if (!(s->flags & TCP_RST))
		f->next = seq_max(f->next, end);
	return seen;
}
