/* Reads frames of a capture file again, by offset or all of them, while another thread may still be
 * reading on. Owner's thread only. */
#pragma once

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>

#include "capture/source/pcapng_blocks.h"
#include "core/base/err.h"
#include "core/decode/decode.h"

struct readback;

/* fd is owned from here on and must have a file position of its own. blocks (borrowed) is NULL
 * unless the file is pcapng. */
struct readback *readback_new(int fd, struct pcapng_blocks *blocks);
void readback_free(struct readback *readback);

/* The frame that begins at the offset. Its bytes are valid until the next call. */
bool readback_frame(struct readback *readback, uint64_t offset, struct frame *out, struct err *err);

/* Where frames go; false stops. */
struct readback_sink {
	bool (*frame)(void *ctx, const struct frame *frame);
	void *ctx;
};
/* Which frames of the file. */
struct readback_span {
	/* at most, with the forgotten ones; but in a pcap those are leapt over and not counted */
	uint64_t count;
	uint64_t end;                     /* the offset where to stop */
	const struct bpf_program *filter; /* those that pass it; NULL: all */
	/* The offset of the oldest frame that is not forgotten, which may move on while others are
	 * read; 0: all are there. */
	uint64_t (*first)(void *ctx);
	void *first_ctx;
};
/* Those frames in order. */
bool readback_each(struct readback *readback, const struct readback_span *span,
    const struct readback_sink *sink, struct err *err);
