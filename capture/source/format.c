#include "capture/source/format.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>

#include "capture/source/pcap_header.h"
#include "core/base/array.h"
#include "core/base/byteorder.h"

/* Of pcap, with the values of libpcap's savefile reader. */
#define MAGIC_MICRO 0xa1b2c3d4
#define MAGIC_NANO 0xa1b23c4d
#define MAGIC_PATCHED 0xa1b2cd34 /* 8 more bytes in each record header */
#define MAGIC_FMESQUITA 0xa1b234cd
#define MAGIC_NAVTEL 0xa12b3c4d

#define PCAP_HEAD 16
#define PCAP_PATCHED_HEAD 24
#define SNOOP_HEAD 24
/* Bits of the link type's field above it. */
#define LINK_MASK 0x03ffffff

int format_link_type(uint32_t number)
{
	int link_type = pcap_header_link_type((int)(number & LINK_MASK));
	return link_type == LINK_RAW_OPENBSD ? LINK_RAW : link_type;
}

/* The patch passed the snap length to the kernel without the Ethernet header. */
#define PATCHED_MORE 14

static uint32_t snaplen_of(uint32_t snaplen, uint32_t magic, int link_type)
{
	if (snaplen == 0 || snaplen > INT_MAX)
		return FRAME_LARGEST;
	bool more = magic == MAGIC_PATCHED && link_type == LINK_ETHERNET;
	return snaplen + (more ? PATCHED_MORE : 0);
}

static bool is_magic(uint32_t magic)
{
	return magic == MAGIC_MICRO || magic == MAGIC_NANO || magic == MAGIC_PATCHED ||
	       magic == MAGIC_FMESQUITA || magic == MAGIC_NAVTEL;
}

bool format_pcap(const uint8_t *header, struct format *out, char *why)
{
	uint32_t magic = load32(header, false);
	bool swapped = !is_magic(magic);
	if (swapped)
		magic = bswap_32(magic);
	assert(is_magic(magic));
	uint16_t major = load16(header + 4, swapped), minor = load16(header + 6, swapped);
	/* Version 543.0 is a variant of 2.2. */
	bool known = major == 2 || (major == 543 && minor == 0);
	if (!known) {
		snprintf(why, FORMAT_WHY, "its version is %u.%u, not 2.4", major, minor);
		return false;
	}
	int link_type = format_link_type(load32(header + 20, swapped));
	*out = (struct format){ .kind = FORMAT_PCAP,
		.swapped = swapped,
		.lengths_swapped = major == 543 || minor < 3,
		.lengths_maybe_swapped = major == 2 && minor == 3,
		.unit_ns = magic == MAGIC_NANO ? 1 : NS_PER_US,
		.head = magic == MAGIC_PATCHED ? PCAP_PATCHED_HEAD : PCAP_HEAD,
		.snaplen = snaplen_of(load32(header + 16, swapped), magic, link_type),
		.link_type = link_type,
		.first = FORMAT_PCAP_HEADER };
	return true;
}

/* Data link types of RFC 1761 and of Solaris. */
static const struct {
	uint32_t snoop;
	int link_type;
} snoop_links[] = { { 0, LINK_ETHERNET }, { 2, LINK_TOKEN_RING }, { 4, LINK_ETHERNET },
	{ 8, LINK_FDDI }, { 26, LINK_IPOIB }, { 35, LINK_IPNET } };

bool format_snoop(const uint8_t *header, struct format *out, char *why)
{
	uint32_t version = load_be32(header + 8), link = load_be32(header + 12);
	if (version != 2) {
		snprintf(why, FORMAT_WHY, "its version is %u, not 2", version);
		return false;
	}
	*out = (struct format){ .kind = FORMAT_SNOOP,
		.head = SNOOP_HEAD,
		.link_type = -1,
		.first = FORMAT_SNOOP_HEADER };
	for (size_t i = 0; i < ARRAY_LEN(snoop_links); i++)
		if (snoop_links[i].snoop == link)
			out->link_type = snoop_links[i].link_type;
	if (out->link_type >= 0)
		return true;
	snprintf(
	    why, FORMAT_WHY, "its data link type %u is not one in which tcpviz finds TCP", link);
	return false;
}

