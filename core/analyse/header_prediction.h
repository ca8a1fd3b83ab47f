/* Header prediction, as in TCP itself (V. Jacobson, "4BSD TCP header prediction", 1990): most
 * segments are exactly the next one expected, and need few of the tracker's checks. For
 * core/track/track.c. */
#pragma once

#include "core/analyse/moment.h"

/* Returns true if the segment can only be new data in order, or an ACK of data not acknowledged
 * before, in an established session that the capture has from its start, with a window that neither
 * closes, shrinks nor is used up. Such a segment can only have the notes of waiting (analyse_wait,
 * analyse_delayed_ack) and changes no state. May return false for some of these segments. */
bool plain_segment(const struct track *t);
