/* Applies the ACK of the new packet: links to the packets that it acknowledges, its window, and the
 * RTT that it shows. For core/track/track.c. */
#pragma once

#include "core/analyse/moment.h"

/* Updates the other side's flow with the ACK number and window, and links the packets that this one
 * is the first to acknowledge. */
void track_ack(struct track *t);

/* Adds the RTT samples of an ACK, unless they are ambiguous (Karn's algorithm; RFC 6298, 3). The
 * shortest time is that of the newest segment, the sender's RTT that of the oldest, because ACKs
 * may be delayed. before: the ACK number before this one. */
void track_rtt(struct track *t, uint32_t before);
