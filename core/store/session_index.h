/* Marks every INDEX_STRIDE-th packet of long sessions, and so finds any packet after a short walk.
 * For core/model/model.c. */
#pragma once

#include <stdint.h>

#define INDEX_STRIDE 64u

struct session_index;

struct session_index *session_index_new(void);
void session_index_free(struct session_index *index);

/* Records that `packet` is the ordinal-th of its session (from 1, forgotten packets included).
 * *slot is the session's slot in the index: 0 at first, set when the session is long enough to need
 * one. */
void session_index_add(
    struct session_index *index, uint32_t *slot, uint32_t ordinal, uint32_t packet);

/* Forgets the marks below a packet. Constant amortised time for each mark. */
void session_index_forget(struct session_index *index, uint32_t slot, uint32_t before);
/* Releases a session's slot for reuse. */
void session_index_release(struct session_index *index, uint32_t slot);

/* A marked packet and its ordinal in the session, from 1, forgotten packets included. */
struct index_mark {
	uint32_t packet, ordinal;
};

/* Returns the last mark at or before the ordinal; packet 0 if there is none: the session's first
 * packet is as near then. */
struct index_mark session_index_before(
    const struct session_index *index, uint32_t slot, uint32_t ordinal);
/* Returns the last mark at or before `packet`; packet 0 if there is none. */
struct index_mark session_index_find(
    const struct session_index *index, uint32_t slot, uint32_t packet);
