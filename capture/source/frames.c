#include "capture/source/frames_parts.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/source/interfaces.h"
#include "capture/source/magic.h"
#include "core/base/memory.h"

enum frames_result frames_damaged(struct frames *f, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	vsnprintf(f->why, sizeof(f->why), format, args);
	va_end(args);
	return FRAMES_DAMAGED;
}

enum frames_result frames_short(struct frames *f, bool inside, const char *what, uint64_t want)
{
	if (f->in->error == ECANCELED)
		return FRAMES_STOPPED;
	if (f->in->error != 0)
		return frames_damaged(f, "%s", strerror(f->in->error));
	if (!inside && input_left(f->in) == 0)
		return FRAMES_END;
	snprintf(f->why, sizeof(f->why), "%s has %llu bytes, of which %zu are there", what,
	    (unsigned long long)want, input_left(f->in));
	return FRAMES_CUT;
}

static bool take_header(struct frames *f, size_t size,
    bool (*read)(const uint8_t *header, struct format *out, char *why))
{
	const uint8_t *header = input_hold(f->in, size);
	if (header == NULL) {
		frames_short(f, true, "its header", size);
		return false;
	}
	if (!read(header, &f->format, f->why))
		return false;
	struct interface interface = { .link_type = f->format.link_type,
		.snaplen = f->format.snaplen,
		.resolution = f->format.kind == FORMAT_PCAP && f->format.unit_ns == 1 ? 9 : 6 };
	f->format.interface = interfaces_add(f->tables.interfaces, &interface);
	f->nanoseconds = interface.resolution == 9;
	input_take(f->in, size);
	return true;
}

static bool begin(struct frames *f)
{
	const uint8_t *head = input_hold(f->in, MAGIC_LEAST);
	switch (head == NULL ? MAGIC_NONE : magic_of(head, input_left(f->in))) {
	case MAGIC_PCAP:
		return take_header(f, FORMAT_PCAP_HEADER, format_pcap);
	case MAGIC_PCAPNG:
		return pcapng_begin(f) == FRAMES_ONE;
	case MAGIC_SNOOP:
		return take_header(f, FORMAT_SNOOP_HEADER, format_snoop);
	default:
		frames_damaged(
		    f, "%s", f->in->error != 0 ? strerror(f->in->error) : "unknown file format");
		return false;
	}
}

struct frames *frames_open(struct input *in, const struct frames_tables *tables, char *why)
{
	struct frames *f = memory_zeroed(1, sizeof(*f));
	f->in = in;
	f->tables = *tables;
	if (begin(f))
		return f;
	memcpy(why, f->why, FORMAT_WHY);
	frames_free(f);
	return NULL;
}

void frames_free(struct frames *f)
{
	if (f == NULL)
		return;
	free(f->note);
	free(f);
}

enum frames_result frames_next(struct frames *f, struct frame *out, uint64_t *offset)
{
	if (f->format.kind == FORMAT_PCAPNG)
		return pcapng_next(f, out, offset);
	struct input *in = f->in;
	const uint8_t *record = input_hold(in, f->format.head);
	if (record == NULL)
		return frames_short(f, false, "the header of the next record", f->format.head);
	uint32_t size = format_record_size(&f->format, record, f->why);
	if (size == 0)
		return FRAMES_DAMAGED;
	record = input_hold(in, size);
	if (record == NULL)
		return frames_short(f, true, "the next record", size);
	format_record(&f->format, record, out);
	*offset = in->at;
	input_take(in, size);
	return FRAMES_ONE;
}

const struct format *frames_format(const struct frames *f)
{
	return &f->format;
}

uint64_t frames_at(const struct frames *f)
{
	return f->in->at;
}

const char *frames_why(const struct frames *f)
{
	return f->why;
}

uint16_t frames_interface(const struct frames *f)
{
	return f->format.interface;
}

bool frames_nanoseconds(const struct frames *f)
{
	return f->nanoseconds;
}
