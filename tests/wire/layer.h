/* For the layers of tests/wire: how a header is opened, and how it completes itself. */
#pragma once

#include "wire.h"

/* The number of a layer in each registry; 0 where it has none, WIRE_ZERO for 0. */
struct wire_id {
	uint32_t number[WIRE_REGISTRIES];
};

/* Begins a layer at the end of the frame, and has the layer before name it. */
struct wire_layer *wire_open(struct wire *w, const struct wire_id *id);

/* Says where an open layer names the one inside: in the 16 bits (IP protocols and WIRE_GPE: 8,
 * WIRE_FAMILY: 32) at the end of the frame, which it appends. A value that is given is written and
 * not changed any more. */
void wire_name_next(struct wire *w, enum wire_registry registry, unsigned given);

/* Appends what is given, or the usual value where that is 0. */
uint32_t wire_put8_or(struct wire *w, unsigned given, unsigned usual);
uint32_t wire_put16_or(struct wire *w, unsigned given, unsigned usual);

/* Appends an address, or the usual one where it is all 0. */
void wire_put_address(struct wire *w, const uint8_t *given, const void *usual, size_t n);

/* Appends zeros until the layer that begins at `at` is a multiple of n bytes long. */
void wire_pad(struct wire *w, uint32_t at, size_t n);

/* The sum of RFC 1071, not yet folded, added to another one. */
uint32_t wire_sum(const uint8_t *bytes, size_t n, uint32_t sum);
uint16_t wire_fold(uint32_t sum);

/* The sum over the pseudo header of the IP header around a layer, for what begins at that layer and
 * reaches to the end of the frame; 0 where there is none. */
uint32_t wire_pseudo_sum(const struct wire *w, unsigned layer, unsigned protocol);

/* The version of the IP header around a layer, or 0. */
unsigned wire_ip_around(const struct wire *w, unsigned layer);
