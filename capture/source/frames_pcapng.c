/* pcapng, block by block. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/source/annex.h"
#include "capture/source/frames_parts.h"
#include "capture/source/interfaces.h"
#include "capture/source/pcap_header.h"
#include "core/base/memory.h"

#define SECTION_FIXED 24
#define INTERFACE_FIXED 16
#define STATISTICS_FIXED 20
#define PROCESS_FIXED 12
#define TRAILER 4
#define TEXT_MOST 4096

/* Option codes of blocks other than packets. */
enum { SECTION_HARDWARE = 2, SECTION_SYSTEM = 3, SECTION_APPLICATION = 4 };
enum {
	INTERFACE_NAME = 2,
	INTERFACE_DESCRIPTION = 3,
	INTERFACE_RESOLUTION = 9,
	INTERFACE_FILTER = 11,
	INTERFACE_SYSTEM = 12,
	INTERFACE_OFFSET = 14,
	INTERFACE_HARDWARE = 15,
};
enum { STATISTICS_DROPPED = 5, STATISTICS_SYSTEM_DROPPED = 7 };
enum { PROCESS_NAME = 2 };

struct block {
	const uint8_t *at;
	uint32_t type, size;
};

static struct bytes options_of(const struct block *block, uint32_t fixed)
{
	return (struct bytes){ block->at + fixed, block->size - TRAILER - fixed };
}

/* The option's value as a text in `out`: up to a NUL, at most TEXT_MOST - 1 bytes. */
static char *text_of(const struct pcapng_option *option, char *out)
{
	size_t len = strnlen((const char *)option->value.at, option->value.left);
	if (len >= TEXT_MOST)
		len = TEXT_MOST - 1;
	memcpy(out, option->value.at, len);
	out[len] = '\0';
	return out;
}

static enum frames_result take_section(struct frames *f, const struct block *block)
{
	char text[TEXT_MOST];
	struct pcapng_option option;
	if (block->size < SECTION_FIXED + TRAILER)
		return frames_damaged(f, "a section header of %u bytes is too short", block->size);
	uint16_t major = load16(block->at + 12, f->swapped);
	if (major != 1)
		return frames_damaged(f, "its section has version %u, not 1", major);
	pcapng_map_section(f->tables.map, f->in->at, f->swapped);
	f->section = pcapng_map_find(f->tables.map, f->in->at);
	f->snaplen = 0;
	struct bytes options = options_of(block, SECTION_FIXED);
	while (pcapng_option_take(&options, f->swapped, &option)) {
		static const enum annex_text texts[] = { [NG_COMMENT] = ANNEX_COMMENT,
			[SECTION_HARDWARE] = ANNEX_HARDWARE,
			[SECTION_SYSTEM] = ANNEX_SYSTEM,
			[SECTION_APPLICATION] = ANNEX_APPLICATION };
		if (option.code >= NG_COMMENT && option.code <= SECTION_APPLICATION)
			annex_add_text(f->tables.annex, texts[option.code], text_of(&option, text));
	}
	return FRAMES_ONE;
}

static char **interface_text(struct interface *i, uint16_t code)
{
	switch (code) {
	case NG_COMMENT:
		return &i->comment;
	case INTERFACE_NAME:
		return &i->name;
	case INTERFACE_DESCRIPTION:
		return &i->description;
	case INTERFACE_SYSTEM:
		return &i->system;
	case INTERFACE_HARDWARE:
		return &i->hardware;
	default:
		return NULL;
	}
}

static void interface_option(
    const struct frames *f, const struct pcapng_option *option, struct interface *i)
{
	char text[TEXT_MOST], **to = interface_text(i, option->code);
	if (to != NULL && *to == NULL)
		*to = memory_text(text_of(option, text));
	else if (option->code == INTERFACE_RESOLUTION && option->value.left >= 1)
		i->resolution = option->value.at[0];
	else if (option->code == INTERFACE_OFFSET && option->value.left >= 8)
		i->offset_s = (int64_t)load64(option->value.at, f->swapped);
	else if (option->code == INTERFACE_FILTER && option->value.left > 1 &&
	         option->value.at[0] == 0 && i->filter == NULL) {
		/* The first byte says that the rest is an expression. */
		struct pcapng_option rest = { 0, option->value };
		bytes_skip(&rest.value, 1);
		i->filter = memory_text(text_of(&rest, text));
	}
}

