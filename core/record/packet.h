/* The fixed record of a segment, and where all of them are kept.
 *
 * A packet is known by its number, from 1 in the order of arrival; 0 is none. Frame bytes are not
 * here: `offset` lets the source that saw the frame read it back. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/assertions.h"
#include "core/record/segment.h"
#include "core/record/tcpstate.h"

/* Which end of a session: A opened it and stands left. */
enum side { SIDE_A, SIDE_B };

static inline enum side side_other(enum side side)
{
	return side == SIDE_A ? SIDE_B : SIDE_A;
}

/* Bits of struct packet's `bits`. */
enum packet_bit {
	PACKET_FROM_B = 1 << 0,    /* sent by side B */
	PACKET_MESSAGE = 1 << 1,   /* a message begins with this segment (core/model/message.h) */
	PACKET_NEW_DATA = 1 << 2,  /* carries bytes not seen before in this direction */
	PACKET_CONTINUES = 1 << 3, /* its new bytes belong to the message before it */
};

/* A message is of at most so many segments (core/model/message.h). */
#define MESSAGE_SEGMENTS 64

/* 64 bytes, so that ten million packets fit where people work. Numbers are in host order. */
struct packet {
	int64_t time_ns;      /* since the epoch */
	uint64_t offset : 48; /* for the source, to read the frame back */
	uint64_t ip_id : 16;  /* IP identification, 0 where there is none */
	uint64_t notes : 40;  /* NOTE_BIT()s */
	uint64_t len : 24;    /* payload bytes on the wire */
	uint32_t frame;       /* number in the capture, as tshark counts, from 1 */
	uint32_t session;     /* its session's number */
	uint32_t next;        /* the session's next packet, 0 if it is the last */
	uint32_t seq, ack;    /* raw */
	uint32_t acked_by;    /* the packet that first acknowledged all of it, or 0 */
	uint32_t acks;        /* the newest packet that this one first acknowledged, or 0 */
	/* payload bytes of this side sent and not yet acknowledged, with this segment */
	uint32_t in_flight;
	uint16_t win;    /* as in the header, not scaled */
	uint16_t flags;  /* enum tcp_flag */
	uint8_t states;  /* both ends after this segment; packet_state() reads it */
	uint8_t bits;    /* enum packet_bit; the upper four are for core/store/kind_index.c */
	uint16_t origin; /* where it was seen: file, section, interface, side of a tunnel */
};

static inline enum side packet_side(const struct packet *packet)
{
	return packet->bits & PACKET_FROM_B ? SIDE_B : SIDE_A;
}

static inline enum tcp_state packet_state(const struct packet *packet, enum side side)
{
	return (enum tcp_state)(side == SIDE_A ? packet->states & 15 : packet->states >> 4);
}

/* The sequence space it takes: payload, SYN and FIN (RFC 9293, 3.4). */
static inline uint32_t packet_span(const struct packet *packet)
{
	return (uint32_t)packet->len + !!(packet->flags & TCP_SYN) + !!(packet->flags & TCP_FIN);
}

/* The raw sequence number after it. */
static inline uint32_t packet_end(const struct packet *packet)
{
	return packet->seq + packet_span(packet);
}

/* Packets in chunks that never move: a pointer stays good until its packet is forgotten. The
 * members are for the functions below alone. Tests have small chunks (the build option chunk_bits),
 * which are freed soon. */
#ifndef PACKET_CHUNK_BITS
#define PACKET_CHUNK_BITS 15
#endif
static_assert(PACKET_CHUNK_BITS >= 3 && PACKET_CHUNK_BITS <= 20, "8 to 1,048,576 packets");

struct packet_store {
	struct packet **chunk; /* NULL where all are forgotten */
	uint32_t chunks, room; /* in use; that `chunk` has place for */
	uint32_t first;        /* the oldest that is kept, or the next one to come */
	uint32_t count;
};

struct packet_store *packet_store_new(void);
void packet_store_free(struct packet_store *store);
/* A zeroed packet at the end; its number is packet_store_count() then. Pointer owned
 * by the store. */
struct packet *packet_store_add(struct packet_store *store);
/* Forgets the packets below a number, which is at most packet_store_count() + 1. Their memory is
 * given back as soon as nothing else is in their chunk. */
void packet_store_forget(struct packet_store *store, uint32_t before);

/* Returns true if the number is that of a packet that is kept. */
static inline bool packet_store_has(const struct packet_store *store, uint32_t number)
{
	return number >= store->first && number <= store->count;
}

/* Where the packet with a number lies, unchecked: to prefetch it. */
static inline struct packet *packet_store_place(const struct packet_store *store, uint32_t number)
{
	uint32_t i = number - 1;
	return &store->chunk[i >> PACKET_CHUNK_BITS][i & ((1U << PACKET_CHUNK_BITS) - 1)];
}

/* The packet with a number that is known to be kept: the newest one, one reached by `next` from a
 * session's first packet, from a mark of its index or from `unacked` of a flow, or one that
 * packet_store_find() has just found. A wrong number is caught in builds with costly assertions; in
 * others, one whose chunk is freed ends the program at a null pointer. */
static inline struct packet *packet_store_at(const struct packet_store *store, uint32_t number)
{
	assert_costly(packet_store_has(store, number));
	return packet_store_place(store, number);
}

/* The packet with a number that was remembered; NULL when the number is 0 or its packet is
 * forgotten or not there yet. */
static inline struct packet *packet_store_find(const struct packet_store *store, uint32_t number)
{
	return packet_store_has(store, number) ? packet_store_place(store, number) : NULL;
}

static inline uint32_t packet_store_first(const struct packet_store *store)
{
	return store->first;
}

/* Packets there ever were, the forgotten ones too. */
static inline uint32_t packet_store_count(const struct packet_store *store)
{
	return store->count;
}
