/* What is remarkable about a segment. For core/track/track.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/analyse/moment.h"
#include "core/record/holes.h"

/* IP identifications that far apart may have nothing to do with each other. */
#define IDS_NEAR 64

/* How the segment lies to what its side sent before, gathered as it was taken in. */
struct evidence {
	/* this side had sent something before: the comparisons below mean something */
	bool continues;
	bool probe;   /* 0 or 1 byte where a keep-alive or window probe lies; takes no new space */
	bool again;   /* the network delivered the same packet before */
	bool skips;   /* starts beyond the next number expected */
	bool repeats; /* has bytes, SYN or FIN that lie before it */
	uint32_t fresh;  /* payload bytes never seen before */
	uint32_t filled; /* of the repeated space, what fills holes */
	struct gap hole; /* the first of these holes, when filled is not 0 */
};

/* The notes of the new packet. Flows are as they were before its acknowledgement and window are
 * taken in, but with its sequence space. */
uint64_t analyse_packet(const struct track *t, const struct evidence *e);

/* Whether the segment is where a keep-alive or a zero window probe lies. Flows as before
 * the segment. */
bool analyse_is_probe(const struct track *t);

/* Tells segments apart, nearly always: those that differ in their timestamp alone by less than
 * 65536 have different digests. */
uint16_t analyse_digest(const struct segment *segment);
/* The lower half of a packet's timestamp, out of its digest. */
uint16_t analyse_digest_stamp(const struct packet *packet, uint16_t digest);

/* Whether the capture doubles what a side sends: so many of its last packets were there twice. */
bool analyse_is_mirrored(const struct flow *flow);

/* Whether the network delivered this very packet before. Flows as before the segment. */
bool analyse_is_again(const struct track *t);

/* Whether the segment's side had closed, and the other one, too: it answers old segments, and
 * without SACK. */
bool analyse_is_past(const struct track *t);

/* Tells SACK blocks apart: the same block gives the same digest, none gives 0. */
uint32_t analyse_sack_digest(const struct segment *segment);

/* The notes of a pure ACK with the number of the one before it: what made its sender
 * say that again. */
uint64_t analyse_repeated_ack(const struct track *t);

/* Whether an ACK was sent before one that came here first, as timestamps or IP
 * identifications tell. */
bool analyse_is_late_ack(const struct track *t);

/* Whether a pure ACK of less than is acknowledged already was a duplicate when it was sent. */
bool analyse_is_late_duplicate(const struct track *t);

/* The notes of a segment that repeats sequence space: why it was sent, or that it was overtaken. */
uint64_t analyse_repeat(const struct track *t, const struct evidence *e);

/* Why its sender sent a segment again: one of the notes of causes, or 0 where that
 * cannot be told. */
uint64_t analyse_cause(const struct track *t);

/* Whether duplicate ACKs or SACK of higher numbers had told the sender of a segment that it
 * was missing. */
bool analyse_was_reported(const struct track *t);

/* The packet that brought the segment's bytes although it was sent after the segment, by IP
 * identification or timestamp: a retransmission that was faster than its original. 0 when
 * there is none. */
uint32_t analyse_overtaker(const struct track *t);

/* The timestamp of a packet that a side has sent lately, taken for near another: of it, 16 bits are
 * remembered. False: the packet is not among the last ones. */
bool analyse_stamp(
    const struct track *t, enum side side, uint32_t packet, uint32_t near, uint32_t *stamp);

/* Why the connection is reset, where the capture shows it: of NOTES_RESET at most one. */
uint64_t analyse_reset(const struct track *t);

/* What a segment with new data had waited for. */
uint64_t analyse_wait(const struct track *t, const struct evidence *e);
/* Whether a pure ACK was held back by its sender. Told only at that sender's end. */
bool analyse_is_delayed_ack(const struct track *t);
