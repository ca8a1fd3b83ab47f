/* IP packets that came in pieces, put together again (RFC 791, 3.2; RFC 8200, 4.5).
 *
 * Every frame with a piece goes in; the one that completes its packet gives a frame that holds the
 * whole packet behind the headers of the first piece, as if it had never been in pieces. Bounded:
 * a packet has at most 64 KiB, waits 30 s by the times of frames, and all that wait have 4 MiB; the
 * oldest goes first. A packet whose pieces overlap is dropped, as RFC 5722 has it for IPv6 and as
 * hosts do for IPv4 (Linux since 2018); a piece that came twice is not an overlap. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/decode/decode.h"

struct reassembly;

/* The fate of a frame. */
enum reassembly_result {
	REASSEMBLY_WAITS,    /* pieces are missing still */
	REASSEMBLY_COMPLETE, /* it completes its packet */
	REASSEMBLY_CUT,      /* the capture lacks bytes of it: decode it by itself */
	REASSEMBLY_BAD,      /* lengths that cannot be, or too long */
	REASSEMBLY_OVERLAPS, /* its packet is dropped */
};

struct reassembly_counts {
	uint64_t fragments;  /* pieces that were taken */
	uint64_t complete;   /* packets put together */
	uint64_t incomplete; /* packets of which pieces are missing; those that wait count, too */
	uint64_t overlaps;   /* packets dropped for pieces that overlap */
};

/* A packet that is whole again; what is pointed to is the reassembly's until the next call. */
struct reassembled {
	struct frame frame;     /* with the time of the frame that completed it */
	const uint64_t *offset; /* the frames that were put together, as given, in order */
	uint32_t count;
};

struct reassembly *reassembly_new(void);
/* NULL is fine. */
void reassembly_free(struct reassembly *r);

/* Takes a frame that decode_frame() found a piece in (where->fragment.ip_version is not 0). offset
 * names the frame to the caller. *out is set for REASSEMBLY_COMPLETE. */
enum reassembly_result reassembly_add(struct reassembly *r, const struct frame *frame,
    const struct headers *where, uint64_t offset, struct reassembled *out);

/* decode_frame(), but of packets in pieces what they are as a whole: DECODE_FRAGMENT for a frame
 * that does not complete one. `joined` is called for each packet that is whole again, of which
 * there are several where tunnels are in pieces, too. *frame becomes the whole packet then. */
struct joined_sink {
	void (*joined)(void *ctx, const struct reassembled *whole);
	void *ctx;
};
enum decode_result reassembly_decode(struct reassembly *r, int link_type, struct frame *frame,
    uint64_t offset, const struct joined_sink *sink, struct segment *out, struct headers *where);

void reassembly_counts(const struct reassembly *r, struct reassembly_counts *out);
