/* Which segment a retransmission, or a copy that the network made, repeats. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"

/* Packets that carried the first number of a packet before it. */
struct repeat {
	uint32_t first; /* as far back as is looked; 0: the capture holds none */
	uint32_t last;  /* the one just before it */
	uint32_t times; /* how many */
};

/* Looks back over a bounded number of the session's packets; nothing for packets that
 * repeat nothing. */
struct repeat repeat_of(const struct model *m, uint32_t packet);

/* Whether `first` is what repeat_of() says: looks back only where it can be. */
bool repeat_is(const struct model *m, uint32_t packet, uint32_t first);
