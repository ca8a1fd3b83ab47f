#include "capture/source/readback.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/source/frames_parts.h"
#include "core/base/memory.h"

/* Read at once: the next frame asked for is often a neighbour. */
#define WINDOW 16384

struct readback {
	ssize_t (*read)(void *ctx, uint64_t offset, uint8_t *out, size_t size);
	void *ctx;
	struct format format;
	uint8_t *window;
	size_t room, held;
	uint64_t at; /* offset of the window */
	char *note;
	size_t note_room;
};

struct readback *readback_new(
    ssize_t (*read)(void *ctx, uint64_t offset, uint8_t *out, size_t size), void *ctx,
    const struct format *format)
{
	struct readback *readback = memory_zeroed(1, sizeof(*readback));
	readback->read = read;
	readback->ctx = ctx;
	readback->format = *format;
	return readback;
}

static ssize_t read_fd(void *ctx, uint64_t offset, uint8_t *out, size_t size)
{
	ssize_t got;
	do
		got = pread((int)(intptr_t)ctx, out, size, (off_t)offset);
	while (got < 0 && errno == EINTR);
	return got;
}

struct readback *readback_new_file(int fd, const struct format *format)
{
	return readback_new(read_fd, (void *)(intptr_t)fd, format);
}

void readback_free(struct readback *readback)
{
	if (readback == NULL)
		return;
	free(readback->window);
	free(readback->note);
	free(readback);
}

uint64_t readback_first(const struct readback *readback)
{
	return readback->format.first;
}

static bool fill(struct readback *r, uint64_t offset, size_t want)
{
	size_t size = want > WINDOW ? want : WINDOW;
	if (size > r->room) {
		r->window = memory_resize(r->window, size, 1);
		r->room = size;
	}
	r->at = offset;
	r->held = 0;
	while (r->held < want) {
		ssize_t got =
		    r->read(r->ctx, offset + r->held, r->window + r->held, size - r->held);
		if (got <= 0) {
			errno = got < 0 ? errno : 0;
			return false;
		}
		r->held += (size_t)got;
	}
	return true;
}

/* Returns `want` bytes of the file; NULL with err. */
static const uint8_t *look(struct readback *r, uint64_t offset, size_t want, struct err *err)
{
	bool held = offset >= r->at && offset - r->at <= r->held &&
	            r->held - (size_t)(offset - r->at) >= want;
	if (held || fill(r, offset, want))
		return r->window + (offset - r->at);
	err_set(err, "%s",
	    errno != 0 ? strerror(errno)
	               : "the file was truncated while it was read; open it again");
	return NULL;
}

static bool changed(struct err *err)
{
	return err_set(err, "the file was changed while it was read; open it again");
}

static bool record_at(
    struct readback *r, uint64_t offset, struct frame *out, uint32_t *size, struct err *err)
{
	char why[FORMAT_WHY];
	const uint8_t *record = look(r, offset, r->format.head, err);
	if (record == NULL)
		return false;
	*size = format_record_size(&r->format, record, why);
	if (*size == 0)
		return changed(err);
	record = look(r, offset, *size, err);
	if (record == NULL)
		return false;
	format_record(&r->format, record, out);
	return true;
}

/* Reads the head of the block at an offset. */
static bool block_at(struct readback *r, uint64_t offset, struct pcapng_section *section,
    uint32_t *type, uint32_t *size, struct err *err)
{
	const uint8_t *head = look(r, offset, BLOCK_HEAD, err);
	if (head == NULL)
		return false;
	*section = pcapng_map_find(r->format.map, offset);
	*type = load32(head, section->swapped);
	*size = load32(head + 4, section->swapped);
	return (*size >= BLOCK_LEAST && *size % 4 == 0) || changed(err);
}

static bool packet_at(struct readback *r, uint64_t offset, const struct pcapng_section *section,
    uint32_t type, uint32_t size, struct frame *out, struct err *err)
{
	struct pcapng_interface first = { 0 }, i;
	struct pcapng_packet packet = { 0 };
	if (size > BLOCK_LARGEST)
		return changed(err);
	const uint8_t *block = look(r, offset, size, err);
	if (block == NULL)
		return false;
	(void)pcapng_map_interface_at(r->format.map, section, 0, &first);
	if (pcapng_packet(type, block, size, section->swapped, first.snaplen, &packet) != NULL ||
	    !pcapng_map_interface_at(r->format.map, section, packet.interface, &i))
		return changed(err);
	*out = (struct frame){ .bytes = packet.bytes,
		.time_ns = packet.timed ? pcapng_time(packet.ticks, i.resolution, i.offset_s) : 0,
		.caplen = packet.caplen,
		.len = packet.len < packet.caplen ? packet.caplen : packet.len,
		.link_type = i.link_type,
		.interface = i.interface };
	pcapng_notes(r->format.map, section, &packet, &r->note, &r->note_room, out);
	return true;
}

bool readback_frame(struct readback *r, uint64_t offset, struct frame *out, struct err *err)
{
	struct pcapng_section section;
	uint32_t type, size;
	if (r->format.kind != FORMAT_PCAPNG)
		return record_at(r, offset, out, &size, err);
	if (!block_at(r, offset, &section, &type, &size, err))
		return false;
	return is_packet_block(type) ? packet_at(r, offset, &section, type, size, out, err)
	                             : changed(err);
}

bool readback_next(struct readback *r, uint64_t *offset, uint64_t end, struct frame *out,
    bool *ended, struct err *err)
{
	struct pcapng_section section;
	uint32_t type, size;
	*ended = false;
	while (*offset < end) {
		bool is_packet = true;
		if (r->format.kind != FORMAT_PCAPNG) {
			if (!record_at(r, *offset, out, &size, err))
				return false;
		} else {
			if (!block_at(r, *offset, &section, &type, &size, err))
				return false;
			is_packet = is_packet_block(type);
			if (is_packet && !packet_at(r, *offset, &section, type, size, out, err))
				return false;
		}
		out->place = *offset;
		*offset += size;
		if (is_packet)
			return true;
	}
	*ended = true;
	return false;
}
