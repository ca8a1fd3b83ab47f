/* Where two streams of things that belong together are paired: whichever comes first waits here
 * under a key for the other. Bounded: the oldest that waits makes room for the newest. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define ROOM_PLACES 65536

struct room;

struct room *room_new(void);
/* NULL is fine. */
void room_free(struct room *room);

/* Lets a value wait. */
void room_put(struct room *room, uint64_t key, int64_t time_ns, uint32_t value);
/* Takes the value out that waits under a key, of several the one nearest in time. False when
 * there is none. */
bool room_take(struct room *room, uint64_t key, int64_t time_ns, uint32_t *value);
