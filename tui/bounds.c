#include "tui/bounds.h"

#include <inttypes.h>
#include <stdio.h>

#include "tui/human.h"

uint32_t bounds_segments(const struct options *o)
{
	if (o->count == 0 || (o->limit_packets != 0 && o->limit_packets < o->count))
		return o->limit_packets;
	return o->count;
}

/* What a capture takes on disk; of a file what was read of it. */
static uint64_t bytes_of(const struct vantage *at)
{
	struct source_status status;
	source_status(at->source, &status);
	return status.spool_bytes != 0 ? status.spool_bytes : status.bytes_read;
}

void bounds_check(struct run *run, const struct vantage *at)
{
	const struct options *o = run->options;
	uint32_t most = bounds_segments(o);
	if (run->limit[0] != '\0')
		return;
	if (most != 0 && model_packets(at->model) >= most) {
		snprintf(run->limit, sizeof(run->limit),
		    "Stopped after %" PRIu32 " segments, the limit that --%s set", most,
		    most == o->limit_packets ? "limit-packets" : "count");
	} else if (o->limit_bytes != 0 && bytes_of(at) >= o->limit_bytes) {
		char bytes[HUMAN_TEXT];
		human_count(bytes_of(at), bytes, sizeof(bytes));
		snprintf(run->limit, sizeof(run->limit),
		    "Stopped after %sB, beyond the limit that --limit-bytes set", bytes);
	} else {
		return;
	}
	source_stop(at->source);
}

void bounds_words(const struct options *o, char *out, size_t size)
{
	char packets[HUMAN_TEXT] = "", bytes[HUMAN_TEXT] = "";
	if (o->limit_packets != 0)
		human_plural(o->limit_packets, "segment", packets, sizeof(packets));
	if (o->limit_bytes != 0)
		human_count(o->limit_bytes, bytes, sizeof(bytes));
	bool any = packets[0] != '\0' || bytes[0] != '\0';
	bool both = packets[0] != '\0' && bytes[0] != '\0';
	snprintf(out, size, "%s%s%s%s%s", any ? "until " : "", packets, both ? " or " : "", bytes,
	    bytes[0] != '\0' ? "B" : "");
}
