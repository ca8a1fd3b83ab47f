#include "seen.h"

#include "core/record/seq.h"

uint32_t seen_take(struct seen *seen, uint32_t seq, uint32_t end)
{
	uint32_t fresh = 0;
	if (!seen->begun) {
		seen->begun = true;
		seen->first = seen->next = seq;
	}
	for (uint32_t n = seq; n != end; n++) {
		uint32_t at = n - seen->first;
		if (at >= SEEN_BYTES)
			continue;
		fresh += !seen->map[at];
		seen->map[at] = 1;
	}
	if (seq_lt(seen->next, end))
		seen->next = end;
	return fresh;
}

bool seen_all(const struct seen *seen, uint32_t seq, uint32_t end)
{
	for (uint32_t n = seq; n != end; n++)
		if (!seen->begun || n - seen->first >= SEEN_BYTES || !seen->map[n - seen->first])
			return false;
	return true;
}
