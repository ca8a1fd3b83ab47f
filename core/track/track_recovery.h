/* Updates both sides' loss recovery (core/record/recovery.h) with the new packet, and corrects
 * earlier retransmissions that it proves spurious. For core/track/track.c. */
#pragma once

#include "core/analyse/analyse.h"
#include "core/analyse/moment.h"

/* Starts recording a side's recovery with its second packet: most sessions of a port scan never
 * have one. */
void track_begin_recovery(struct track *t);

/* Records a packet that its receiver does not accept, for the answers to it. */
void track_recover_unaccepted(struct track *t);

/* Updates the recovery of the sender with the packet. */
void track_recover_sent(struct track *t, const struct evidence *e);

/* Updates the recovery of the other side with its ACK; before is the ACK number before this one, if
 * known. */
void track_recover_acked(struct track *t, uint32_t before, bool known);
