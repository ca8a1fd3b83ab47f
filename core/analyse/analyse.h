/* Sets the notes of a segment. For core/track/track.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/analyse/moment.h"
#include "core/record/holes.h"

/* Sets the notes of the new packet and records their findings. Flows include its sequence space,
 * but not yet its ACK and window. */
void analyse_packet(const struct track *t, const struct evidence *e);

/* Returns true if the segment has the number of a keep-alive or zero-window probe. Flows as before
 * the segment. */
bool analyse_is_probe(const struct track *t);

/* Returns the session's first packet if it is a keep-alive that this second packet answers: a
 * capture of an idle connection begins so. Otherwise 0. */
uint32_t analyse_opening_probe(const struct track *t);

/* Returns true if the capture duplicates what a side sends: many of its last packets came twice. */
bool analyse_is_mirrored(const struct flow *flow);

/* Returns the earlier packet of which this is a network duplicate. Flows as before the segment. */
struct twin analyse_twin(const struct track *t);

/* At its sender's own end: returns true if an equal ACK is right before it, and before that a
 * packet came twice, the only one for long: each ACK answers one of the two. */
bool analyse_answers_copy(const struct track *t);

/* Returns true if both sides had closed: the segment's side then answers old segments, without
 * SACK. */
bool analyse_is_past(const struct track *t);

/* Returns a digest of the first SACK block: equal for equal blocks, 0 without one. */
uint32_t analyse_sack_digest(const struct segment *segment);

/* Concludes why a pure ACK repeats the ACK number of the one before it. */
void analyse_repeated_ack(const struct track *t, const struct evidence *e);

/* Returns true if an ACK was sent before one that arrived here first, by timestamps or IP
 * identifications. */
bool analyse_is_overtaken_ack(const struct track *t);

/* Concludes for a pure ACK below the highest ACK number; it may have been a duplicate ACK when it
 * was sent. */
void analyse_old_ack(const struct track *t);

/* Concludes why a segment repeats sequence space: a retransmission, or an original out of order. */
void analyse_repeat(const struct track *t, const struct evidence *e);

/* Concludes what triggered a retransmission; `copy` is the earlier copy, for the finding. */
void analyse_cause(const struct track *t, uint32_t copy);

/* Returns true if duplicate ACKs or SACK had reported to the segment's sender that it was
 * missing. */
bool analyse_was_reported(const struct track *t);

/* Returns the retransmission that carried the segment's bytes and arrived before it, although it
 * was sent later by IP identification or timestamp; 0 if there is none. *rule, unless NULL, becomes
 * the rule that decided. */
uint32_t analyse_overtaker(const struct track *t, enum rule *rule);

/* Concludes why the connection is reset, if the capture shows it: at most one note of
 * NOTES_RESET. */
void analyse_reset(const struct track *t, const struct evidence *e);

/* Concludes what a segment with new data had waited for. */
void analyse_wait(const struct track *t, const struct evidence *e);
/* Concludes whether a pure ACK was delayed by its sender. */
void analyse_delayed_ack(const struct track *t);
