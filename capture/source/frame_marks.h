/* Where frames begin in a growing file, some of them: enough to cut it near any place. */
#pragma once

#include <stdint.h>

#define FRAME_MARKS 256

/* The members are for the functions below alone. */
struct frame_marks {
	uint64_t at[FRAME_MARKS]; /* a circle */
	unsigned first, count;
	uint64_t apart; /* at least, in bytes */
};

/* Empty. most: how many bytes of the file there will be at a time, 0: unknown. */
void frame_marks_init(struct frame_marks *marks, uint64_t most);
/* A frame begins here; offsets only grow. */
void frame_marks_add(struct frame_marks *marks, uint64_t at);
/* Forgets those below an offset. */
void frame_marks_forget(struct frame_marks *marks, uint64_t before);
/* The first known beginning of a frame that is not before an offset; `end` when there is none. */
uint64_t frame_marks_at(const struct frame_marks *marks, uint64_t offset, uint64_t end);
