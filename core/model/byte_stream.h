/* The byte stream of a session: what its applications sent, in order.
 *
 * Retransmitted bytes appear once, and a segment that was overtaken stands where its bytes belong.
 * Of both sides together, bytes stand in the order in which a receiver at the capture point could
 * have delivered them, so that an answer follows its question. Bytes that the capture lacks are a
 * piece of their own. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/model/model.h"

struct byte_piece {
	uint32_t packet; /* whose payload holds the bytes; 0: the capture lacks them */
	uint32_t skip;   /* bytes of that payload before them, which an earlier piece has */
	uint64_t len;    /* bytes on the wire, at least 1; fewer may be captured */
	enum side side;
};

struct byte_stream {
	struct byte_piece *piece; /* owned */
	size_t count;
	uint64_t bytes[2];   /* of each side, without those that are missing */
	uint64_t missing[2]; /* between the first and the last piece of each side */
};

/* Whose bytes; bits. */
enum byte_sides { BYTES_OF_A = 1 << SIDE_A, BYTES_OF_B = 1 << SIDE_B, BYTES_OF_BOTH = 3 };

/* Reads the stream of a session that is kept, as of its packets up to `last`. Without a SYN it
 * begins with the first bytes seen; of a session with forgotten packets, with the first kept ones.
 * The caller frees it. The cost grows with the packets of the session. */
void byte_stream_read(const struct model *m, uint32_t session, enum byte_sides sides, uint32_t last,
    struct byte_stream *out);
/* Frees what the stream owns; a zeroed one is fine. */
void byte_stream_free(struct byte_stream *s);
