#include "capture/lab/flows.h"

#include <assert.h>
#include <string.h>

#include "core/record/seq.h"

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
	/* A SYN with another ISN opens a new connection on the same ports. */
	bool anew = (s->flags & TCP_SYN) && s->seq != f->isn;
	if (!known || anew) {
		uint32_t isn = s->flags & TCP_SYN ? s->seq : s->seq - 1;
		*f = (struct lab_flow){
			.src = s->src, .dst = s->dst, .isn = isn, .next = s->seq, .used = true
		};
	}
	return f;
}

/* Returns how many of the sequence numbers in [seq, end) below `next` were sent before. Closes the
 * holes that they fill. */
static uint32_t sent_before(struct lab_flow *f, uint32_t seq, uint32_t end)
{
	if (!seq_lt(seq, f->next))
		return 0;
	uint32_t below = seq_lt(end, f->next) ? end : f->next;
	assert(f->used && !seq_lt(below, seq));
	return below - seq - gaps_fill(&f->gaps, seq, below, NULL);
}

struct lab_sighting lab_flows_see(struct lab_flows *flows, const struct segment *s)
{
	struct lab_flow *f = find(flows, s);
	uint32_t span = (uint32_t)s->len + !!(s->flags & TCP_SYN) + !!(s->flags & TCP_FIN);
	uint32_t end = s->seq + span;
	/* A RST takes no part in the sequence of sent data. */
	bool counts = !(s->flags & TCP_RST);
	uint32_t before = counts && span > 0 ? sent_before(f, s->seq, end) : 0;
	struct gaps *gaps = &f->gaps;
	if (counts && seq_lt(f->next, s->seq))
		gaps_open(&gaps, (struct gap){ .start = f->next, .end = s->seq });
	if (counts)
		f->next = seq_max(f->next, end);
	return (struct lab_sighting){
		.segment = s,
		/* A SYN takes the first number; data in the SYN begins one after it. */
		.from = s->seq + !!(s->flags & TCP_SYN) - f->isn,
		.again = before > 0,
		.renewed = span > 0 && before == span,
	};
}
