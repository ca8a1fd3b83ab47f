/* Pairs the items of two streams: the item that comes first waits under a key until its counterpart
 * takes it. Bounded: a new item replaces the oldest. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define PAIRING_PLACES 65536

struct pairing;

struct pairing *pairing_new(void);
/* NULL is fine. */
void pairing_free(struct pairing *pairing);

/* Adds a value that waits. */
void pairing_put(struct pairing *pairing, uint64_t key, int64_t time_ns, uint32_t value);
/* Removes the value that waits under a key; of several, the nearest in time. Returns false if there
 * is none. */
bool pairing_take(struct pairing *pairing, uint64_t key, int64_t time_ns, uint32_t *value);
