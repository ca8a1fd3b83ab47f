/* Where packets come from: what a packet has beyond its own headers, and shares with many others.
 *
 * A table of them, which a packet names by 16 bits. One thread adds, others read what they were
 * told of: an entry never moves nor changes. 0 is the source's first interface, without tunnels. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct origin {
	char *via;     /* "vlan 12\nvxlan 77": headers passed, outermost first; owned, never NULL */
	uint16_t path; /* the same for all origins whose packets are of the same sessions */
	uint16_t interface; /* its number in the source */
};

/* All later ones, once there are too many to number. */
#define ORIGIN_OTHERS UINT16_MAX

/* Until a direction of a session has been seen. */
#define PATH_UNSEEN UINT16_MAX

struct origins;

struct origins *origins_new(void);
/* NULL is fine. */
void origins_free(struct origins *o);

/* The origin with a key, as good as random and never 0; 0 when there is none. */
uint16_t origins_find(const struct origins *o, uint64_t key);
/* Adds one and returns its number. path_key is 0 for the path of the source itself; via is
 * copied. */
uint16_t origins_add(
    struct origins *o, uint64_t key, uint64_t path_key, const char *via, uint16_t interface);

/* An origin that a packet names. */
const struct origin *origins_at(const struct origins *o, uint16_t origin);
