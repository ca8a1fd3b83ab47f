/* A cursor over captured bytes that cannot overrun: the only place where a length could be wrong.
 *
 * Every reader returns false when too few bytes are left, and then changes neither the cursor nor
 * the output. Multi-byte values are read in network order and returned in host order. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bytes {
	const uint8_t *at; /* borrowed */
	size_t left;
};

static inline bool bytes_u8(struct bytes *b, uint8_t *out);
bool bytes_be16(struct bytes *b, uint16_t *out);
bool bytes_be32(struct bytes *b, uint32_t *out);
bool bytes_le32(struct bytes *b, uint32_t *out);

/* Copies n bytes to out. */
bool bytes_copy(struct bytes *b, void *out, size_t n);

/* Skips n bytes. */
bool bytes_skip(struct bytes *b, size_t n);

/* Reads the next n bytes as a cursor. */
static inline bool bytes_take(struct bytes *b, size_t n, struct bytes *out);

/* Returns the bytes read between `from`, an earlier copy of this cursor, and now. */
size_t bytes_since(const struct bytes *b, const struct bytes *from);

static inline bool bytes_take(struct bytes *b, size_t n, struct bytes *out)
{
	if (b->left < n)
		return false;
	*out = (struct bytes){ b->at, n };
	/* An empty cursor may hold NULL, and NULL + 0 is undefined. */
	if (n > 0)
		*b = (struct bytes){ b->at + n, b->left - n };
	return true;
}

static inline bool bytes_u8(struct bytes *b, uint8_t *out)
{
	struct bytes taken;
	if (!bytes_take(b, 1, &taken))
		return false;
	*out = taken.at[0];
	return true;
}
