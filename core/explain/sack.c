/* The SACK blocks of an ACK in words: data received beyond a hole (RFC 2018), and data received
 * twice (RFC 2883). */
#include "core/explain/story.h"

#include <inttypes.h>

#include "core/analyse/thresholds.h"
#include "core/base/writer.h"
#include "core/record/sack.h"
#include "core/record/seq.h"

#define RANGES_TEXT 200

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
	/* If the header is full of blocks, data between them may have arrived, too. */
	if (s->sack_count < BLOCKS_BESIDE_TIMESTAMPS)
		story_add(t, "SACK: %s lacks %s, and has %s (RFC 2018).", t->sender, lacks, has);
	else
		story_add(t, "SACK: %s has %s (RFC 2018).", t->sender, has);
}

#define OLD ", and says so by repeating ack {ack} (RFC 9293, 3.10.7.4)."

static const char *duplicate_sentence(enum rule rule)
{
	switch (rule) {
	case RULE_DUP_PAWS:
		return "{sender} has thrown [{cause}|a segment] away, whose timestamp is older "
		       "than the one echoed here (PAWS, RFC 7323, 5), and repeats ack {ack}: it "
		       "still lacks that byte.";
	case RULE_DUP_DSACK:
		return "{sender} got again what it had already[, in {cause}]" OLD;
	case RULE_DUP_SACK:
		return "A segment beyond byte {ack}[ ({cause})] reached {sender}, which repeats "
		       "ack {ack}, as that is the byte it waits for (RFC 5681, 2 and 4.2).";
	case RULE_DUP_OLD_DATA:
		return "{sender} got something old, sent again or late[ ({cause})]" OLD;
	case RULE_DUP_UNKNOWN:
		return "{sender} got something old or out of order" OLD;
	case RULE_DUP_WINDOW:
		return "Something arrived out of order at {sender}, which moved the window, too: "
		       "byte {ack} is still missing (RFC 5681, 4.2).";
	case RULE_DUP_LATE:
		return "It was overtaken on the way: [{cause}|an ACK] that acknowledges more came "
		       "before it.";
	default:
		return "Something[, perhaps {cause},] arrived out of order at {sender}, which "
		       "without SACK does not say what: byte {ack} is still missing (RFC 5681, 2 "
		       "and 4.2).";
	}
}

/* Returns the position of a finding in its series: 1 for the head. */
static unsigned place_of(const struct finding *f)
{
	return f->copy == 0 ? 1 : f->count;
}

/* The third duplicate ACK is the threshold (RFC 5681, 3.2); the head's answer shows what the sender
 * did. */
static void tell_third(struct story *t, const struct finding *f)
{
	const struct finding *head = model_finding(t->m, f->copy, NOTE_DUPLICATE_ACK);
	const struct packet *answer = head != NULL ? model_packet(t->m, head->answer) : NULL;
	if (answer != NULL && answer->frame > t->p->frame)
		story_add(t,
		    "It is number %u in a row, the threshold of a fast retransmit (RFC 5681, 3.2): "
		    "frame %" PRIu32 " sends byte %" PRIu32 " again.",
		    DUPLICATES, answer->frame, story_ack(t));
	else
		story_add(t,
		    "It is number %u in a row, the threshold of a fast retransmit (RFC 5681, 3.2).",
		    DUPLICATES);
}

void tell_duplicate_ack(struct story *t, const struct finding *f)
{
	unsigned place = place_of(f);
	story_fill(t, f, duplicate_sentence((enum rule)f->rule));
	if (f->rule == RULE_DUP_PAWS || f->rule == RULE_DUP_DSACK || f->rule == RULE_DUP_OLD_DATA ||
	    f->rule == RULE_DUP_UNKNOWN || f->rule == RULE_DUP_LATE)
		return;
	if (place == DUPLICATES)
		tell_third(t, f);
	else if (place > DUPLICATES)
		story_add(t, "It is number %u in a row.", place);
}