static enum frames_result take_interface(struct frames *f, const struct block *block)
{
	struct pcapng_option option;
	if (block->size < INTERFACE_FIXED + TRAILER)
		return frames_damaged(f, "an interface of %u bytes is too short", block->size);
	struct interface i = { .link_type = format_link_type(load16(block->at + 8, f->swapped)),
		.snaplen = load32(block->at + 12, f->swapped),
		.resolution = 6 };
	struct bytes options = options_of(block, INTERFACE_FIXED);
	while (pcapng_option_take(&options, f->swapped, &option))
		interface_option(f, &option, &i);
	struct pcapng_interface entry = { .offset_s = i.offset_s,
		.snaplen = i.snaplen,
		.link_type = (uint16_t)i.link_type,
		.interface = interfaces_add(f->tables.interfaces, &i),
		.resolution = i.resolution };
	char *const texts[] = { i.name, i.description, i.comment, i.filter, i.hardware, i.system };
	for (unsigned n = 0; n < sizeof(texts) / sizeof(*texts); n++)
		free(texts[n]);
	if (pcapng_map_newest_count(f->tables.map) == 0)
		f->snaplen = i.snaplen;
	if (!pcapng_map_interface(f->tables.map, &entry))
		return frames_damaged(f, "it has more interfaces than can be kept");
	return FRAMES_ONE;
}

static void take_statistics(struct frames *f, const struct block *block)
{
	struct pcapng_option option;
	if (block->size < STATISTICS_FIXED + TRAILER)
		return;
	struct pcapng_interface *entry =
	    pcapng_map_newest(f->tables.map, load32(block->at + 8, f->swapped));
	if (entry == NULL)
		return;
	struct interface_counts *counts =
	    &interfaces_at(f->tables.interfaces, entry->interface)->counts;
	struct bytes options = options_of(block, STATISTICS_FIXED);
	while (pcapng_option_take(&options, f->swapped, &option)) {
		bool system = option.code == STATISTICS_SYSTEM_DROPPED;
		if ((option.code != STATISTICS_DROPPED && !system) || option.value.left < 8)
			continue;
		/* Each block repeats the count since the capture began. */
		uint64_t *last = system ? &entry->system_dropped : &entry->dropped;
		uint64_t now = load64(option.value.at, f->swapped);
		atomic_fetch_add(system ? &counts->system_dropped : &counts->dropped, now - *last);
		*last = now;
	}
}

static void take_process(struct frames *f, const struct block *block)
{
	struct pcapng_option option;
	char text[TEXT_MOST] = "";
	if (block->size < PROCESS_FIXED + TRAILER)
		return;
	struct pcapng_process process = { .pid = load32(block->at + 8, f->swapped) };
	struct bytes options = options_of(block, PROCESS_FIXED);
	while (pcapng_option_take(&options, f->swapped, &option))
		if (option.code == PROCESS_NAME)
			text_of(&option, text);
	snprintf(process.name, sizeof(process.name), "%s", text);
	/* More than can be kept: later packets are without. */
	(void)pcapng_map_process(f->tables.map, &process);
}

static void put16(uint8_t *at, uint16_t value)
{
	memcpy(at, &value, sizeof(value));
}

static void put32(uint8_t *at, uint32_t value)
{
	memcpy(at, &value, sizeof(value));
}

/* Swaps the 16-bit code and length of records or options up to the end. Returns the offset behind
 * the one with code 0. */
static size_t swap_list(uint8_t *block, size_t at, size_t end)
{
	while (at + 4 <= end) {
		uint16_t code = load16(block + at, true), len = load16(block + at + 2, true);
		put16(block + at, code);
		put16(block + at + 2, len);
		at += 4 + (((size_t)len + 3) & ~(size_t)3);
		if (code == NG_END)
			break;
	}
	return at;
}

