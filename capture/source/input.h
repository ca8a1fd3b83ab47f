/* The bytes of a capture in order, with as many of them in one piece as its reader asks for.
 * Reader's thread only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct input {
	/* Reads up to `size` bytes from an offset, at least one; 0: the end; -1 with errno,
	 * ECANCELED if reading must end. Offsets follow each other unless `seeks`. */
	ssize_t (*read)(void *ctx, uint64_t offset, uint8_t *out, size_t size);
	void *ctx;
	bool seeks; /* may read at any offset */

	/* Private to the functions below. */
	uint8_t *buffer;
	size_t room, next, held; /* size of the buffer; offsets in it */
	uint64_t at;             /* offset of `next` */
	int error;
};

/* Begins at offset 0. */
void input_init(struct input *in, ssize_t (*read)(void *, uint64_t, uint8_t *, size_t), void *ctx);
/* Reads a regular file; fd is borrowed. */
void input_init_file(struct input *in, int fd);
void input_free(struct input *in);

/* Fills the buffer up to `want` bytes; for input_hold(). */
bool input_fill(struct input *in, size_t want);

/* Returns the next `want` bytes, which stay valid until the next call; NULL if there are fewer. */
static inline const uint8_t *input_hold(struct input *in, size_t want)
{
	if (in->held - in->next < want && !input_fill(in, want))
		return NULL;
	return in->buffer + in->next;
}

/* Takes `count` bytes that are held. */
static inline void input_take(struct input *in, size_t count)
{
	in->next += count;
	in->at += count;
}

/* Leaps over `count` bytes, held or not. Returns false if there are fewer. */
bool input_leap(struct input *in, uint64_t count);

/* Returns how many bytes are held: after input_hold() failed, all that are left. */
static inline size_t input_left(const struct input *in)
{
	return in->held - in->next;
}