struct lengths {
	uint32_t caplen, len;
};

static struct lengths pcap_lengths(const struct format *format, const uint8_t *head)
{
	uint32_t caplen = load32(head + 8, format->swapped);
	uint32_t len = load32(head + 12, format->swapped);
	if (format->lengths_swapped || (format->lengths_maybe_swapped && caplen > len))
		return (struct lengths){ len, caplen };
	return (struct lengths){ caplen, len };
}

static uint32_t pcap_size(const struct format *format, const uint8_t *head, char *why)
{
	uint32_t caplen = pcap_lengths(format, head).caplen;
	if (caplen <= FRAME_LARGEST)
		return format->head + caplen;
	snprintf(why, FORMAT_WHY, "its next frame claims %u bytes, more than the %d possible",
	    caplen, FRAME_LARGEST);
	return 0;
}

static uint32_t snoop_size(const uint8_t *head, char *why)
{
	uint32_t caplen = load_be32(head + 4), size = load_be32(head + 8);
	if (caplen <= FRAME_LARGEST && size >= SNOOP_HEAD + caplen &&
	    size <= SNOOP_HEAD + 2 * FRAME_LARGEST)
		return size;
	snprintf(
	    why, FORMAT_WHY, "its next record claims %u bytes with a frame of %u", size, caplen);
	return 0;
}

static uint32_t spool_size(const uint8_t *head)
{
	struct spool_record record;
	memcpy(&record, head, sizeof(record));
	return (uint32_t)sizeof(record) + record.caplen + record.comment + record.process;
}

uint32_t format_record_size(const struct format *format, const uint8_t *head, char *why)
{
	switch (format->kind) {
	case FORMAT_PCAP:
		return pcap_size(format, head, why);
	case FORMAT_SNOOP:
		return snoop_size(head, why);
	default:
		assert(format->kind == FORMAT_SPOOL);
		return spool_size(head);
	}
}

static void pcap_record(const struct format *format, const uint8_t *record, struct frame *out)
{
	struct lengths lengths = pcap_lengths(format, record);
	/* Seconds are unsigned and last until 2106. */
	int64_t seconds = load32(record, format->swapped);
	out->time_ns =
	    seconds * NS_PER_S + (int64_t)load32(record + 4, format->swapped) * format->unit_ns;
	out->bytes = record + format->head;
	out->caplen = lengths.caplen < format->snaplen ? lengths.caplen : format->snaplen;
	out->len = lengths.len;
	out->link_type = format->link_type;
	out->interface = format->interface;
}

static void snoop_record(const struct format *format, const uint8_t *record, struct frame *out)
{
	out->time_ns = (int64_t)load_be32(record + 16) * NS_PER_S +
	               (int64_t)load_be32(record + 20) * NS_PER_US;
	out->bytes = record + SNOOP_HEAD;
	out->caplen = load_be32(record + 4);
	out->len = load_be32(record);
	out->link_type = format->link_type;
	out->interface = format->interface;
}

static void spool_record(const uint8_t *record, struct frame *out)
{
	struct spool_record head;
	memcpy(&head, record, sizeof(head));
	const char *notes = (const char *)record + sizeof(head) + head.caplen;
	out->time_ns = head.time_ns;
	out->bytes = record + sizeof(head);
	out->caplen = head.caplen;
	out->len = head.len;
	out->link_type = head.link_type;
	out->interface = head.interface;
	out->comment = head.comment != 0 ? notes : NULL;
	out->process = head.process != 0 ? notes + head.comment : NULL;
}

void format_record(const struct format *format, const uint8_t *record, struct frame *out)
{
	*out = (struct frame){ 0 };
	switch (format->kind) {
	case FORMAT_PCAP:
		pcap_record(format, record, out);
		break;
	case FORMAT_SNOOP:
		snoop_record(format, record, out);
		break;
	default:
		assert(format->kind == FORMAT_SPOOL);
		spool_record(record, out);
	}
	if (out->len < out->caplen)
		out->len = out->caplen;
}
