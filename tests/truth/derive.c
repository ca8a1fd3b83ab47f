#include "derive.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "core/base/memory.h"
#include "core/decode/decode.h"
#include "keep.h"

#define NS_PER_S INT64_C(1000000000)
/* pcap files in this machine's byte order. */
#define MAGIC_US 0xa1b2c3d4
#define MAGIC_NS 0xa1b23c4d
#define ETHERNET_LEN 14
#define COOKED_LEN 16
/* So much later the second device sees a frame. */
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
	uint32_t from; /* which of the original frames, from 0 */
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

static struct file read_file(const struct capture *c)
{
	struct file f = { .record = memory_zeroed(2 * c->count + 2, sizeof(*f.record)) };
	FILE *in = fopen(c->path, "rb");
	if (in == NULL || fread(&f.header, sizeof(f.header), 1, in) != 1)
		errx(1, "%s cannot be read", c->path);
	int64_t unit = f.header.magic == MAGIC_NS ? 1 : 1000;
	struct record_header h;
	while (f.count < c->count && fread(&h, sizeof(h), 1, in) == 1) {
		struct record *r = &f.record[f.count];
		*r = (struct record){ h.seconds * NS_PER_S + h.fraction * unit, h.len, h.caplen,
			(uint32_t)f.count, false, memory_zeroed(h.caplen + COOKED_LEN, 1) };
		if (fread(r->bytes, 1, h.caplen, in) != h.caplen)
			errx(1, "%s is cut short", c->path);
		f.count++;
	}
	fclose(in);
	return f;
}

static void write_file(const struct file *f, const char *path)
{
	FILE *out = fopen(path, "wb");
	if (out == NULL || fwrite(&f->header, sizeof(f->header), 1, out) != 1)
		err(1, "%s", path);
	int64_t unit = f->header.magic == MAGIC_NS ? 1 : 1000;
	for (size_t i = 0; i < f->count; i++) {
		const struct record *r = &f->record[i];
		struct record_header h = { (uint32_t)(r->time_ns / NS_PER_S),
			(uint32_t)(r->time_ns % NS_PER_S / unit), r->caplen, r->len };
		fwrite(&h, sizeof(h), 1, out);
		fwrite(r->bytes, 1, r->caplen, out);
	}
	if (fclose(out) != 0)
		err(1, "%s", path);
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
		r->bytes = memory_zeroed(r->caplen + COOKED_LEN, 1);
		memcpy(r->bytes, f->record[i].bytes, r->caplen);
		r->time_ns += later_ns;
		r->second = true;
	}
	f->count *= 2;
	qsort(f->record, f->count, sizeof(*f->record), by_time);
}

/* The link header of captures of any device: packet type, ARP type, length of the address,
 * address, protocol. */
static void cook(struct file *f)
{
	f->header.link = LINK_LINUX_SLL;
	for (size_t i = 0; i < f->count; i++) {
		struct record *r = &f->record[i];
		uint8_t cooked[COOKED_LEN] = { 0, 0, 0, 1, 0, 6 };
		memcpy(cooked + 6, r->bytes + 6, 6);
		memcpy(cooked + 14, r->bytes + 12, 2);
		memmove(r->bytes + COOKED_LEN, r->bytes + ETHERNET_LEN, r->caplen - ETHERNET_LEN);
		memcpy(r->bytes, cooked, COOKED_LEN);
		r->caplen += COOKED_LEN - ETHERNET_LEN;
		r->len += COOKED_LEN - ETHERNET_LEN;
	}
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
		cook(f);
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
