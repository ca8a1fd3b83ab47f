/* Reads frames of a capture file again, by offset or all in order, while another thread may still
 * read on. Owner's thread only. */
#pragma once

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>

#include "capture/source/pcapng_blocks.h"
#include "core/base/err.h"
#include "core/decode/decode.h"

struct readback;

/* Takes ownership of fd, which must have a file position of its own. blocks (borrowed) is NULL
 * unless the file is pcapng. */
struct readback *readback_new(int fd, struct pcapng_blocks *blocks);
void readback_free(struct readback *readback);

/* Reads the frame at the offset. Its bytes are valid until the next call. */
bool readback_frame(struct readback *readback, uint64_t offset, struct frame *out, struct err *err);

/* Receives frames; returns false to stop. */
struct readback_sink {
	bool (*frame)(void *ctx, const struct frame *frame);
	void *ctx;
};
/* Selects frames of the file. */
struct readback_span {
	/* the maximum, including forgotten frames, which a pcap file skips without counting */
	uint64_t count;
	uint64_t end;                     /* stop at this offset */
	const struct bpf_program *filter; /* only frames that pass it; NULL: all */
	/* Returns the offset of the oldest frame that is not forgotten, which may grow while frames
	 * are read; 0: all are there. */
	uint64_t (*first)(void *ctx);
	void *first_ctx;
};
/* Passes those frames to the sink, in order. */
bool readback_each(struct readback *readback, const struct readback_span *span,
    const struct readback_sink *sink, struct err *err);
