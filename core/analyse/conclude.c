#include "core/analyse/conclude.h"

#include "core/analyse/lookback.h"
#include "core/record/seq.h"

enum note resend_note(uint64_t notes)
{
	uint64_t trigger = notes & NOTES_TRIGGER;
	return trigger != 0 ? (enum note)__builtin_ctzll(trigger) : NOTE_RETRANSMISSION;
}

static uint16_t one_more(uint16_t count)
{
	return count < UINT16_MAX ? (uint16_t)(count + 1) : count;
}

/* Returns the copy's own finding about its copies: of a retransmission, the finding of its
 * trigger. */
static struct finding *finding_of_copy(
    const struct track *t, const struct packet *copy, const struct finding *f)
{
	enum note note =
	    f->note == NOTE_NETWORK_DUPLICATE ? NOTE_NETWORK_DUPLICATE : resend_note(copy->notes);
	return findings_find(t->findings, f->copy, note);
}

static void join_copies(const struct track *t, struct finding *f)
{
	const struct packet *copy = packet_store_find(t->packets, f->copy);
	/* An earlier copy must hold the first byte of the segment. */
	if (copy == NULL || seq_lt(t->segment->seq, copy->seq))
		return;
	struct finding *before = finding_of_copy(t, copy, f);
	f->count = one_more(before != NULL ? before->count : 0);
	if (before != NULL && before->answer == 0)
		before->answer = t->number;
}

static void join_head(const struct track *t, struct finding *f)
{
	struct finding *head = findings_find(t->findings, f->copy, (enum note)f->note);
	f->count = 1;
	/* If the head is forgotten, the next finding becomes the head. */
	if (head == NULL || packet_store_find(t->packets, f->copy) == NULL)
		f->copy = 0;
	else
		f->count = head->count = one_more(head->count);
}

void conclude(const struct track *t, enum rule rule, struct finding f)
{
	const struct rule_info *info = rule_of(rule);
	assert(!(t->packet->notes & NOTE_BIT(info->note)));
	f.packet = t->number;
	f.note = info->note;
	f.rule = (uint8_t)rule;
	if (info->series == SERIES_COPIES)
		join_copies(t, &f);
	else if (info->series == SERIES_HEAD)
		join_head(t, &f);
	assert(f.cause < t->number && f.copy < t->number && f.cause_first < t->number);
	t->packet->notes = (t->packet->notes | NOTE_BIT(info->note)) & NOTES_MASK;
	findings_put(t->findings, &f);
}

void conclude_late(const struct track *t, uint32_t packet, enum rule rule, uint32_t cause)
{
	const struct rule_info *info = rule_of(rule);
	struct finding f = { .packet = packet, .note = info->note, .rule = (uint8_t)rule };
	const struct finding *old = findings_find(t->findings, packet, (enum note)info->note);
	assert(packet < t->number && info->cause_is_after == (cause > packet));
	if (old != NULL)
		f = *old;
	f.rule = (uint8_t)rule;
	f.cause = cause;
	f.cause_first = 0;
	findings_put(t->findings, &f);
}

bool rule_always(const struct track *t, const struct evidence *e)
{
	(void)t;
	(void)e;
	return true;
}

uint32_t series_head(const struct track *t, uint32_t packet, enum note note)
{
	const struct finding *f = findings_find(t->findings, packet, note);
	if (f == NULL)
		return 0;
	return f->copy != 0 ? f->copy : packet;
}

uint32_t series_lately(const struct track *t, enum side side, enum note note)
{
	uint32_t found = 0, n;
	for (unsigned back = 0; found == 0 && track_seen_back(t, side, back, &n); back++)
		if (n != 0 && (packet_store_at(t->packets, n)->notes & NOTE_BIT(note)))
			found = series_head(t, n, note);
	return found;
}

void conclude_answer(const struct track *t, uint32_t packet, enum note note)
{
	struct finding *f = findings_find(t->findings, packet, note);
	if (f != NULL && f->answer == 0 && packet < t->number)
		f->answer = t->number;
}
