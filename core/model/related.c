#include "core/model/related.h"

#include <assert.h>

#include "core/base/array.h"
#include "core/model/copies.h"

/* How many notable packets to look at for the next copy of a packet. */
#define COPY_WALK 10000

static const char *const words[] = {
	[RELATION_ORIGINAL] = "its original",
	[RELATION_RETRANSMISSION] = "its retransmission",
	[RELATION_ACK] = "its ACK",
	[RELATION_DATA] = "what it acknowledges",
	[RELATION_ANSWER] = "what followed from it",
	[RELATION_CAUSE] = "its cause",
};
static_assert(ARRAY_LEN(words) == RELATION_COUNT, "every relation has words");

const char *relation_words(enum relation relation)
{
	assert(relation < RELATION_COUNT);
	return words[relation];
}

struct found {
	const struct model *m;
	uint32_t of;
	struct related *out;
	size_t count;
};

static void add(struct found *f, enum relation relation, uint32_t packet)
{
	if (packet == f->of || f->count == RELATED_MOST || model_packet(f->m, packet) == NULL)
		return;
	for (size_t i = 0; i < f->count; i++)
		if (f->out[i].packet == packet)
			return;
	f->out[f->count++] = (struct related){ relation, packet };
}

/* Returns the first later packet that repeats this one. Only copies know their originals. */
static uint32_t next_copy(const struct model *m, uint32_t packet)
{
	const struct packet *p = model_packet(m, packet);
	const struct finding *own = copies_finding(m, packet);
	if (own != NULL && own->answer > packet)
		return own->answer;
	uint32_t n = packet;
	for (unsigned i = 0; i < COPY_WALK; i++) {
		n = model_notable_after(m, p->session, n);
		const struct finding *f = n != 0 ? copies_finding(m, n) : NULL;
		if (n == 0 || (f != NULL && f->copy == packet))
			return n;
	}
	return 0;
}

size_t related_find(const struct model *m, uint32_t packet, struct related out[RELATED_MOST])
{
	const struct packet *p = model_packet(m, packet);
	struct found f = { .m = m, .of = packet, .out = out };
	unsigned findings;
	assert(p != NULL);
	add(&f, RELATION_ORIGINAL, copies_first(m, packet));
	if (packet_span(p) > 0 || (p->notes & NOTE_BIT(NOTE_NETWORK_DUPLICATE)))
		add(&f, RELATION_RETRANSMISSION, next_copy(m, packet));
	add(&f, RELATION_ACK, p->acked_by);
	add(&f, RELATION_DATA, p->acks);
	const struct finding *finding = model_findings(m, packet, &findings);
	for (unsigned i = 0; i < findings; i++) {
		uint32_t head = finding[i].copy;
		const struct finding *first =
		    rule_of(finding[i].rule)->series == SERIES_HEAD && head != 0
		        ? model_finding(m, head, (enum note)finding[i].note)
		        : &finding[i];
		add(&f, RELATION_ANSWER, first != NULL ? first->answer : 0);
	}
	for (unsigned i = 0; i < findings; i++)
		add(&f, RELATION_CAUSE, finding[i].cause);
	return f.count;
}
