/* Header prediction, as TCP itself has it (V. Jacobson, "4BSD TCP header prediction", 1990): most
 * segments are just what was to come next, and most of the tracker's questions need not be asked of
 * them. For core/track/track.c. */
#pragma once

#include "core/analyse/moment.h"

/* Whether the segment can only be new data in order, or an ACK of data that none acknowledged
 * before, in an established session that the capture has whole, with a window that neither closes,
 * shrinks nor is used up. No note but those of waiting (analyse_wait, analyse_is_delayed_ack) can
 * be due, and no state changes. Where it says no, the segment may be so all the same. */
bool plain_segment(const struct track *t);
