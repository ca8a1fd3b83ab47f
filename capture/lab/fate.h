/* The truth about a packet: what the lab's link did with it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/record/addr.h"
#include "core/record/segment.h"

/* The two directions of the link. */
enum lab_way { LAB_AB, LAB_BA, LAB_WAYS };

#define LAB_WAY_BIT(way) (1u << (way))
#define LAB_BOTH_WAYS 3u

/* Why a packet never arrived; FATE_DELIVERED: it did. */
enum fate_kind {
	FATE_DELIVERED,
	FATE_LOST,     /* by the loss asked for */
	FATE_RULED,    /* by a rule */
	FATE_OVERFLOW, /* the queue in front of the rate was full */
	FATE_CUT,      /* the link was cut */
	FATE_TOO_BIG,  /* longer than the path's MTU */
	FATE_NO_ROOM,  /* the link holds DELAY_QUEUE_MAX packets of that direction already */
	FATE_REFUSED,  /* by the device that should have sent it */
	FATE_KINDS,
};

/* What was done to it besides. */
enum fate_bit {
	FATE_COPY = 1 << 0, /* a second copy, made by the link; the first has a fate of its own */
	FATE_HELD = 1 << 1, /* held back by a rule */
	FATE_REORDERED = 1 << 2, /* held back by the reordering asked for */
	FATE_CORRUPTED = 1 << 3, /* a bit was flipped: the receiver's checksum fails */
	FATE_MARKED = 1 << 4,    /* ECN: Congestion Experienced (RFC 3168) */
	FATE_AGAIN = 1 << 5,     /* its sender had sent some of it before (truly, not by guess) */
	FATE_BITS = 6,
};

/* A plain value. Times are in ns since the epoch, by the clock that stamps captures on this
 * machine too. */
struct fate {
	/* counts TCP segments of this direction in the order in which they came, from 1 */
	uint64_t number;
	int64_t arrived_ns;  /* at the link */
	int64_t due_ns;      /* when it was to leave; 0 when it never was */
	int64_t departed_ns; /* when it left; 0 when it did not */
	struct endpoint src, dst;
	uint32_t ip_id; /* 0 for IPv6 */
	uint32_t seq, ack, len;
	uint32_t ts_val; /* of its timestamp option, or 0 */
	/* the rule that dropped, held, doubled, corrupted or marked it, from 1; or 0 */
	uint32_t rule;
	uint16_t flags; /* enum tcp_flag */
	uint8_t way;    /* enum lab_way */
	uint8_t kind;   /* enum fate_kind */
	uint8_t bits;   /* enum fate_bit */
};

/* "delivered", "lost", "queue overflow"... Static. */
const char *fate_kind_name(enum fate_kind kind);
/* "held", "copy"...: the name of one bit. Static. */
const char *fate_bit_name(enum fate_bit bit);

/* Whether a captured segment is that packet (or a copy of it): same ends, numbers, flags, IP
 * identification and timestamp. With super-segments that a device cut, no. */
bool fate_is_of(const struct fate *fate, const struct segment *segment);
