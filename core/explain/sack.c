/* The SACK blocks of an ACK in words: data received beyond a hole (RFC 2018), and data received
 * twice (RFC 2883). */
#include "core/explain/story.h"

#include <inttypes.h>

#include "core/analyse/thresholds.h"
#include "core/base/duration.h"
#include "core/base/writer.h"
#include "core/record/sack.h"
#include "core/record/seq.h"

#define RANGES_TEXT 200
/* Bytes of the longest sentence of a duplicate ACK, before its values are filled in. */
#define STORY_DUPLICATE 256

/* A header has space for 3 blocks with timestamps, for 4 without (RFC 2018, 3). An ACK with fewer
 * reports every block. */
#define BLOCKS_BESIDE_TIMESTAMPS 3

/* Sorts the blocks above the acknowledgement number; returns their count. */
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

/* "byte 7", "2897 to 4344", in relative numbers of the other side. A FIN is not a byte. */
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
		writer_print(w, "%s%" PRIu32 "-%" PRIu32, between, first, last);
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
		story_add(t, "D-SACK: the SYN (number 0) arrived twice.");
	else
		story_add(t, "D-SACK: %s arrived twice.", range);
}

void story_tell_sack(struct story *t)
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
	/* If the header is full of blocks, data between them may have arrived as well. */
	if (s->sack_count < BLOCKS_BESIDE_TIMESTAMPS)
		story_add(t, "SACK: %s lacks %s but has %s.", t->sender, lacks, has);
	else
		story_add(t, "SACK: %s has %s.", t->sender, has);
}

/* What a duplicate ACK says, after its term. */
static const char *duplicate_sentence(enum rule rule)
{
	switch (rule) {
	case RULE_DUP_PAWS:
		return "{sender} discarded [{cause}|a segment] because its timestamp is older than "
		       "the one echoed here (PAWS); byte {ack} is still missing.";
	case RULE_DUP_DSACK:
	case RULE_DUP_OLD_DATA:
		return "{sender} received data it already had[ ({cause})].";
	case RULE_DUP_SACK:
		return "later data arrived[ ({cause})] but byte {ack} is still missing.";
	case RULE_DUP_UNKNOWN:
		return "something old or out of order reached {sender}.";
	case RULE_DUP_WINDOW:
		return "something arrived out of order; byte {ack} is still missing. The window "
		       "changed as well.";
	default:
		return "something[, perhaps {cause},] arrived out of order (without SACK, {sender} "
		       "does not say what); byte {ack} is still missing.";
	}
}

/* Returns true if the ACK reports no hole. */
static bool is_harmless(const struct finding *f)
{
	return f->rule == RULE_DUP_PAWS || f->rule == RULE_DUP_DSACK ||
	       f->rule == RULE_DUP_OLD_DATA || f->rule == RULE_DUP_UNKNOWN ||
	       f->rule == RULE_DUP_LATE;
}

/* What the sender did about the hole, with the first and the third duplicate ACK: the third is the
 * threshold of RFC 5681, 3.2, but RACK waits for a time instead. */
static void tell_hole_answered(struct story *t, const struct finding *f, unsigned place)
{
	const struct finding *head =
	    place == 1 ? f : model_finding(t->m, f->copy, NOTE_DUPLICATE_ACK);
	const struct packet *answer = head != NULL ? model_packet(t->m, head->answer) : NULL;
	char later[DURATION_TEXT];
	if (place == DUPLICATES)
		story_add(t, "The third is the threshold for fast retransmit.");
	if (head != NULL && head->answer == 0 && place == DUPLICATES)
		story_add(t, "No retransmission follows in this capture.");
	if (answer != NULL && head->answer < t->number) {
		story_add(t, "Frame %" PRIu32 " has already retransmitted it.", answer->frame);
		return;
	}
	if (answer == NULL || answer->time_ns < t->p->time_ns)
		return;
	duration_format(answer->time_ns - t->p->time_ns, later, sizeof(later));
	story_add(t, "Frame %" PRIu32 " retransmits it, %s later%s.", answer->frame, later,
	    answer->notes & NOTE_BIT(NOTE_RTO_RETRANSMISSION) ? ", after the RTO" : "");
}

void tell_duplicate_ack(struct story *t, const struct finding *f)
{
	unsigned place = story_place(f);
	char sentence[STORY_DUPLICATE];
	struct writer w = writer_begin(sentence, sizeof(sentence));
	if (f->rule == RULE_DUP_LATE) {
		story_fill(t, f,
		    "Reordered ACK: [{cause}|an ACK] that acknowledges more arrived before it.");
		return;
	}
	writer_text(&w, "Duplicate ACK");
	if (place > 1 && !is_harmless(f))
		writer_print(&w, " no. %u", place);
	writer_print(&w, ": %s", duplicate_sentence((enum rule)f->rule));
	story_fill(t, f, sentence);
	if (!is_harmless(f) && (place == 1 || place == DUPLICATES))
		tell_hole_answered(t, f, place);
}
