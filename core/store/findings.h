/* Where findings are kept: sorted by packet and note, in a vector for each run of packets. */
#pragma once

#include <stdint.h>

#include "core/record/finding.h"
#include "core/record/packet.h"

/* A finding that comes late moves those behind it in its run, so a run is short. */
#define FINDINGS_RUN_BITS (PACKET_CHUNK_BITS < 10 ? PACKET_CHUNK_BITS : 10)

struct findings;

struct findings *findings_new(void);
void findings_free(struct findings *findings);

/* Adds a finding, or puts it in place of the packet's finding of the same note. Returns it where
 * it is kept; the pointer stays good until the next change. Cheap for the newest packets. */
struct finding *findings_put(struct findings *findings, const struct finding *finding);
/* Takes out the packet's finding of a note, if there is one. */
void findings_remove(struct findings *findings, uint32_t packet, enum note note);

/* The findings of a packet, one after the other in the order of their notes; NULL and *count 0 when
 * there are none. Good until the next change. */
const struct finding *findings_of(
    const struct findings *findings, uint32_t packet, unsigned *count);
/* The packet's finding of a note, to fill in what is known later; NULL when there is none. */
struct finding *findings_find(struct findings *findings, uint32_t packet, enum note note);

/* For readers that go through packets upwards: looks on from where it was. Zeroed at first; good
 * until the next change. */
struct findings_cursor {
	uint32_t run, at;
};
const struct finding *findings_next(const struct findings *findings, struct findings_cursor *cursor,
    uint32_t packet, unsigned *count);

/* Forgets those of packets below a number, as soon as nothing else is in their run. */
void findings_forget(struct findings *findings, uint32_t before);

/* How many are kept. */
size_t findings_count(const struct findings *findings);
