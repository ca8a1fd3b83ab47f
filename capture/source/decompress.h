/* Decompresses gzip, zstd, lz4 and xz, piece by piece. Several streams one after another, as of
 * files put together, are one; other bytes after the last are ignored, but not in xz. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/source/magic.h"

struct decompress;

/* Returns NULL if the library fails to begin. */
struct decompress *decompress_new(enum magic magic);
/* NULL is fine. */
void decompress_free(struct decompress *d);

enum decompress_result {
	DECOMPRESS_MORE,   /* it wants more input, or more room */
	DECOMPRESS_END,    /* the input ended where a stream ends */
	DECOMPRESS_CUT,    /* the input ended inside a stream */
	DECOMPRESS_BROKEN, /* damaged */
};

struct decompress_io {
	const uint8_t *in;
	size_t in_left;
	bool in_ended; /* nothing follows what is in `in` */
	uint8_t *out;
	size_t out_left;
};

/* Moves the pointers of *io by what was taken and made. */
enum decompress_result decompress_step(struct decompress *d, struct decompress_io *io);

/* "gzip" */
const char *decompress_name(enum magic magic);
