/* The store of findings: sorted by packet and note, in one vector for each run of packets. */
#pragma once

#include <stdint.h>

#include "core/record/finding.h"
#include "core/record/packet.h"

/* Inserting a finding moves those after it in its run, so runs are short. */
#define FINDINGS_RUN_BITS (PACKET_CHUNK_BITS < 10 ? PACKET_CHUNK_BITS : 10)

struct findings;

struct findings *findings_new(void);
void findings_free(struct findings *findings);

/* Adds a finding, or replaces the packet's finding of the same note. Returns the stored copy; the
 * pointer is valid until the next change. Cheap for the newest packets. */
struct finding *findings_put(struct findings *findings, const struct finding *finding);
/* Removes the packet's finding of a note, if any. */
void findings_remove(struct findings *findings, uint32_t packet, enum note note);

/* Returns the findings of a packet, in the order of their notes; NULL and *count 0 if there are
 * none. Valid until the next change. */
const struct finding *findings_of(
    const struct findings *findings, uint32_t packet, unsigned *count);
/* Returns the packet's finding of a note, to fill in what becomes known later; NULL if there is
 * none. */
struct finding *findings_find(struct findings *findings, uint32_t packet, enum note note);

/* Returns true if a packet with these notes begins a problem: one of its findings is of
 * NOTES_PROBLEM and the head of its series. */
bool findings_begin_problem(const struct findings *findings, uint32_t packet, uint64_t notes);

/* For callers that ask for packets in ascending order: continues the search where the last one
 * ended. Zeroed at first; valid until the next change. */
struct findings_cursor {
	uint32_t run, at;
};
const struct finding *findings_next(const struct findings *findings, struct findings_cursor *cursor,
    uint32_t packet, unsigned *count);

/* Forgets the findings of packets below a number; frees a run when all of it is forgotten. */
void findings_forget(struct findings *findings, uint32_t before);

/* Returns how many findings are kept. */
size_t findings_count(const struct findings *findings);
