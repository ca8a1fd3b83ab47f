#include "tui/run/run_limits.h"

#include <inttypes.h>
#include <stdio.h>

#include "tui/command/capture_limits.h"
#include "tui/text/human.h"

static const char *limit_name(const struct options *o, uint32_t most)
{
	if (most == UINT32_MAX)
		return "the highest number";
	return most == o->limit_packets && !o->ring ? "the limit of --limit-packets"
	                                            : "the limit of --count";
}

static void check_end(struct run *run, const struct vantage *at)
{
	uint32_t most = limit_segments(run->options);
	struct source_status status;
	source_status(at->source, &status);
	if (model_packets(at->model) >= most) {
		snprintf(run->limit, sizeof(run->limit),
		    "Capture stopped after %" PRIu32 " segments, %s", most,
		    limit_name(run->options, most));
		source_stop(at->source);
	} else if (status.limited) {
		char bytes[HUMAN_TEXT];
		human_count(run->options->limit_bytes, bytes, sizeof(bytes));
		snprintf(run->limit, sizeof(run->limit),
		    "Capture stopped at %sB, the limit of --limit-bytes", bytes);
	}
}

/* Returns the offset of the oldest frame within --limit-bytes; in a file, this far before the
 * newest frame. */
static uint64_t first_offset(const struct options *o, const struct vantage *at)
{
	if (source_kind(at->source) != SOURCE_FILE)
		return source_first(at->source);
	uint64_t newest = model_packet(at->model, model_packets(at->model))->offset;
	bool over = o->limit_bytes != 0 && newest > o->limit_bytes;
	return over ? newest - o->limit_bytes : 0;
}

static void forget(const struct run *run, const struct vantage *at)
{
	const struct options *o = run->options;
	struct model *m = at->model;
	uint32_t last = model_packets(m), before = model_first(m);
	uint32_t most = run->unprinted != 0 && run->unprinted < last ? run->unprinted : last;
	if (last == 0)
		return;
	uint64_t offset = first_offset(o, at);
	while (before < most && model_packet(m, before)->offset < offset)
		before++;
	model_forget(m, before);
	packet_truth_forget(at->truth, before);
	source_forget(at->source, model_packet(m, before)->offset);
}

void limits_forget(const struct run *run)
{
	for (unsigned i = 0; i < run->vantages && run->options->ring; i++)
		forget(run, &run->at[i]);
}

void limits_check(struct run *run, const struct vantage *at)
{
	if (run->limit[0] == '\0')
		check_end(run, at);
	if (run->options->ring)
		forget(run, at);
}

/* "1.0k segments or 2.0GB". */
static void limit_words(const struct options *o, char *out, size_t size)
{
	char packets[HUMAN_TEXT] = "", bytes[HUMAN_TEXT] = "";
	if (o->limit_packets != 0)
		human_plural(o->limit_packets, "segment", packets, sizeof(packets));
	if (o->limit_bytes != 0)
		human_count(o->limit_bytes, bytes, sizeof(bytes));
	bool both = packets[0] != '\0' && bytes[0] != '\0';
	snprintf(
	    out, size, "%s%s%s%s", packets, both ? " or " : "", bytes, bytes[0] != '\0' ? "B" : "");
}

void limits_text(const struct run *run, char *out, size_t size)
{
	const struct options *o = run->options;
	char limit[2 * HUMAN_TEXT + 8], gone[HUMAN_TEXT];
	limit_words(o, limit, sizeof(limit));
	uint32_t forgotten = model_first(run->model) - 1;
	human_count(forgotten, gone, sizeof(gone));
	if (!o->ring)
		snprintf(out, size, "%s%s", limit[0] != '\0' ? "until " : "", limit);
	else if (forgotten == 0)
		snprintf(out, size, "ring of %s", limit);
	else
		snprintf(out, size, "ring of %s, %s forgotten", limit, gone);
}
