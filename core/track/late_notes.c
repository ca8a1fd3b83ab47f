#include "core/track/late_notes.h"

#include <assert.h>

#include "core/analyse/conclude.h"
#include "core/record/event.h"
#include "core/record/note.h"
#include "core/store/corrections.h"
#include "core/store/session_live.h"

/* Removes the findings of notes that an earlier packet no longer has. */
static void keep_findings(const struct track *t, uint32_t packet, uint64_t was, uint64_t notes)
{
	uint64_t gone = notes_with_findings(was) & ~notes_with_findings(notes);
	for (; gone != 0; gone &= gone - 1)
		findings_remove(t->findings, packet, (enum note)__builtin_ctzll(gone));
}

/* Gives an earlier packet other notes, whose findings are made; problem: it began a problem before.
 * The only way to do so: it keeps all counts up to date. */
static void set_notes(
    struct track *t, struct packet *p, uint32_t packet, uint64_t notes, bool problem)
{
	keep_findings(t, packet, p->notes, notes);
	assert(!problem || t->session->trouble > 0);
	t->session->trouble += findings_begin_problem(t->findings, packet, notes);
	t->session->trouble -= problem;
	uint64_t old = events_from(p->notes, p->flags), now = events_from(notes, p->flags);
	for (uint64_t gone = old & ~now; gone != 0; gone &= gone - 1)
		t->events[__builtin_ctzll(gone)]--;
	for (uint64_t come = now & ~old; come != 0; come &= come - 1)
		t->events[__builtin_ctzll(come)]++;
	if (t->session->follow != NULL)
		tally_correct(&t->session->follow->tally, t->packets, packet, notes, t->number);
	p->notes = notes & NOTES_MASK;
	corrections_add(t->corrections, packet);
}

void track_correct_note(
    struct track *t, uint32_t packet, enum rule rule, uint32_t cause, uint64_t untrue)
{
	struct packet *p = packet_store_find(t->packets, packet);
	if (p == NULL || packet == t->number)
		return;
	enum note note = (enum note)rule_of(rule)->note;
	bool problem = findings_begin_problem(t->findings, packet, p->notes);
	if (!(p->notes & NOTE_BIT(note)))
		conclude_late(t, packet, rule, cause);
	if (p->notes == 0)
		t->late = packet;
	uint64_t notes = notes_join(p->notes, NOTE_BIT(note)) & ~untrue & NOTES_MASK;
	set_notes(t, p, packet, notes, problem);
}

void track_withdraw(struct track *t, uint32_t packet, enum note note)
{
	struct packet *p = packet_store_find(t->packets, packet);
	if (p == NULL || packet == t->number || !(p->notes & NOTE_BIT(note)))
		return;
	bool problem = findings_begin_problem(t->findings, packet, p->notes);
	set_notes(t, p, packet, p->notes & ~NOTE_BIT(note) & NOTES_MASK, problem);
	if (p->notes == 0)
		t->cleared[t->cleared[0] != 0] = packet;
}

void track_hole_missed(struct track *t, uint32_t packet)
{
	const struct finding *hole = findings_find(t->findings, packet, NOTE_LOST_SEGMENT);
	if (hole == NULL || hole->rule != RULE_HOLE ||
	    packet_store_find(t->packets, packet) == NULL)
		return;
	uint32_t below = hole->cause;
	conclude_late(t, packet, RULE_HOLE_MISSED, t->number);
	findings_find(t->findings, packet, NOTE_LOST_SEGMENT)->cause_first = below;
}
