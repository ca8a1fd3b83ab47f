/* The copies of a segment that was sent, or seen, more than once, as the findings link them. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"

/* The finding that links a packet to what it repeats: why a retransmission was sent, or that the
 * network doubled it. NULL where it repeats nothing. */
const struct finding *copies_finding(const struct model *m, uint32_t packet);

/* The newest and the oldest packet before it that carried its first byte and that its sender sent
 * (for a doubled one: the packet it doubles); 0 where none is kept. Follows a bounded number of
 * links: of very many copies the oldest one within reach. */
uint32_t copies_last(const struct model *m, uint32_t packet);
uint32_t copies_first(const struct model *m, uint32_t packet);
