/* The copies of a segment that was sent or seen more than once, as the findings link them. */
#pragma once

#include <stdint.h>

#include "core/model/model.h"

/* Returns the finding that links a packet to an earlier copy: the trigger of a retransmission, or a
 * network duplicate. NULL if the packet repeats nothing. */
const struct finding *copies_finding(const struct model *m, uint32_t packet);

/* Return the newest and the oldest earlier packet with its first byte from its sender (for a
 * network duplicate: the original); 0 if none is kept. Follow a bounded number of links, so
 * copies_first() may return a later copy if there are very many. */
uint32_t copies_last(const struct model *m, uint32_t packet);
uint32_t copies_first(const struct model *m, uint32_t packet);
