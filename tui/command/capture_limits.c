#include "tui/command/capture_limits.h"

uint32_t limit_segments(const struct options *o)
{
	uint32_t most = UINT32_MAX;
	if (o->limit_packets != 0 && !o->ring)
		most = o->limit_packets;
	return o->count != 0 && o->count < most ? o->count : most;
}
