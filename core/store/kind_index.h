/* What each stride of a long session holds: the packets from one mark of its index to the next. So
 * the next packet of a kind is found without a look at all that lie between. For
 * core/model/model.c. */
#pragma once

#include "core/record/packet.h"
#include "core/record/session.h"
#include "core/store/session_index.h"

/* Kinds of packets to look for; bits. */
enum packet_kind {
	KIND_FROM_A = 1 << 0,
	KIND_FROM_B = 1 << 1,
	KIND_MESSAGE = 1 << 2, /* a message begins with it (core/model/message.h) */
};

#define KIND_FROM(side) ((side) == SIDE_A ? KIND_FROM_A : KIND_FROM_B)

/* Where the packets of a session are found. */
struct strides {
	const struct packet_store *packets;
	const struct session_index *index;
};

/* Takes in the session's newest packet, which the tracker has gone through. */
void stride_add(const struct strides *in, struct session *session, uint32_t packet);

/* The first packet of the session after, and the last one before a packet of it that is of one of
 * the kinds; 0 when there is none. Costs a look at each stride between, not at each packet. */
uint32_t stride_after(
    const struct strides *in, const struct session *session, uint32_t packet, unsigned kinds);
uint32_t stride_before(
    const struct strides *in, const struct session *session, uint32_t packet, unsigned kinds);
