/* A capture that is read in order, a file or a stream, plain or compressed; and what reading it
 * again needs. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/source/annex.h"
#include "capture/source/frames.h"
#include "capture/source/input.h"
#include "capture/source/interfaces.h"
#include "capture/source/pcapng_map.h"
#include "capture/source/store.h"
#include "capture/source/unpack.h"
#include "core/base/err.h"

/* Enough to recognise any format. */
#define PART_HEAD 32

/* Tables of a source that all its parts share (borrowed). */
struct part_tables {
	struct interfaces *interfaces;
	struct annex *annex;
	struct store **store; /* NULL until something is unpacked */
};

struct part {
	int fd; /* of a file; -1: none */
	struct pcapng_map *map;
	struct unpack *unpack; /* NULL: it is not compressed */
	struct format format;  /* once it is open */

	/* Used by the reader's thread, from its start until it is joined. */
	struct input input; /* initialised by who opens it */
	struct frames *frames;
	uint8_t head[PART_HEAD]; /* its first bytes */
	size_t head_len;
};

/* Opens the capture that the part's input delivers, unpacking it if it is compressed. name is for
 * messages; path is NULL if it has none. Also after a failure, the part is to be closed. */
bool part_open(struct part *part, const struct part_tables *tables, const char *name,
    const char *path, struct err *err);
void part_close(struct part *part);
