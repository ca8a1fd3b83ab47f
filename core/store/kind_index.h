/* The kinds of packets in each stride of a long session; a stride is the packets between two marks
 * of its index. Finds the next packet of a kind without a look at all packets between. For
 * core/model/model.c. */
#pragma once

#include "core/record/packet.h"
#include "core/record/session.h"
#include "core/store/session_index.h"

/* Kinds of packets to look for, as bits. */
enum packet_kind {
	KIND_FROM_A = 1 << 0,
	KIND_FROM_B = 1 << 1,
	KIND_MESSAGE = 1 << 2, /* first packet of a message (core/model/message.h) */
};

#define KIND_FROM(side) ((side) == SIDE_A ? KIND_FROM_A : KIND_FROM_B)

/* The stores that hold a session's packets and marks. */
struct strides {
	const struct packet_store *packets;
	const struct session_index *index;
};

/* Adds the session's newest packet, after the tracker has processed it. */
void stride_add(const struct strides *in, struct session *session, uint32_t packet);

/* Return the first packet of the session after a packet of it, and the last one before it, that is
 * of one of the kinds; 0 if there is none. The cost grows with the strides between, not with the
 * packets. */
uint32_t stride_after(
    const struct strides *in, const struct session *session, uint32_t packet, unsigned kinds);
uint32_t stride_before(
    const struct strides *in, const struct session *session, uint32_t packet, unsigned kinds);
