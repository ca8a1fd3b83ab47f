/* The offsets of some frames in a growing file: enough to find the beginning of a frame near any
 * offset. */
#pragma once

#include <stdint.h>

#define FRAME_MARKS 256

/* Private to the functions below. */
struct frame_marks {
	uint64_t at[FRAME_MARKS]; /* ring buffer */
	unsigned first, count;
	uint64_t apart; /* least distance between marks, in bytes */
};

/* Initialises an empty set. most: the greatest length of the file in bytes; 0: unknown. */
void frame_marks_init(struct frame_marks *marks, uint64_t most);
/* Adds the offset of a frame. Offsets must grow. */
void frame_marks_add(struct frame_marks *marks, uint64_t at);
/* Removes the marks below an offset. */
void frame_marks_forget(struct frame_marks *marks, uint64_t before);
/* Returns the first mark at or above an offset; `end` if there is none. */
uint64_t frame_marks_at(const struct frame_marks *marks, uint64_t offset, uint64_t end);
