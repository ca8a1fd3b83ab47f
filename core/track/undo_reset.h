/* Corrects the state of a side that a reset seemed to have closed but that goes on sending (the
 * reset has not reached it), or that retransmits its SYN after a SYN-ACK. For
 * core/track/track.c. */
#pragma once

#include "core/analyse/moment.h"

/* If the new packet shows that, restores its side's states from the reset on. duplicate: the packet
 * is a network duplicate. */
void revive_side(struct track *t, bool duplicate);