/* Keeps names or secrets in this machine's byte order. */
static void keep_block(struct frames *f, const struct block *block)
{
	uint8_t *copy = memcpy(memory_new(block->size), block->at, block->size);
	size_t end = block->size - TRAILER, at = BLOCK_HEAD;
	put32(copy, block->type);
	put32(copy + 4, block->size);
	put32(copy + end, block->size);
	if (f->swapped && block->type == BLOCK_SECRETS && end >= BLOCK_HEAD + 8) {
		uint32_t len = load32(copy + BLOCK_HEAD + 4, true);
		put32(copy + BLOCK_HEAD, load32(copy + BLOCK_HEAD, true));
		put32(copy + BLOCK_HEAD + 4, len);
		swap_list(copy, BLOCK_HEAD + 8 + (((size_t)len + 3) & ~(size_t)3), end);
	} else if (f->swapped) {
		at = swap_list(copy, at, end);
		swap_list(copy, at, end);
	}
	annex_add_block(f->tables.annex, copy, block->size);
	free(copy);
}

/* Appends a line to the texts of a frame. */
static size_t add_line(char **note, size_t *room, size_t used, const void *text, size_t len)
{
	if (used + len + 2 > *room) {
		*room = used + len + 2;
		*note = memory_resize(*note, *room, 1);
	}
	if (used > 0)
		(*note)[used++] = '\n';
	memcpy(*note + used, text, len);
	used += len;
	(*note)[used] = '\0';
	return used;
}

/* Longer notes are cut: what a frame has must fit into a spool's record. */
#define NOTE_MOST 32768

void pcapng_notes(struct pcapng_map *map, const struct pcapng_section *section,
    const struct pcapng_packet *packet, char **note, size_t *room, struct frame *out)
{
	struct bytes options = packet->options;
	struct pcapng_option option;
	struct pcapng_process process = { 0 };
	size_t used = 0;
	bool known = false;
	while (pcapng_option_take(&options, section->swapped, &option)) {
		size_t most = NOTE_MOST - used - 1;
		if (option.code == NG_COMMENT && option.value.left > 0 && used < NOTE_MOST - 1) {
			size_t len = strnlen((const char *)option.value.at, option.value.left);
			used = add_line(note, room, used, option.value.at, len < most ? len : most);
		}
		if (option.code == NG_PROCESS && option.value.left >= 4)
			known |= pcapng_map_process_at(
			    map, section, load32(option.value.at, section->swapped), &process);
	}
	size_t comment = used > 0 ? used + 1 : 0;
	if (known) {
		char text[96];
		int len = snprintf(text, sizeof(text), "%s (pid %u)", process.name, process.pid);
		/* After the comment and its NUL, as a separate text. */
		if (comment + (size_t)len + 1 > *room) {
			*room = comment + (size_t)len + 1;
			*note = memory_resize(*note, *room, 1);
		}
		memcpy(*note + comment, text, (size_t)len + 1);
		out->process = *note + comment;
	}
	out->comment = comment > 0 ? *note : NULL;
}

static enum frames_result take_packet(
    struct frames *f, const struct block *block, struct frame *out)
{
	struct pcapng_packet packet = { 0 };
	const char *wrong =
	    pcapng_packet(block->type, block->at, block->size, f->swapped, f->snaplen, &packet);
	if (wrong != NULL)
		return frames_damaged(f, "block %llu of %u bytes %s", (unsigned long long)f->blocks,
		    block->size, wrong);
	const struct pcapng_interface *i = pcapng_map_newest(f->tables.map, packet.interface);
	if (i == NULL)
		return frames_damaged(f, "block %llu names interface %u, and its section has %u",
		    (unsigned long long)f->blocks, packet.interface,
		    pcapng_map_newest_count(f->tables.map));
	*out = (struct frame){
		.time_ns = packet.timed ? pcapng_time(packet.ticks, i->resolution, i->offset_s) : 0,
		.bytes = packet.bytes,
		.caplen = packet.caplen,
		.len = packet.len < packet.caplen ? packet.caplen : packet.len,
		.link_type = i->link_type,
		.interface = i->interface
	};
	if (i->resolution != 6 && out->time_ns % NS_PER_US != 0)
		f->nanoseconds = true;
	if (packet.options.left > 4)
		pcapng_notes(f->tables.map, &f->section, &packet, &f->note, &f->note_room, out);
	return FRAMES_ONE;
}

/* Byte order comes with each section. */
static bool take_order(struct frames *f, const uint8_t *head)
{
	uint32_t magic = load32(head + 8, false);
	f->swapped = magic != SECTION_MAGIC;
	return magic == SECTION_MAGIC || bswap_32(magic) == SECTION_MAGIC;
}

