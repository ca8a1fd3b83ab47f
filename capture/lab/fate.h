/* The fate of a packet: what the lab's link did with it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/record/addr.h"
#include "core/record/segment.h"

/* The two directions of the link. */
enum lab_way { LAB_AB, LAB_BA, LAB_WAYS };

#define LAB_WAY_BIT(way) (1u << (way))
#define LAB_BOTH_WAYS 3u

/* The reason why a packet did not arrive, or FATE_DELIVERED. */
enum fate_kind {
	FATE_DELIVERED,
	FATE_LOST,     /* random loss (KNOB_LOSS) */
	FATE_RULED,    /* dropped by a rule */
	FATE_OVERFLOW, /* the queue before the bottleneck was full */
	FATE_CUT,      /* the link was cut */
	FATE_TOO_BIG,  /* longer than the path MTU */
	FATE_NO_ROOM,  /* DELAY_QUEUE_MAX packets are queued in that direction */
	FATE_REFUSED,  /* the sending device refused it */
	FATE_KINDS,
};

/* Additional effects of the link on the packet. */
enum fate_bit {
	FATE_COPY = 1 << 0,      /* the link's second copy; the first has a fate of its own */
	FATE_HELD = 1 << 1,      /* delayed by a rule */
	FATE_REORDERED = 1 << 2, /* delayed by KNOB_REORDER */
	FATE_CORRUPTED = 1 << 3, /* one bit flipped: the receiver's checksum fails */
	FATE_MARKED = 1 << 4,    /* ECN: Congestion Experienced (RFC 3168) */
	/* a retransmission, at least in part: known from what the sender sent before */
	FATE_AGAIN = 1 << 5,
	FATE_BITS = 6,
};

/* A plain value. Times are ns since the epoch, by the clock that stamps captures on this
 * machine. */
struct fate {
	/* number of the TCP segment in its direction, in order of arrival, from 1 */
	uint64_t number;
	int64_t arrived_ns;  /* at the link */
	int64_t due_ns;      /* when it was due to leave; 0: never */
	int64_t departed_ns; /* when it left; 0: never */
	struct endpoint src, dst;
	uint32_t ip_id; /* 0 for IPv6 */
	uint32_t seq, ack, len;
	uint32_t ts_val; /* TSval of the timestamp option, or 0 */
	/* the rule that dropped, delayed, duplicated, corrupted or marked it, from 1; or 0 */
	uint32_t rule;
	uint16_t flags; /* enum tcp_flag */
	uint8_t way;    /* enum lab_way */
	uint8_t kind;   /* enum fate_kind */
	uint8_t bits;   /* enum fate_bit */
};

/* Returns "delivered", "lost", "queue overflow"... Static. */
const char *fate_kind_name(enum fate_kind kind);
/* Returns the name of one bit: "held", "copy"... Static. */
const char *fate_bit_name(enum fate_bit bit);

/* Returns true if a captured segment is that packet or a copy of it: same endpoints, sequence
 * numbers, flags, IP identification and timestamp. Always false for super-segments that a device
 * split. */
bool fate_is_of(const struct fate *fate, const struct segment *segment);
