/* Bytes that the capture has after their ACK or not at all, and packets that it has in another
 * order than the network had. For core/track/track.c. */
#pragma once

#include "core/analyse/moment.h"

/* Records that the clock goes back from the session's packet before this one. */
void order_see_time(struct track *t);

/* Records [from, to) of the other side's sequence space as acknowledged by this segment and not
 * captured. hole: the hole that it was, or NULL. */
void order_miss(struct track *t, uint32_t from, uint32_t to, const struct gap *hole);

/* Records the holes that this segment acknowledges as missed by the capture: never sent again, they
 * did arrive. */
void order_miss_holes(struct track *t, uint32_t ack);

/* Looks for the segment's bytes among those missed. Adds them to e->fresh, and decides whether all
 * of the segment is an original that was only captured late. */
void order_take_missed(struct track *t, struct evidence *e, uint32_t end);

/* Links an original that was captured after its ACK, and withdraws the notes that it disproves. */
void order_settle(struct track *t, const struct evidence *e);
