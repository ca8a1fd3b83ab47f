/* What the new packet acknowledges: links to those packets, the window it offers, the round trip it
 * shows. For core/track/track.c. */
#pragma once

#include "core/analyse/moment.h"

/* Takes its acknowledgement and window into the other side's flow, and links the packets that it
 * acknowledges first. */
void track_ack(struct track *t);

/* Takes the round trip of what it acknowledged, unless that was ambiguous (Karn; RFC 6298, 3). The
 * shortest is that of the newest segment, the sender's that of the oldest: an ACK may have been
 * held back. before: what had been acknowledged. */
void track_rtt(struct track *t, uint32_t before);
