#include "keep.h"

#include <err.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "capture/source/source.h"
#include "core/base/memory.h"
#include "match.h"

struct header {
	size_t fates, looks, count[ENDS];
	uint64_t counter[ENDS][COUNTERS];
};

void keep_load(struct capture *c, size_t most)
{
	struct source *source;
	struct source_status status;
	struct err why;
	if (source_open_file(c->path, "tcp", (uint8_t)c->end, &source, &why) != SOURCE_OK ||
	    !source_start(source, &why))
		errx(1, "%s: %s", c->path, why.text);
	c->segment = memory_zeroed(most + 1, sizeof(*c->segment));
	do {
		struct pollfd waits = { .fd = source_fd(source), .events = POLLIN };
		poll(&waits, 1, 100);
		source_status(source, &status);
		for (size_t n = 1; n > 0; c->count += n)
			n = source_take(source, c->segment + c->count, most - c->count);
	} while (status.running);
	source_free(source);
}

void keep_trace(const struct trace *t, const char *path)
{
	struct header h = { .fates = t->fates, .looks = t->looks };
	FILE *out = fopen(path, "wb");
	for (int end = 0; end < ENDS; end++)
		h.count[end] = t->capture[end].count;
	memcpy(h.counter, t->counter, sizeof(h.counter));
	if (out == NULL || fwrite(&h, sizeof(h), 1, out) != 1 ||
	    fwrite(t->fate, sizeof(*t->fate), t->fates, out) != t->fates ||
	    fwrite(t->look, sizeof(*t->look), t->looks, out) != t->looks || fclose(out) != 0)
		err(1, "%s", path);
}

bool keep_read(struct trace *t, const char *path)
{
	struct header h;
	FILE *in = fopen(path, "rb");
	if (in == NULL)
		return false;
	if (fread(&h, sizeof(h), 1, in) != 1)
		errx(1, "%s is cut short", path);
	*t = (struct trace){ .fates = h.fates, .looks = h.looks };
	memcpy(t->counter, h.counter, sizeof(h.counter));
	t->fate = memory_zeroed(h.fates + 1, sizeof(*t->fate));
	t->look = memory_zeroed(h.looks + 1, sizeof(*t->look));
	if (fread(t->fate, sizeof(*t->fate), h.fates, in) != h.fates ||
	    fread(t->look, sizeof(*t->look), h.looks, in) != h.looks)
		errx(1, "%s is cut short", path);
	fclose(in);
	for (int end = 0; end < ENDS; end++) {
		struct capture *c = &t->capture[end];
		c->end = end;
		snprintf(c->path, sizeof(c->path), "%.*s-%c.pcap",
		    (int)(strlen(path) - strlen(KEEP_SUFFIX)), path, 'a' + end);
		keep_load(c, h.count[end]);
	}
	for (int end = 0; end < ENDS; end++)
		match_fates(t, &t->capture[end]);
	return true;
}
