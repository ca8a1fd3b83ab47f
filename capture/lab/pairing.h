/* Where two streams of things that belong together are paired: whichever comes first waits here
 * under a key for the other. Bounded: the oldest that waits makes room for the newest. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define PAIRING_PLACES 65536

struct pairing;

struct pairing *pairing_new(void);
/* NULL is fine. */
void pairing_free(struct pairing *pairing);

/* Lets a value wait. */
void pairing_put(struct pairing *pairing, uint64_t key, int64_t time_ns, uint32_t value);
/* Takes the value out that waits under a key, of several the one nearest in time. False when
 * there is none. */
bool pairing_take(struct pairing *pairing, uint64_t key, int64_t time_ns, uint32_t *value);
