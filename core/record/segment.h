/* A TCP segment decoded from a frame. Capture threads hand segments to the thread that owns the
 * model. */
#pragma once

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/record/addr.h"

/* Control bits (RFC 9293, 3.1; AE of RFC 9768 where NS was). */
enum tcp_flag {
	TCP_FIN = 0x001,
	TCP_SYN = 0x002,
	TCP_RST = 0x004,
	TCP_PSH = 0x008,
	TCP_ACK = 0x010,
	TCP_URG = 0x020,
	TCP_ECE = 0x040,
	TCP_CWR = 0x080,
	TCP_AE = 0x100,
};

/* Options that the segment carries and that could be decoded. */
enum segment_option {
	OPTION_MSS = 1 << 0,
	OPTION_WSCALE = 1 << 1,
	OPTION_SACK_OK = 1 << 2,
	OPTION_SACK = 1 << 3,
	OPTION_TIMESTAMP = 1 << 4,
	OPTION_FAST_OPEN = 1 << 5,
	OPTION_SIGNED = 1 << 6, /* MD5 or TCP-AO */
	OPTION_USER_TIMEOUT = 1 << 7,
	OPTION_MPTCP = 1 << 8,
	OPTION_UNKNOWN = 1 << 9,
	OPTION_BROKEN = 1 << 10, /* impossible length, or options cut off by the capture */
};

struct sack_block {
	uint32_t start, end; /* raw sequence numbers, end exclusive (RFC 2018) */
};

#define SACK_BLOCKS_MAX 4
#define SYN_OPTION_OTHER 0xfU

#define SEGMENT_OFFSET_MOST UINT64_C(0xffffffffffff)

/* Longer segments need IPv6 jumbograms (RFC 2675), which no device supports. */
#define SEGMENT_LEN_MOST 0xffffff

/* A plain value. Numbers are in host order, sequence numbers raw. Two cache lines, because segments
 * pass from thread to thread. */
struct segment {
	int64_t time_ns;      /* since the epoch */
	uint64_t offset : 48; /* position of the frame in its source, to read it back */
	uint64_t ttl : 8;     /* or hop limit */
	uint64_t tos : 8;     /* DSCP and ECN */
	uint32_t frame;       /* frame number in its source, from 1 */
	uint32_t hash;        /* endpoints_hash(), or 0 if not computed yet */
	struct endpoint src, dst;
	uint32_t seq, ack;   /* ack is 0 without TCP_ACK */
	uint32_t len : 24;   /* payload bytes on the wire, even if the capture cut them */
	uint32_t source : 8; /* index of the source that saw it */
	uint16_t flags;      /* enum tcp_flag */
	uint16_t win;        /* as in the header, not scaled */
	uint16_t urgent;     /* as in the header */
	uint16_t options;    /* enum segment_option */
	uint16_t mss;
	uint8_t wscale;
	uint8_t sack_count : 7;
	uint8_t first_fragment : 1; /* first IP fragment: len covers this part only */
	uint32_t ts_val, ts_ecr;
	union {
		struct sack_block sack[SACK_BLOCKS_MAX];
		/* Of a SYN without SACK blocks: the kinds of its last eight options in their
		 * order, four bits each, without nop and end; others are SYN_OPTION_OTHER. */
		uint32_t syn_options;
	};
	uint16_t ip_id;  /* IPv4 identification; IPv6: low half of the fragment's or 0 */
	uint16_t origin; /* where it comes from (core/record/origin.h) */
};
static_assert(sizeof(struct segment) == 128, "two cache lines");
