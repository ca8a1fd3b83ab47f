/* Reads the frames of a capture in order, in one pass, whatever its format: a regular file, a
 * stream, or what is unpacked from one. Nothing of the capture is trusted.
 *
 * What else the capture holds goes into the tables of its source. Reader's thread only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/source/format.h"
#include "capture/source/input.h"
#include "core/base/err.h"

struct annex;
struct interfaces;

/* Tables of a source that its captures share (borrowed). */
struct frames_tables {
	struct interfaces *interfaces;
	struct annex *annex;
	struct pcapng_map *map; /* of this capture alone */
};

struct frames;

enum frames_result {
	FRAMES_ONE,
	FRAMES_END,
	FRAMES_CUT,     /* the capture ends inside a record */
	FRAMES_DAMAGED, /* it cannot be read on */
	FRAMES_STOPPED, /* the input ended reading */
};

/* Reads the header of a capture; of pcapng also the blocks up to the first interface. Returns NULL
 * with the reason in why (FORMAT_WHY bytes): what is wrong, or the input's error. The input is
 * borrowed. */
struct frames *frames_open(struct input *in, const struct frames_tables *tables, char *why);
void frames_free(struct frames *f);

/* Reads the next frame. Its bytes and notes are valid until the next call, and offset is that of
 * its record. */
enum frames_result frames_next(struct frames *f, struct frame *out, uint64_t *offset);

/* Returns how records are read by offset. */
const struct format *frames_format(const struct frames *f);
/* Returns the offset behind the last record read. */
uint64_t frames_at(const struct frames *f);
/* Returns what is wrong after FRAMES_CUT or FRAMES_DAMAGED. */
const char *frames_why(const struct frames *f);
/* Returns the number of the interface of most of its frames, for a capture of one link type. */
uint16_t frames_interface(const struct frames *f);
/* Returns true if times are in ns: in pcapng, if a time was that fine. */
bool frames_nanoseconds(const struct frames *f);
