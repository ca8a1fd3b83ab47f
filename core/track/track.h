/* Follows a session: applies each new segment to it. For core/model/model.c. */
#pragma once

#include "core/analyse/moment.h"

/* Returns true if the segment can belong to the session; otherwise it begins a new one on the same
 * four-tuple. */
bool track_belongs(const struct session *s, enum side side, const struct segment *segment);

/* Processes the new packet. */
void track_packet(struct track *t);
