/* Reassembles IP packets (RFC 791, 3.2; RFC 8200, 4.5).
 *
 * Takes every frame with a fragment. The last missing fragment gives a frame with the complete
 * packet behind the headers of the first fragment. Memory is bounded: a packet has at most 64 KiB
 * and waits 30 s by the times of the frames, and all waiting packets have 4 MiB; the oldest is
 * dropped first. A packet with overlapping fragments is dropped, as RFC 5722 requires for IPv6 and
 * hosts do for IPv4 (Linux since 2018). A fragment received twice does not overlap. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/decode/decode.h"

struct reassembly;

/* The fate of a frame. */
enum reassembly_result {
	REASSEMBLY_WAITS,    /* fragments are still missing */
	REASSEMBLY_COMPLETE, /* it completes its packet */
	REASSEMBLY_CUT,      /* the capture lacks bytes of it: decode it alone */
	REASSEMBLY_BAD,      /* impossible lengths, or too long */
	REASSEMBLY_OVERLAPS, /* its packet is dropped */
};

struct reassembly_counts {
	uint64_t fragments;  /* fragments taken */
	uint64_t complete;   /* packets reassembled */
	uint64_t incomplete; /* packets with missing fragments, waiting ones included */
	uint64_t overlaps;   /* packets dropped because of overlapping fragments */
};

/* A complete packet. Its pointers are borrowed until the next call. */
struct reassembled {
	struct frame frame;     /* with the time of the frame that completed it */
	const uint64_t *offset; /* of the reassembled frames, as passed in, in order */
	uint32_t count;
};

struct reassembly *reassembly_new(void);
/* r may be NULL. */
void reassembly_free(struct reassembly *r);

/* Takes a frame in which decode_frame() found a fragment (where->fragment.ip_version is not 0).
 * offset identifies the frame for the caller. *out is set for REASSEMBLY_COMPLETE. */
enum reassembly_result reassembly_add(struct reassembly *r, const struct frame *frame,
    const struct headers *where, uint64_t offset, struct reassembled *out);

/* Decodes as decode_frame() does, but fragments as complete packets: DECODE_FRAGMENT if the frame
 * completes none. `joined` is called for each complete packet; fragmented tunnels can give several.
 * *frame becomes the complete packet. */
struct joined_sink {
	void (*joined)(void *ctx, const struct reassembled *whole);
	void *ctx;
};
enum decode_result reassembly_decode(struct reassembly *r, int link_type, struct frame *frame,
    uint64_t offset, const struct joined_sink *sink, struct segment *out, struct headers *where);

void reassembly_counts(const struct reassembly *r, struct reassembly_counts *out);
