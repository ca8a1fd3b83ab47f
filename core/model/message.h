/* Messages: the payload of a session in the pieces in which it was sent.
 *
 * A message is a run of consecutive new bytes of one side. It ends with a segment with PSH, or when
 * the other side sends data, a hole opens or MESSAGE_SEGMENTS segments are reached. Retransmitted
 * bytes do not appear twice. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/model/model.h"

struct message {
	uint32_t first, last; /* packets; others may lie between them */
	uint32_t segments;
	enum side side;
	int64_t time_ns; /* time of its first segment */
	uint64_t len;    /* bytes on the wire */
};

/* Reads the message that begins with a packet. Returns false if none does. */
bool message_at(const struct model *m, uint32_t packet, struct message *out);
/* Reads the message whose bytes a packet carries. Returns false for packets without new data. */
bool message_of(const struct model *m, uint32_t packet, struct message *out);
/* Read the first message after a packet, and the last one before it, in its session. No walk over
 * the packets between. */
bool message_after(const struct model *m, uint32_t packet, struct message *out);
bool message_before(const struct model *m, uint32_t packet, struct message *out);
/* Returns the next packet after `packet` with bytes of the message, or 0. */
uint32_t message_next_packet(const struct model *m, const struct message *msg, uint32_t packet);
/* Returns how many payload bytes at the front of a packet of the message an earlier packet of it
 * (0: none) already carried: a segment may repeat some bytes before its new ones. */
uint32_t message_repeated(const struct model *m, uint32_t earlier, uint32_t packet);
