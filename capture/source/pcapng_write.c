#include "capture/source/pcapng_write.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "capture/source/annex.h"
#include "capture/source/interfaces.h"
#include "capture/source/pcap_header.h"
#include "capture/source/pcapng_packet.h"
#include "core/base/memory.h"

#define TEXT_MOST 4096
#define OPTION_MOST 65535 /* bytes of an option's value */

enum { SECTION_HARDWARE = 2, SECTION_SYSTEM = 3, SECTION_APPLICATION = 4 };
enum {
	INTERFACE_NAME = 2,
	INTERFACE_DESCRIPTION = 3,
	INTERFACE_RESOLUTION = 9,
	INTERFACE_FILTER = 11,
	INTERFACE_SYSTEM = 12,
	INTERFACE_HARDWARE = 15,
};
enum { STATISTICS_DROPPED = 5, STATISTICS_SYSTEM_DROPPED = 7 };

/* An interface in the file. */
struct written {
	uint16_t interface;
	int link_type;
};

struct pcapng_write {
	FILE *stream;
	const struct interfaces *interfaces;
	bool nanoseconds;
	int64_t last_ns;
	struct written *written; /* by its number in the file */
	uint32_t count, room;

	uint8_t *block; /* the one being made */
	size_t len, block_room;
};

static void add(struct pcapng_write *w, const void *bytes, size_t size)
{
	size_t padded = (size + 3) & ~(size_t)3;
	if (w->len + padded > w->block_room) {
		w->block_room = (w->len + padded) * 2;
		w->block = memory_resize(w->block, w->block_room, 1);
	}
	if (size > 0)
		memcpy(w->block + w->len, bytes, size);
	memset(w->block + w->len + size, 0, padded - size);
	w->len += padded;
}

static void add32(struct pcapng_write *w, uint32_t value)
{
	add(w, &value, sizeof(value));
}

/* Two 16-bit values. */
static void add16(struct pcapng_write *w, uint16_t first, uint16_t second)
{
	const uint16_t both[2] = { first, second };
	add(w, both, sizeof(both));
}

static void add_option(struct pcapng_write *w, uint16_t code, const void *value, size_t size)
{
	size = size < OPTION_MOST ? size : OPTION_MOST;
	add16(w, code, (uint16_t)size);
	add(w, value, size);
}

static void add_text(struct pcapng_write *w, uint16_t code, const char *text)
{
	if (text != NULL && *text != '\0')
		add_option(w, code, text, strlen(text));
}

/* Each line is an option of its own. */
static void add_lines(struct pcapng_write *w, uint16_t code, const char *text)
{
	while (text != NULL && *text != '\0') {
		size_t len = strcspn(text, "\n");
		add_option(w, code, text, len);
		text += len + (text[len] == '\n');
	}
}

static void begin_block(struct pcapng_write *w, uint32_t type)
{
	w->len = 0;
	add32(w, type);
	add32(w, 0);
}

/* options_at: where the options begin. */
static void end_block(struct pcapng_write *w, size_t options_at)
{
	if (w->len > options_at)
		add16(w, NG_END, 0);
	uint32_t size = (uint32_t)w->len + 4;
	add32(w, size);
	memcpy(w->block + 4, &size, sizeof(size));
	fwrite(w->block, 1, w->len, w->stream);
}

static void write_section(struct pcapng_write *w, struct annex *annex)
{
	char text[TEXT_MOST];
	const uint64_t unknown = UINT64_MAX;
	begin_block(w, BLOCK_SECTION);
	add32(w, SECTION_MAGIC);
	add16(w, 1, 0);
	add(w, &unknown, sizeof(unknown));
	size_t options = w->len;
	annex_text(annex, ANNEX_COMMENT, text, sizeof(text));
	add_lines(w, NG_COMMENT, text);
	/* These may be given once: the first one's. */
	annex_text(annex, ANNEX_HARDWARE, text, sizeof(text));
	text[strcspn(text, "\n")] = '\0';
	add_text(w, SECTION_HARDWARE, text);
	annex_text(annex, ANNEX_SYSTEM, text, sizeof(text));
	text[strcspn(text, "\n")] = '\0';
	add_text(w, SECTION_SYSTEM, text);
	add_text(w, SECTION_APPLICATION, "tcpviz");
	end_block(w, options);
}

