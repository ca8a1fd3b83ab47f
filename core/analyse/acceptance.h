/* Which segments their receiver does not accept (RFC 9293, 3.10.7.3 and 3.10.7.4). For
 * core/track/track.c. */
#pragma once

#include "core/analyse/moment.h"

/* Returns why a segment belongs to no byte stream of this connection; it then changes nothing.
 * Resets are judged by core/analyse/reset.c. Flows as before the segment. */
enum unaccepted acceptance_of(const struct track *t);

/* Concludes what a segment answers that is not accepted. */
void analyse_unaccepted(const struct track *t, const struct evidence *e);

/* Returns the packet that a pure ACK answers as a challenge ACK (RFC 5961), and its rule; packet 0:
 * none. */
struct challenge {
	uint32_t packet;
	enum rule rule;
};
struct challenge acceptance_challenge(const struct track *t);
