#include "capture/source/input.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/memory.h"

/* A fraction of the second-level cache of common processors: frames are decoded while they are
 * cached. */
#define PIECE 131072

void input_init(struct input *in, ssize_t (*read)(void *, uint64_t, uint8_t *, size_t), void *ctx)
{
	*in = (struct input){ .read = read, .ctx = ctx };
}

static ssize_t read_file(void *ctx, uint64_t offset, uint8_t *out, size_t size)
{
	ssize_t got;
	do
		got = pread((int)(intptr_t)ctx, out, size, (off_t)offset);
	while (got < 0 && errno == EINTR);
	return got;
}

void input_init_file(struct input *in, int fd)
{
	input_init(in, read_file, (void *)(intptr_t)fd);
	in->seeks = true;
}

void input_free(struct input *in)
{
	free(in->buffer);
	in->buffer = NULL;
	in->room = in->next = in->held = 0;
}

/* Makes space for `want` bytes from the beginning of the buffer. */
static void make_room(struct input *in, size_t want)
{
	size_t left = in->held - in->next;
	if (left > 0 && in->next > 0)
		memmove(in->buffer, in->buffer + in->next, left);
	in->next = 0;
	in->held = left;
	if (want <= in->room)
		return;
	in->room = want > PIECE ? want : PIECE;
	in->buffer = memory_resize(in->buffer, in->room, 1);
}

bool input_fill(struct input *in, size_t want)
{
	make_room(in, want);
	while (in->held < want) {
		ssize_t got = in->read(
		    in->ctx, in->at + in->held, in->buffer + in->held, in->room - in->held);
		if (got <= 0) {
			in->error = got < 0 ? errno : 0;
			return false;
		}
		assert((size_t)got <= in->room - in->held);
		in->held += (size_t)got;
	}
	return true;
}

bool input_leap(struct input *in, uint64_t count)
{
	size_t left = input_left(in);
	if (count <= left) {
		input_take(in, count);
		return true;
	}
	uint64_t more = count - left;
	input_take(in, left);
	if (in->seeks) {
		/* The last byte must be there. */
		in->at += more - 1;
		in->next = in->held = 0;
		more = 1;
	}
	while (more > 0) {
		size_t step = more < PIECE ? (size_t)more : PIECE;
		if (input_hold(in, step) == NULL)
			return false;
		input_take(in, step);
		more -= step;
	}
	return true;
}
