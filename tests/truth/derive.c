#include "derive.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "core/base/byteorder.h"
#include "core/base/memory.h"
#include "core/decode/decode.h"
#include "keep.h"
#include "tests/wire/capture_file.h"

#define ETHERNET_LEN 14
/* Delay until the second device sees a frame. */
#define SECOND_NS 20000
#define MISSING_PERCENT 3

struct file_header {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t zone, accuracy, snaplen, link;
};

struct record_header {
	uint32_t seconds, fraction, caplen, len;
};

struct record {
	int64_t time_ns;
	uint32_t len, caplen;
	uint32_t from; /* index of the original frame, from 0 */
	bool second;
	uint8_t *bytes;
};

struct file {
	struct file_header header;
	struct record *record;
	size_t count;
};

static const char *const name[] = {
	[DERIVED_MIDDLE] = "from the middle",
	[DERIVED_MISSING] = "frames missing",
	[DERIVED_MIRRORED] = "mirrored",
	[DERIVED_ANY] = "any device",
	[DERIVED_CUT_96] = "cut to 96 bytes",
	[DERIVED_CUT_68] = "cut to 68 bytes",
};

const char *derived_name(enum derived kind)
{
	return name[kind];
}

/* The lab writes pcap files in this machine's byte order. */
static struct file read_file(const struct capture *c)
{
	struct file f = { .record = memory_zeroed(2 * c->count + 2, sizeof(*f.record)) };
	FILE *in = fopen(c->path, "rb");
	if (in == NULL || fread(&f.header, sizeof(f.header), 1, in) != 1)
		errx(1, "%s cannot be read", c->path);
	int64_t unit = f.header.magic == PCAP_NANO ? 1 : 1000;
	struct record_header h;
	while (f.count < c->count && fread(&h, sizeof(h), 1, in) == 1) {
		struct record *r = &f.record[f.count];
		*r = (struct record){ h.seconds * NS + h.fraction * unit, h.len, h.caplen,
			(uint32_t)f.count, false, memory_zeroed(h.caplen, 1) };
		if (fread(r->bytes, 1, h.caplen, in) != h.caplen)
			errx(1, "%s is cut short", c->path);
		f.count++;
	}
	fclose(in);
	return f;
}

/* Copies a frame as it is, or with the link header of captures on any device. */
static void make_frame(const struct record *r, bool cooked, struct wire *w)
{
	wire_begin(w);
	if (cooked) {
		struct wire_sll link = { .protocol = load_be16(r->bytes + 12) };
		memcpy(link.address, r->bytes + 6, 6);
		wire_sll(w, &link);
		wire_payload(w, r->bytes + ETHERNET_LEN, r->caplen - ETHERNET_LEN);
	} else {
		wire_payload(w, r->bytes, r->caplen);
	}
	wire_end(w);
	w->len += r->len - r->caplen;
}

static void write_file(const struct file *f, const char *path)
{
	bool cooked = f->header.link == LINK_LINUX_SLL;
	struct wire_file out = {
		.out = fopen(path, "wb"), .magic = f->header.magic, .snaplen = f->header.snaplen
	};
	if (out.out == NULL)
		err(1, "%s", path);
	wire_pcap_begin(&out, f->header.link);
	for (size_t i = 0; i < f->count; i++) {
		struct wire w;
		make_frame(&f->record[i], cooked, &w);
		wire_pcap_frame(&out, f->record[i].time_ns, &w);
	}
	wire_file_close(&out);
}

static void drop(
    struct file *f, bool (*drops)(size_t at, size_t count, uint64_t *chance), uint64_t *chance)
{
	size_t kept = 0;
	for (size_t i = 0; i < f->count; i++) {
		if (drops(i, f->count, chance))
			free(f->record[i].bytes);
		else
			f->record[kept++] = f->record[i];
	}
	f->count = kept;
}

static bool is_early(size_t at, size_t count, uint64_t *first)
{
	return at < 3 + *first % (count / 2 + 1);
}

static bool is_missing(size_t at, size_t count, uint64_t *chance)
{
	(void)at;
	(void)count;
	return chance_next(chance) % 100 < MISSING_PERCENT;
}

static void cut(struct file *f, uint32_t snaplen)
{
	f->header.snaplen = snaplen;
	for (size_t i = 0; i < f->count; i++)
		if (f->record[i].caplen > snaplen)
			f->record[i].caplen = snaplen;
}

static int by_time(const void *a, const void *b)
{
	const struct record *r = a, *s = b;
	if (r->time_ns != s->time_ns)
		return r->time_ns < s->time_ns ? -1 : 1;
	if (r->from != s->from)
		return r->from < s->from ? -1 : 1;
	return r->second - s->second;
}

static void mirror(struct file *f, int64_t later_ns)
{
	for (size_t i = 0; i < f->count; i++) {
		struct record *r = &f->record[f->count + i];
		*r = f->record[i];
		r->bytes = memory_zeroed(r->caplen, 1);
		memcpy(r->bytes, f->record[i].bytes, r->caplen);
		r->time_ns += later_ns;
		r->second = true;
	}
	f->count *= 2;
	qsort(f->record, f->count, sizeof(*f->record), by_time);
}

static void change(struct file *f, enum derived kind, uint64_t chance)
{
	uint64_t first = chance_next(&chance);
	switch (kind) {
	case DERIVED_MIDDLE:
		drop(f, is_early, &first);
		break;
	case DERIVED_MISSING:
		drop(f, is_missing, &chance);
		break;
	case DERIVED_MIRRORED:
		mirror(f, 0);
		break;
	case DERIVED_ANY:
		mirror(f, SECOND_NS);
		f->header.link = LINK_LINUX_SLL;
		break;
	case DERIVED_CUT_96:
		cut(f, 96);
		break;
	default:
		cut(f, 68);
	}
}

void derive(struct capture *out, const struct capture *from, enum derived kind, uint64_t seed)
{
	struct file f = read_file(from);
	change(&f, kind, seed);
	*out = (struct capture){ .end = from->end };
	if ((size_t)snprintf(out->path, sizeof(out->path), "%.*s-%d.pcap",
	        (int)strlen(from->path) - 5, from->path, (int)kind) >= sizeof(out->path))
		errx(1, "%s: the path is too long", from->path);
	write_file(&f, out->path);
	keep_load(out, f.count);
	out->fate = memory_zeroed(out->count + 1, sizeof(*out->fate));
	out->mirrored = memory_zeroed(out->count + 1, sizeof(*out->mirrored));
	for (size_t i = 0; i < out->count; i++) {
		const struct record *r = &f.record[out->segment[i].frame - 1];
		out->fate[i] = from->fate[r->from];
		out->mirrored[i] = r->second;
	}
	for (size_t i = 0; i < f.count; i++)
		free(f.record[i].bytes);
	free(f.record);
}
