/* Packets, the fixed-size records of segments, and the store of all of them.
 *
 * Packets are numbered from 1 in order of arrival; 0 means none. Frame bytes are not stored: the
 * source that saw the frame reads it back from `offset`. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/assertions.h"
#include "core/record/segment.h"
#include "core/record/tcpstate.h"

/* A side of a session: A opened it and is on the left. */
enum side { SIDE_A, SIDE_B };

static inline enum side side_other(enum side side)
{
	return side == SIDE_A ? SIDE_B : SIDE_A;
}

/* Bits of struct packet's `bits`. */
enum packet_bit {
	PACKET_FROM_B = 1 << 0,    /* sent by side B */
	PACKET_MESSAGE = 1 << 1,   /* first segment of a message (core/model/message.h) */
	PACKET_NEW_DATA = 1 << 2,  /* carries bytes not seen before in its flow */
	PACKET_CONTINUES = 1 << 3, /* its new bytes belong to the message before it */
	/* its ACK covers bytes not captured before it: the time since the newest captured ones is
	 * no RTT */
	PACKET_UNTIMED = 1 << 7,
};

/* Most segments in a message (core/model/message.h). */
#define MESSAGE_SEGMENTS 64

/* 64 bytes: ten million packets must fit in an ordinary machine's memory. Host byte order. */
struct packet {
	int64_t time_ns;      /* since the epoch */
	uint64_t offset : 48; /* position of the frame in its source, to read it back */
	uint64_t ip_id : 16;  /* IP identification, 0 if there is none */
	uint64_t notes : 40;  /* NOTE_BIT()s */
	uint64_t len : 24;    /* payload bytes on the wire */
	uint32_t frame;       /* frame number in the capture, from 1, as in tshark */
	uint32_t session;     /* session number */
	uint32_t next;        /* next packet of the session, 0 if this is the last */
	uint32_t seq, ack;    /* raw */
	/* first packet that acknowledged all of it, or 0; an earlier one, perhaps forgotten, if the
	 * capture has the ACK before its data */
	uint32_t acked_by;
	uint32_t acks; /* newest packet that this one was the first to acknowledge, or 0 */
	/* payload bytes of this side in flight, including this segment */
	uint32_t in_flight;
	uint16_t win;    /* as in the header, not scaled */
	uint16_t flags;  /* enum tcp_flag */
	uint8_t states;  /* of both sides after this segment; packet_state() decodes it */
	uint8_t bits;    /* enum packet_bit; core/store/kind_index.c uses three more */
	uint16_t origin; /* where it comes from (core/record/origin.h) */
};

static inline enum side packet_side(const struct packet *packet)
{
	return packet->bits & PACKET_FROM_B ? SIDE_B : SIDE_A;
}

static inline enum tcp_state packet_state(const struct packet *packet, enum side side)
{
	return (enum tcp_state)(side == SIDE_A ? packet->states & 15 : packet->states >> 4);
}

/* Returns the sequence space of a packet: payload, SYN and FIN (RFC 9293, 3.4). */
static inline uint32_t packet_span(const struct packet *packet)
{
	return (uint32_t)packet->len + !!(packet->flags & TCP_SYN) + !!(packet->flags & TCP_FIN);
}

/* Returns the raw sequence number after the packet. */
static inline uint32_t packet_end(const struct packet *packet)
{
	return packet->seq + packet_span(packet);
}

/* Packets in chunks that never move: a pointer is valid until its packet is forgotten. Only the
 * functions below use the members. Tests use small chunks (the build option chunk_bits), which are
 * freed early. */
#ifndef PACKET_CHUNK_BITS
#define PACKET_CHUNK_BITS 15
#endif
static_assert(PACKET_CHUNK_BITS >= 3 && PACKET_CHUNK_BITS <= 20, "8 to 1,048,576 packets");

struct packet_store {
	struct packet **chunk; /* NULL if all its packets are forgotten */
	uint32_t chunks, room; /* used and allocated length of `chunk` */
	uint32_t first;        /* oldest packet kept, or the next number */
	uint32_t count;
};

struct packet_store *packet_store_new(void);
void packet_store_free(struct packet_store *store);
/* Appends a zeroed packet, numbered packet_store_count(). The store owns it. */
struct packet *packet_store_add(struct packet_store *store);
/* Forgets the packets below a number, at most packet_store_count() + 1. Frees a chunk when all its
 * packets are forgotten. */
void packet_store_forget(struct packet_store *store, uint32_t before);

/* Returns true if the packet is kept. */
static inline bool packet_store_has(const struct packet_store *store, uint32_t number)
{
	return number >= store->first && number <= store->count;
}

/* Returns the address of a packet without a check; for prefetching. */
static inline struct packet *packet_store_place(const struct packet_store *store, uint32_t number)
{
	uint32_t i = number - 1;
	return &store->chunk[i >> PACKET_CHUNK_BITS][i & ((1U << PACKET_CHUNK_BITS) - 1)];
}

/* Returns a packet that the caller knows to be kept: the newest, one reached through `next` from a
 * session's first packet, one from a mark of its index or from `unacked` of a flow, or one that
 * packet_store_find() has just found. A build with costly assertions catches a wrong number; in
 * other builds, a number whose chunk is freed dereferences NULL. */
static inline struct packet *packet_store_at(const struct packet_store *store, uint32_t number)
{
	assert_costly(packet_store_has(store, number));
	return packet_store_place(store, number);
}

/* Returns the packet with a number, or NULL if the number is 0, forgotten or not yet used. */
static inline struct packet *packet_store_find(const struct packet_store *store, uint32_t number)
{
	return packet_store_has(store, number) ? packet_store_place(store, number) : NULL;
}

static inline uint32_t packet_store_first(const struct packet_store *store)
{
	return store->first;
}

/* Returns how many packets were ever added, including forgotten ones. */
static inline uint32_t packet_store_count(const struct packet_store *store)
{
	return store->count;
}
