/* Notes of earlier packets that a later one adds, replaces or disproves. For core/track. */
#pragma once

#include "core/analyse/moment.h"
#include "core/record/note.h"

/* Sets the note of a rule on an earlier packet, and removes the untrue ones. Does nothing for a
 * forgotten packet or the new one. */
void track_correct_note(
    struct track *t, uint32_t packet, enum rule rule, uint32_t cause, uint64_t untrue);

/* Removes a note that proves untrue from an earlier packet. */
void track_withdraw(struct track *t, uint32_t packet, enum note note);

/* Records that the capture missed the hole before an earlier packet: this segment acknowledges
 * it. */
void track_hole_missed(struct track *t, uint32_t packet);
