#include "core/base/bytes.h"

#include <string.h>

#include "core/base/byteorder.h"

bool bytes_skip(struct bytes *b, size_t n)
{
	struct bytes skipped;
	return bytes_take(b, n, &skipped);
}

bool bytes_copy(struct bytes *b, void *out, size_t n)
{
	struct bytes taken;
	if (!bytes_take(b, n, &taken))
		return false;
	if (n > 0)
		memcpy(out, taken.at, n);
	return true;
}

bool bytes_be16(struct bytes *b, uint16_t *out)
{
	struct bytes taken;
	if (!bytes_take(b, 2, &taken))
		return false;
	*out = load_be16(taken.at);
	return true;
}

bool bytes_be32(struct bytes *b, uint32_t *out)
{
	struct bytes taken;
	if (!bytes_take(b, 4, &taken))
		return false;
	*out = load_be32(taken.at);
	return true;
}

bool bytes_le32(struct bytes *b, uint32_t *out)
{
	uint32_t swapped;
	if (!bytes_be32(b, &swapped))
		return false;
	*out = __builtin_bswap32(swapped);
	return true;
}

size_t bytes_since(const struct bytes *b, const struct bytes *from)
{
	return from->left - b->left;
}
