/* What an ACK says by SACK, in words: what its sender has beyond a hole (RFC 2018), and what it got
 * twice (RFC 2883). */
#include "core/explain/story.h"

#include <inttypes.h>

#include "core/base/writer.h"
#include "core/record/sack.h"
#include "core/record/seq.h"

#define RANGES_TEXT 200

/* So many blocks have room beside timestamps, and without (RFC 2018, 3): one that is not full
 * leaves nothing out. */
#define BLOCKS_BESIDE_TIMESTAMPS 3

/* Those above the acknowledgement, in order; returns how many. */
static unsigned sort_blocks(const struct segment *s, struct sack_block sorted[SACK_BLOCKS_MAX])
{
	unsigned count = 0;
	for (unsigned i = sack_is_duplicate(s); i < s->sack_count; i++) {
		const struct sack_block *block = &s->sack[i];
		unsigned at = count;
		if (!sack_is_block(block) || seq_le(block->start, s->ack))
			continue;
		for (; at > 0 && seq_lt(block->start, sorted[at - 1].start); at--)
			sorted[at] = sorted[at - 1];
		sorted[at] = *block;
		count++;
	}
	return count;
}

/* "byte 7", "2897 to 4344", as numbers of the other side; a FIN is no byte. */
static void put_range(const struct story *t, struct writer *w, uint32_t start, uint32_t end)
{
	enum side side = side_other(t->side);
	const struct flow *other = &t->s->flow[side];
	bool fin = other->fin_seen && end == other->next;
	uint32_t first = session_relative(t->s, side, start);
	uint32_t last = session_relative(t->s, side, end - 1 - fin);
	const char *between = w->len > 0 ? ", " : "";
	if (seq_le(end - fin, start))
		writer_print(w, "%sthe FIN", between);
	else if (first == last)
		writer_print(w, "%s%" PRIu32, between, first);
	else
		writer_print(w, "%s%" PRIu32 " to %" PRIu32, between, first, last);
	if (fin && seq_lt(start, end - fin))
		writer_print(w, " and the FIN");
}

static void tell_twice(struct story *t, const struct sack_block *block)
{
	char range[RANGES_TEXT];
	struct writer w = writer_begin(range, sizeof(range));
	enum side side = side_other(t->side);
	put_range(t, &w, block->start, block->end);
	if (t->s->flow[side].syn_seen && session_relative(t->s, side, block->start) == 0)
		story_add(
		    t, "By D-SACK it reports that it got the SYN, number 0, twice (RFC 2883).");
	else
		story_add(t, "By D-SACK it reports that it got %s twice (RFC 2883).", range);
}

void explain_sack(struct story *t)
{
	const struct segment *s = t->segment;
	struct sack_block sorted[SACK_BLOCKS_MAX];
	char has[RANGES_TEXT], lacks[RANGES_TEXT];
	if (s == NULL || s->sack_count == 0 || !(s->flags & TCP_ACK))
		return;
	if (sack_is_duplicate(s))
		tell_twice(t, s->sack);
	unsigned count = sort_blocks(s, sorted);
	if (count == 0)
		return;
	struct writer have = writer_begin(has, sizeof(has));
	struct writer lack = writer_begin(lacks, sizeof(lacks));
	uint32_t edge = s->ack;
	for (unsigned i = 0; i < count; i++) {
		if (seq_lt(edge, sorted[i].start))
			put_range(t, &lack, edge, sorted[i].start);
		put_range(t, &have, sorted[i].start, sorted[i].end);
		edge = seq_max(edge, sorted[i].end);
	}
	/* Where more was to tell than there is room, some of what lies between may have come. */
	if (s->sack_count < BLOCKS_BESIDE_TIMESTAMPS)
		story_add(t, "SACK: %s lacks %s, and has %s (RFC 2018).", t->sender, lacks, has);
	else
		story_add(t, "SACK: %s has %s (RFC 2018).", t->sender, has);
}

bool story_reports_twice(const struct story *t)
{
	return t->segment != NULL && sack_is_duplicate(t->segment);
}

bool story_reports_hole(const struct story *t)
{
	struct sack_block sorted[SACK_BLOCKS_MAX];
	return t->segment != NULL && sort_blocks(t->segment, sorted) > 0;
}
