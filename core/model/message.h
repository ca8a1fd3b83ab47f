/* Messages: what the bytes of a session said, in the pieces in which they were sent.
 *
 * A message is a run of consecutive new bytes of one side, up to a segment with PSH, or until the
 * other side sends data, a gap opens, or MESSAGE_SEGMENTS segments are full. Retransmitted bytes
 * are not said twice. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"

struct message {
	uint32_t first, last; /* packets; those between that are not its own must be skipped */
	uint32_t segments;
	enum side side;
	int64_t time_ns; /* of its first segment */
	uint64_t len;    /* bytes on the wire */
};

/* The message that begins with a packet; false when none does. */
bool message_at(const struct model *m, uint32_t packet, struct message *out);
/* The message whose bytes a packet carries; false for packets without new data. */
bool message_of(const struct model *m, uint32_t packet, struct message *out);
/* The first message after, and the last before a packet in its session. Cost no walk through the
 * packets between. */
bool message_after(const struct model *m, uint32_t packet, struct message *out);
bool message_before(const struct model *m, uint32_t packet, struct message *out);
/* The next packet after `packet` that carries bytes of the message, or 0. */
uint32_t message_next_packet(const struct model *m, const struct message *msg, uint32_t packet);
/* How many payload bytes of a packet of the message, at its front, an earlier packet of it (0:
 * none) already carried: a segment may repeat some bytes before its new ones. */
uint32_t message_repeated(const struct model *m, uint32_t earlier, uint32_t packet);
