#include "match.h"

#include <stdlib.h>

#include "capture/lab/net.h"
#include "core/base/memory.h"

enum lab_way way_of(const struct segment *s)
{
	struct addr v4 = lab_net_addr(LAB_A, false), v6 = lab_net_addr(LAB_A, true);
	return addr_compare(&s->src.addr, &v4) == 0 || addr_compare(&s->src.addr, &v6) == 0
	           ? LAB_AB
	           : LAB_BA;
}

bool sent_at(int end, const struct segment *s)
{
	return (end == END_A) == (way_of(s) == LAB_AB);
}

bool arrived(const struct fate *f)
{
	return f->kind == FATE_DELIVERED && f->departed_ns != 0;
}

uint32_t fate_end(const struct fate *f)
{
	return f->seq + f->len + !!(f->flags & TCP_SYN) + !!(f->flags & TCP_FIN);
}

/* Returns the fate that fits and was sent or delivered first; from 1, or 0. */
static uint32_t fate_of(
    const struct trace *trace, const bool *used, const struct segment *s, bool sent)
{
	const struct fate *best = NULL;
	for (size_t i = 0; i < trace->fates; i++) {
		const struct fate *f = &trace->fate[i];
		if (used[i] || !fate_is_of(f, s) ||
		    (sent ? (f->bits & FATE_COPY) != 0 : !arrived(f)))
			continue;
		bool sooner = best == NULL || (sent ? f->arrived_ns < best->arrived_ns
		                                    : f->departed_ns < best->departed_ns);
		best = sooner ? f : best;
	}
	return best != NULL ? (uint32_t)(best - trace->fate) + 1 : 0;
}

void match_fates(const struct trace *trace, struct capture *c)
{
	bool *used = memory_zeroed(trace->fates + 1, sizeof(*used));
	c->fate = memory_zeroed(c->count + 1, sizeof(*c->fate));
	c->mirrored = memory_zeroed(c->count + 1, sizeof(*c->mirrored));
	for (size_t i = 0; i < c->count; i++) {
		const struct segment *s = &c->segment[i];
		c->fate[i] = fate_of(trace, used, s, sent_at(c->end, s));
		if (c->fate[i] != 0)
			used[c->fate[i] - 1] = true;
	}
	free(used);
}