static enum frames_result take_other(struct frames *f, const struct block *block)
{
	switch (block->type) {
	case BLOCK_SECTION:
		return take_section(f, block);
	case BLOCK_INTERFACE:
		return take_interface(f, block);
	case BLOCK_STATISTICS:
		take_statistics(f, block);
		break;
	case (uint32_t)BLOCK_PROCESS:
		take_process(f, block);
		break;
	case BLOCK_NAMES:
	case BLOCK_SECRETS:
		keep_block(f, block);
		break;
	default:
		break;
	}
	return FRAMES_ONE;
}

static enum frames_result block_short(struct frames *f, uint32_t size)
{
	char what[40];
	snprintf(what, sizeof(what), "block %llu", (unsigned long long)f->blocks);
	return frames_short(f, true, what, size);
}

/* Holds the next block whole, except for a large one of an unknown type, which is leapt over: its
 * bytes are NULL. */
static enum frames_result hold_block(struct frames *f, struct block *out)
{
	struct input *in = f->in;
	const uint8_t *head = input_hold(in, BLOCK_LEAST);
	if (head == NULL)
		return frames_short(f, false, "the header of the next block", BLOCK_LEAST);
	f->blocks++;
	out->type = load32(head, f->swapped);
	if (load32(head, false) == BLOCK_SECTION) {
		out->type = BLOCK_SECTION;
		if (!take_order(f, head))
			return frames_damaged(f, "block %llu begins a section without byte order",
			    (unsigned long long)f->blocks);
	}
	out->size = load32(head + 4, f->swapped);
	if (out->size < BLOCK_LEAST || out->size % 4 != 0)
		return frames_damaged(f, "block %llu claims the impossible size of %u bytes",
		    (unsigned long long)f->blocks, out->size);
	out->at = NULL;
	if (out->size > BLOCK_LARGEST) {
		if (is_packet_block(out->type))
			return frames_damaged(f, "block %llu claims %u bytes for one packet",
			    (unsigned long long)f->blocks, out->size);
		return FRAMES_ONE;
	}
	out->at = input_hold(in, out->size);
	if (out->at == NULL)
		return block_short(f, out->size);
	if (load32(out->at + out->size - TRAILER, f->swapped) != out->size)
		return frames_damaged(f,
		    "block %llu has %u bytes at its beginning and %u at its end",
		    (unsigned long long)f->blocks, out->size,
		    load32(out->at + out->size - TRAILER, f->swapped));
	return FRAMES_ONE;
}

/* Takes a block that is no packet. */
static enum frames_result pass_block(struct frames *f, const struct block *block)
{
	enum frames_result result = block->at != NULL ? take_other(f, block) : FRAMES_ONE;
	if (result == FRAMES_ONE && !input_leap(f->in, block->size))
		return frames_short(f, true, "a large block", block->size);
	return result;
}

enum frames_result pcapng_begin(struct frames *f)
{
	struct block block = { 0 };
	enum frames_result result;
	f->format = (struct format){ .kind = FORMAT_PCAPNG, .map = f->tables.map };
	do {
		result = hold_block(f, &block);
		if (result != FRAMES_ONE || is_packet_block(block.type))
			break;
		result = pass_block(f, &block);
	} while (result == FRAMES_ONE && block.type != BLOCK_INTERFACE);
	/* The packet is read again as the next block. */
	f->blocks -= result == FRAMES_ONE && is_packet_block(block.type);
	/* A section without anything is an empty capture. */
	if (result == FRAMES_END && f->blocks > 0)
		result = FRAMES_ONE;
	const struct pcapng_interface *first =
	    result == FRAMES_ONE ? pcapng_map_newest(f->tables.map, 0) : NULL;
	f->format.interface = first != NULL ? first->interface : 0;
	return result;
}

enum frames_result pcapng_next(struct frames *f, struct frame *out, uint64_t *offset)
{
	for (;;) {
		struct block block = { 0 };
		enum frames_result result = hold_block(f, &block);
		if (result != FRAMES_ONE)
			return result;
		if (is_packet_block(block.type)) {
			*offset = f->in->at;
			result = take_packet(f, &block, out);
			if (result == FRAMES_ONE)
				input_take(f->in, block.size);
			return result;
		}
		result = pass_block(f, &block);
		if (result != FRAMES_ONE)
			return result;
	}
}
