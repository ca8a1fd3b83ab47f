/* Where the packets of long sessions are: every INDEX_STRIDE-th one, so that any is a short walk
 * away. For core/model/model.c. */
#pragma once

#include <stdint.h>

#define INDEX_STRIDE 64u

struct session_index;

struct session_index *session_index_new(void);
void session_index_free(struct session_index *index);

/* Notes that `packet` is the ordinal-th of its session (from 1, with those that are forgotten
 * counted). *slot is the session's place in the index: 0 at first, set when the session gets long
 * enough to need one. */
void session_index_add(
    struct session_index *index, uint32_t *slot, uint32_t ordinal, uint32_t packet);

/* Forgets the marks below a packet. Amortised, a mark costs the same however many there are. */
void session_index_forget(struct session_index *index, uint32_t slot, uint32_t before);
/* Ends a session's place, which becomes another's. */
void session_index_release(struct session_index *index, uint32_t slot);

/* A known packet and its place in the session, from 1, with those that are forgotten counted. */
struct index_mark {
	uint32_t packet, ordinal;
};

/* The last mark at or before the ordinal; packet 0 when there is none: then the session's first
 * packet is as near. */
struct index_mark session_index_before(
    const struct session_index *index, uint32_t slot, uint32_t ordinal);
/* The last mark whose packet is not after `packet`; packet 0 likewise. */
struct index_mark session_index_find(
    const struct session_index *index, uint32_t slot, uint32_t packet);