static void write_interface(struct pcapng_write *w, uint16_t interface, int link_type)
{
	const struct interface *i = interfaces_at(w->interfaces, interface);
	const uint8_t resolution = w->nanoseconds ? 9 : 6;
	if (w->count == w->room) {
		w->room = w->room == 0 ? 8 : w->room * 2;
		w->written = memory_resize(w->written, w->room, sizeof(*w->written));
	}
	w->written[w->count++] = (struct written){ interface, link_type };
	begin_block(w, BLOCK_INTERFACE);
	add16(w, (uint16_t)link_type, 0);
	add32(w, i->snaplen);
	size_t options = w->len;
	add_lines(w, NG_COMMENT, i->comment);
	add_text(w, INTERFACE_NAME, i->name);
	add_text(w, INTERFACE_DESCRIPTION, i->description);
	add_option(w, INTERFACE_RESOLUTION, &resolution, sizeof(resolution));
	if (i->filter != NULL && strlen(i->filter) < TEXT_MOST) {
		char filter[TEXT_MOST + 1] = "";
		memcpy(filter + 1, i->filter, strlen(i->filter));
		add_option(w, INTERFACE_FILTER, filter, strlen(i->filter) + 1);
	}
	add_text(w, INTERFACE_HARDWARE, i->hardware);
	add_text(w, INTERFACE_SYSTEM, i->system);
	end_block(w, options);
}

static bool write_kept(void *ctx, const void *block, size_t size)
{
	struct pcapng_write *w = ctx;
	fwrite(block, 1, size, w->stream);
	return true;
}

struct pcapng_write *pcapng_write_begin(
    FILE *stream, const struct interfaces *interfaces, struct annex *annex, bool nanoseconds)
{
	struct pcapng_write *w = memory_zeroed(1, sizeof(*w));
	w->stream = stream;
	w->interfaces = interfaces;
	w->nanoseconds = nanoseconds;
	write_section(w, annex);
	for (unsigned i = 0; i < interfaces_count(interfaces); i++)
		write_interface(w, (uint16_t)i, interfaces_at(interfaces, (uint16_t)i)->link_type);
	annex_each_block(annex, write_kept, w);
	return w;
}

/* The number in the file of a frame's interface. One that came later, or one of those that cannot
 * be told apart, is added. */
static uint32_t number_of(struct pcapng_write *w, const struct frame *frame)
{
	uint32_t number = frame->interface;
	if (number < w->count && w->written[number].interface == frame->interface &&
	    w->written[number].link_type == frame->link_type)
		return number;
	for (number = 0; number < w->count; number++)
		if (w->written[number].interface == frame->interface &&
		    w->written[number].link_type == frame->link_type)
			return number;
	write_interface(w, frame->interface, frame->link_type);
	return w->count - 1;
}

/* Times before 1970 cannot be written. */
static uint64_t ticks_of(const struct pcapng_write *w, int64_t time_ns)
{
	uint64_t ns = time_ns > 0 ? (uint64_t)time_ns : 0;
	return w->nanoseconds ? ns : ns / NS_PER_US;
}

void pcapng_write_frame(struct pcapng_write *w, const struct frame *frame, const char *comment)
{
	uint32_t number = number_of(w, frame);
	uint64_t ticks = ticks_of(w, frame->time_ns);
	w->last_ns = frame->time_ns;
	begin_block(w, BLOCK_PACKET);
	add32(w, number);
	add32(w, (uint32_t)(ticks >> 32));
	add32(w, (uint32_t)ticks);
	add32(w, frame->caplen);
	add32(w, frame->len);
	add(w, frame->bytes, frame->caplen);
	size_t options = w->len;
	add_lines(w, NG_COMMENT, frame->comment);
	if (frame->process != NULL) {
		char text[TEXT_MOST];
		snprintf(text, sizeof(text), "process %s", frame->process);
		add_text(w, NG_COMMENT, text);
	}
	add_text(w, NG_COMMENT, comment);
	end_block(w, options);
}

static void write_statistics(struct pcapng_write *w, uint32_t number)
{
	const struct interface_counts *counts =
	    &interfaces_at(w->interfaces, w->written[number].interface)->counts;
	uint64_t dropped = counts->dropped, system = counts->system_dropped;
	uint64_t ticks = ticks_of(w, w->last_ns);
	if (dropped == 0 && system == 0)
		return;
	begin_block(w, BLOCK_STATISTICS);
	add32(w, number);
	add32(w, (uint32_t)(ticks >> 32));
	add32(w, (uint32_t)ticks);
	size_t options = w->len;
	add_option(w, STATISTICS_DROPPED, &dropped, sizeof(dropped));
	add_option(w, STATISTICS_SYSTEM_DROPPED, &system, sizeof(system));
	end_block(w, options);
}

void pcapng_write_end(struct pcapng_write *w)
{
	for (uint32_t i = 0; i < w->count; i++)
		if (w->written[i].interface == i)
			write_statistics(w, i);
	pcapng_write_free(w);
}

void pcapng_write_free(struct pcapng_write *w)
{
	if (w == NULL)
		return;
	free(w->written);
	free(w->block);
	free(w);
}
