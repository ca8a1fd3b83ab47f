#include "capture/source/frame_marks.h"

#include <assert.h>

/* The distance between marks: 1/PARTS of the greatest length if that is known, else APART bytes. */
#define PARTS 128
#define APART 65536

void frame_marks_init(struct frame_marks *marks, uint64_t most)
{
	*marks = (struct frame_marks){ .apart = most != 0 ? most / PARTS + 1 : APART };
}

static uint64_t *nth(struct frame_marks *marks, unsigned n)
{
	assert(n < FRAME_MARKS);
	return &marks->at[(marks->first + n) % FRAME_MARKS];
}

/* Removes every second mark. */
static void thin_out(struct frame_marks *marks)
{
	for (unsigned i = 0; i < marks->count / 2; i++)
		*nth(marks, i) = *nth(marks, 2 * i);
	marks->count /= 2;
	marks->apart *= 2;
	assert(marks->apart > 0);
}

void frame_marks_add(struct frame_marks *marks, uint64_t at)
{
	assert(marks->apart > 0);
	assert(marks->count == 0 || at >= *nth(marks, marks->count - 1));
	if (marks->count > 0 && at - *nth(marks, marks->count - 1) < marks->apart)
		return;
	if (marks->count == FRAME_MARKS)
		thin_out(marks);
	assert(marks->count < FRAME_MARKS);
	*nth(marks, marks->count++) = at;
}

void frame_marks_forget(struct frame_marks *marks, uint64_t before)
{
	while (marks->count > 0 && *nth(marks, 0) < before) {
		marks->first = (marks->first + 1) % FRAME_MARKS;
		marks->count--;
	}
}

uint64_t frame_marks_at(const struct frame_marks *marks, uint64_t offset, uint64_t end)
{
	for (unsigned i = 0; i < marks->count; i++) {
		uint64_t at = marks->at[(marks->first + i) % FRAME_MARKS];
		if (at >= offset)
			return at;
	}
	return end;
}
