/* Following a session: what each new segment means for it. For core/model/model.c. */
#pragma once

#include "core/analyse/moment.h"

/* Whether the segment can belong to the session; if not, it begins a new one on the
 * same four-tuple. */
bool track_belongs(const struct session *s, enum side side, const struct segment *segment);

/* Takes the packet in. */
void track_packet(struct track *t);
