/* Captures made for one test. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/bench/frame.h"
#include "tests/suite.h"

struct made {
	char path[64];
	FILE *file;
};

static inline void made_begin(struct made *made)
{
	static const uint32_t header[] = { 0xa1b2c3d4, 4 << 16 | 2, 0, 0, 65535, 1 };
	snprintf(made->path, sizeof(made->path), "/tmp/tcpviz-made-XXXXXX.pcap");
	made->file = fdopen(mkstemps(made->path, 5), "w");
	ck_assert_ptr_nonnull(made->file);
	ck_assert_uint_eq(fwrite(header, sizeof(header), 1, made->file), 1);
}

/* Adds a frame, so many ms after the first could have been; payload has the frame's
 * length, or is NULL. */
static inline void made_add(
    struct made *made, uint32_t ms, const struct frame_spec *spec, const char *payload)
{
	uint8_t frame[FRAME_MAX];
	uint32_t len = (uint32_t)frame_build(spec, frame);
	uint32_t header[] = { 1700000000 + ms / 1000, ms % 1000 * 1000, len, len };
	if (payload != NULL)
		memcpy(frame + len - spec->len, payload, spec->len);
	ck_assert_uint_eq(fwrite(header, sizeof(header), 1, made->file), 1);
	ck_assert_uint_eq(fwrite(frame, len, 1, made->file), 1);
}

/* Completes the file. */
static inline void made_end(struct made *made)
{
	ck_assert_int_eq(fclose(made->file), 0);
}

static inline void made_remove(const struct made *made)
{
	unlink(made->path);
}
