/* Two vantage points: the same sessions captured in two places, a model for each. Finds what was
 * seen at one in the other.
 *
 * Packets are told by what nobody changes on the way: ends, numbers, length, flags and IP
 * identification. Copies that are alike in all of that are told by their order where both places
 * saw equally many, else by time. Pure; asking costs no more for long captures, but for a search of
 * all sessions. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"

/* From one place to another. A plain value; the models are borrowed. */
struct vantage_way {
	const struct model *from, *to;
	int64_t offset_ns; /* the clock of `to` less that of `from` */
};

/* The session of `to` that is the given one of `from`; 0 when it was not seen there. */
uint32_t vantage_session(const struct vantage_way *way, uint32_t session);

/* The packet of `to` that is the given one of `from`; 0 when it was not seen there: lost, or not
 * yet arrived. */
uint32_t vantage_packet(const struct vantage_way *way, uint32_t packet);

/* The same, but for one that was not seen there the last packet of its session before that time
 * (the session's first, if there is none); 0 when there is not even the session. */
uint32_t vantage_near(const struct vantage_way *way, uint32_t packet);
