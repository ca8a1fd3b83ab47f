/* What is remarkable about a segment. For core/track/track.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/analyse/moment.h"
#include "core/record/holes.h"

/* Sets the notes of the new packet and records why. Flows are as they were before its
 * acknowledgement and window are taken in, but with its sequence space. */
void analyse_packet(const struct track *t, const struct evidence *e);

/* Whether the segment is where a keep-alive or a zero window probe lies. Flows as before
 * the segment. */
bool analyse_is_probe(const struct track *t);

/* Whether the capture doubles what a side sends: so many of its last packets were there twice. */
bool analyse_is_mirrored(const struct flow *flow);

/* The earlier packet if the network delivered this very one before. Flows as before the segment. */
struct twin analyse_twin(const struct track *t);

/* Whether the segment's side had closed, and the other one, too: it answers old segments, and
 * without SACK. */
bool analyse_is_past(const struct track *t);

/* Tells SACK blocks apart: the same block gives the same digest, none gives 0. */
uint32_t analyse_sack_digest(const struct segment *segment);

/* A pure ACK with the number of the one before it: what made its sender say that again. */
void analyse_repeated_ack(const struct track *t, const struct evidence *e);

/* Whether an ACK was sent before one that came here first, as timestamps or IP
 * identifications tell. */
bool analyse_is_late_ack(const struct track *t);

/* A pure ACK of less than is acknowledged already: it may have been a duplicate when it was
 * sent. */
void analyse_old_ack(const struct track *t);

/* A segment that repeats sequence space: why it was sent, or that it was overtaken. */
void analyse_repeat(const struct track *t, const struct evidence *e);

/* Why its sender sent a segment again; `copy` is what it repeats, for the finding. */
void analyse_cause(const struct track *t, uint32_t copy);

/* Whether duplicate ACKs or SACK of higher numbers had told the sender of a segment that it
 * was missing. */
bool analyse_was_reported(const struct track *t);

/* The packet that brought the segment's bytes although it was sent after the segment, by IP
 * identification or timestamp: a retransmission that was faster than its original. 0 when
 * there is none. *rule (may be NULL) tells by which. */
uint32_t analyse_overtaker(const struct track *t, enum rule *rule);

/* Why the connection is reset, where the capture shows it: of NOTES_RESET at most one. */
void analyse_reset(const struct track *t, const struct evidence *e);

/* What a segment with new data had waited for. */
void analyse_wait(const struct track *t, const struct evidence *e);
/* Whether a pure ACK was held back by its sender. */
void analyse_delayed_ack(const struct track *t);
