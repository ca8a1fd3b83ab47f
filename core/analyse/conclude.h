/* Concluding: sets a note and records the finding that proves it. Nothing else sets notes. */
#pragma once

#include "core/analyse/moment.h"
#include "core/base/array.h"

/* Sets the note of a rule on the new packet. The caller fills the finding with the packets that are
 * the evidence (core/record/finding.h); this function fills the rest. For a rule of SERIES_HEAD,
 * `copy` is the head, or 0 to begin a series; for SERIES_COPIES, the earlier copy. */
void conclude(const struct track *t, enum rule rule, struct finding evidence);

/* Does the same for an earlier, kept packet: adds the finding or replaces that of the same note.
 * The caller sets the packet's notes. */
void conclude_late(const struct track *t, uint32_t packet, enum rule rule, uint32_t cause);

/* A rule and its test. */
struct ruling {
	enum rule rule; /* RULE_NONE: if the test holds, conclude nothing */
	bool (*holds)(const struct track *t, const struct evidence *e);
};

/* Returns the first rule whose test holds; RULE_NONE if there is none. Inlined so the compiler sees
 * through the list: some lists are tested for every segment. */
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

/* Always holds; for the last row. */
bool rule_always(const struct track *t, const struct evidence *e);

/* Returns the head of the series of a packet's finding of a note; 0 if it has none. */
uint32_t series_head(const struct track *t, uint32_t packet, enum note note);
/* Returns the head of the newest series of a note among the last packets of a side; 0 if none has
 * that note. */
uint32_t series_lately(const struct track *t, enum side side, enum note note);

/* Sets the answer of a packet's finding, if not yet set. */
void conclude_answer(const struct track *t, uint32_t packet, enum note note);

/* Returns the note that says why a retransmission was sent: of NOTES_TRIGGER, or
 * NOTE_RETRANSMISSION. */
enum note resend_note(uint64_t notes);
