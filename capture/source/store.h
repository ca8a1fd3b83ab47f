/* One unnamed file for what is unpacked from any number of compressed captures, so that 1,000 of
 * them need one descriptor. It is given out in extents. Any thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define STORE_EXTENT_BITS 20
#define STORE_EXTENT (UINT64_C(1) << STORE_EXTENT_BITS)

struct store;

/* Makes the file in $TMPDIR or /tmp. Returns NULL with err. */
struct store *store_new(struct err *err);
/* NULL is fine. */
void store_free(struct store *store);
/* Limits what is stored; 0: no limit. Before threads use it. */
void store_bound(struct store *store, uint64_t bytes);

enum store_result { STORE_DONE, STORE_LIMITED, STORE_FULL };

/* Gives out the next extent. Where less than 5 % of the file system would be left it gives none,
 * with the reason in err. */
enum store_result store_extend(struct store *store, uint32_t *extent, struct err *err);
/* Writes into an extent, up to its end at most. */
enum store_result store_write(struct store *store, uint32_t extent, uint64_t into,
    const void *bytes, size_t size, struct err *err);
/* Reads from an extent, up to its end at most. Returns the bytes read, or -1 with errno. */
long store_read(
    const struct store *store, uint32_t extent, uint64_t into, void *bytes, size_t size);
/* Returns the bytes stored. */
uint64_t store_bytes(const struct store *store);
