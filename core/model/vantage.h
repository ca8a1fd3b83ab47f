/* Two vantage points: the same sessions captured in two places, each with its own model. Finds at
 * one what was seen at the other.
 *
 * Packets match if they agree in what the network does not change: endpoints, numbers, length,
 * flags and IP identification. Identical copies are matched by order if both places saw equally
 * many, otherwise by time. Pure. The cost does not grow with the capture, except for a search over
 * all sessions. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"

/* From one vantage point to the other. A plain value; the models are borrowed. */
struct vantage_way {
	const struct model *from, *to;
	int64_t offset_ns; /* clock of `to` minus clock of `from` */
};

/* Returns the session of `to` that is the given one of `from`; 0 if it was not seen there. */
uint32_t vantage_session(const struct vantage_way *way, uint32_t session);

/* Returns the packet of `to` that is the given one of `from`; 0 if it was not seen there: lost or
 * not yet arrived. */
uint32_t vantage_packet(const struct vantage_way *way, uint32_t packet);

/* Returns the same, but for a packet not seen there the last packet of its session before that
 * time, or the session's first; 0 if even the session was not seen. */
uint32_t vantage_near(const struct vantage_way *way, uint32_t packet);
