/* What the new packet says of both sides' loss recovery (core/record/recovery.h), and what it
 * proves of earlier retransmissions. For core/track/track.c. */
#pragma once

#include "core/analyse/analyse.h"
#include "core/analyse/moment.h"

/* Recovery is followed from a side's second packet on: most sessions of a scan never have one. */
void track_begin_recovery(struct track *t);

/* Takes the sending of the packet into its side's recovery. */
void track_recover_sent(struct track *t, const struct evidence *e);

/* Takes the acknowledgement into the other side's; before is what had been acknowledged, where
 * that is known. */
void track_recover_acked(struct track *t, uint32_t before, bool known);
