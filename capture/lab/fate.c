#include "capture/lab/fate.h"

#include <assert.h>

#include "core/base/array.h"

static const char *const kind_name[] = {
	[FATE_DELIVERED] = "delivered",
	[FATE_LOST] = "lost",
	[FATE_RULED] = "dropped by rule",
	[FATE_OVERFLOW] = "queue overflow",
	[FATE_CUT] = "link cut",
	[FATE_TOO_BIG] = "too big",
	[FATE_NO_ROOM] = "link full",
	[FATE_REFUSED] = "device refused",
};
_Static_assert(ARRAY_LEN(kind_name) == FATE_KINDS, "every fate has a name");

static const char *const bit_name[] = { "copy", "held", "reordered", "corrupted", "marked",
	"sent again" };
_Static_assert(ARRAY_LEN(bit_name) == FATE_BITS, "every bit has a name");

const char *fate_kind_name(enum fate_kind kind)
{
	assert(kind < FATE_KINDS);
	return kind_name[kind];
}

const char *fate_bit_name(enum fate_bit bit)
{
	assert(bit > 0 && bit < 1 << FATE_BITS);
	return bit_name[__builtin_ctz((unsigned)bit)];
}

bool fate_is_of(const struct fate *fate, const struct segment *segment)
{
	return fate->seq == segment->seq && fate->ack == segment->ack &&
	       fate->len == segment->len && fate->flags == segment->flags &&
	       fate->ip_id == segment->ip_id && fate->ts_val == segment->ts_val &&
	       endpoint_compare(&fate->src, &segment->src) == 0 &&
	       endpoint_compare(&fate->dst, &segment->dst) == 0;
}
