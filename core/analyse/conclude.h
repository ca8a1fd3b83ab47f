/* Concluding: the one way to set a note, together with the finding that says why. */
#pragma once

#include "core/analyse/moment.h"
#include "core/base/array.h"

/* Sets the note of a rule on the new packet. The finding has the packets that are the evidence
 * (core/record/finding.h says which); the rest of it is filled in here. `copy` of a rule of
 * SERIES_HEAD is the head, 0 where a series begins; of SERIES_COPIES the earlier copy. */
void conclude(const struct track *t, enum rule rule, struct finding evidence);

/* The same for an earlier packet, which is kept: adds the finding, or puts it in place of the one
 * of the same note. Its notes are the caller's to set. */
void conclude_late(const struct track *t, uint32_t packet, enum rule rule, uint32_t cause);

/* A rule of a note, and its test. */
struct ruling {
	enum rule rule; /* RULE_NONE: where it holds, nothing is concluded */
	bool (*holds)(const struct track *t, const struct evidence *e);
};

/* The first of them that holds; RULE_NONE when none does. Inlined, as the tests of some lists are
 * asked for every segment: the compiler sees through the list. */
static inline __attribute__((always_inline)) enum rule rule_first(
    const struct track *t, const struct evidence *e, const struct ruling *rulings, size_t count)
{
#pragma GCC unroll 4
	for (size_t i = 0; i < count; i++)
		if (rulings[i].holds(t, e))
			return rulings[i].rule;
	return RULE_NONE;
}
#define RULE_FIRST(t, e, rulings) rule_first(t, e, rulings, ARRAY_LEN(rulings))

/* A test that always holds, for the last row. */
bool rule_always(const struct track *t, const struct evidence *e);

/* The head of the series that a packet's finding of a note belongs to; 0 when it has none. */
uint32_t series_head(const struct track *t, uint32_t packet, enum note note);
/* The head of the newest series of a note among the last packets of a side; 0 when none of them
 * has that note. */
uint32_t series_lately(const struct track *t, enum side side, enum note note);

/* Fills in what came of a packet's finding, when nothing has yet. */
void conclude_answer(const struct track *t, uint32_t packet, enum note note);

/* The note that tells why a retransmission was sent: of NOTES_TRIGGER, or NOTE_RETRANSMISSION. */
enum note resend_note(uint64_t notes);
