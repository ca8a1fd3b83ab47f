/* All sessions, found by their four-tuple. For core/model.c. */
#pragma once

#include <stdint.h>

#include "core/session.h"

struct session_table;

struct session_table *session_table_new(void);
void session_table_free(struct session_table *table);

/* What finds the session between two endpoints, whoever sends. Good for this table only. */
uint32_t session_table_hash(
    const struct session_table *table, const struct endpoint *a, const struct endpoint *b);

/* The newest session between two endpoints; 0 when there is none. */
uint32_t session_table_find(const struct session_table *table, uint32_t hash,
    const struct endpoint *src, const struct endpoint *dst);

/* A new session, zeroed but for its endpoints, found from now on in place of older ones of the same four-tuple. Returns its
 * number, from 1. */
uint32_t session_table_add(struct session_table *table, uint32_t hash, const struct endpoint *a,
    const struct endpoint *b);

/* Brings what the search for a hash needs into the cache, while the caller does other things. */
void session_table_prefetch(const struct session_table *table, uint32_t hash);
/* A session that most likely has this hash, or 0: for looking ahead only. Cheap once prefetched. */
uint32_t session_table_guess(const struct session_table *table, uint32_t hash);

/* number is from 1 to session_table_count(). The pointer stays good as long as the table, which owns it. */
struct session *session_table_at(const struct session_table *table, uint32_t number);
uint32_t session_table_count(const struct session_table *table);
