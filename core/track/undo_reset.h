/* A side that a reset seemed to have closed goes on sending: the reset has not reached it; or,
 * after a SYN-ACK, sends its SYN again. For core/track/track.c. */
#pragma once

#include "core/analyse/moment.h"

/* Where the new packet shows that, gives its side the states back that it had, from the reset on.
 * again: the network delivered the same packet before. */
void revive_side(struct track *t, bool again);
