#include "capture/source/pcap_records.h"

#include <assert.h>
#include <byteswap.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/source/pcap_header.h"
#include "core/base/memory.h"

#define FILE_HEADER 24
#define MAGIC_MICRO 0xa1b2c3d4
#define MAGIC_NANO 0xa1b23c4d

/* A fraction of the second-level cache of common processors: frames are decoded while they are
 * cached. */
#define PIECE 131072
/* libpcap's limit, and therefore that of a record. */
#define FRAME_LARGEST 262144

/* The record header as in the file (draft-ietf-opsawg-pcap section 5). */
struct pcap_record {
	uint32_t seconds, fraction;
	uint32_t caplen, len;
};

#define BUFFER (FRAME_LARGEST + sizeof(struct pcap_record))

struct pcap_records {
	int fd;
	bool swapped;
	uint32_t unit_ns;
	uint32_t snaplen;
	uint64_t at;       /* file offset of `next` */
	size_t next, held; /* offsets in the buffer */
	uint8_t buffer[BUFFER];
};

struct pcap_records *pcap_records_new(int fd, pcap_t *pcap)
{
	uint32_t head[FILE_HEADER / 4];
	if (pread(fd, head, FILE_HEADER, 0) != FILE_HEADER)
		return NULL;
	bool swapped = pcap_is_swapped(pcap);
	uint32_t magic = swapped ? bswap_32(head[0]) : head[0];
	bool usual = (magic == MAGIC_MICRO || magic == MAGIC_NANO) &&
	             pcap_major_version(pcap) == 2 && pcap_minor_version(pcap) == 4;
	if (!usual)
		return NULL;
	struct pcap_records *records = memory_new(sizeof(*records));
	records->fd = fd;
	records->swapped = swapped;
	records->unit_ns = magic == MAGIC_NANO ? 1 : NS_PER_US;
	records->snaplen = (uint32_t)pcap_snapshot(pcap);
	records->at = FILE_HEADER;
	records->next = records->held = 0;
	return records;
}

void pcap_records_free(struct pcap_records *records)
{
	free(records);
}

/* Ensures that the buffer has at least `want` bytes from `next` on. Returns false at the end. */
static bool hold(struct pcap_records *records, size_t want)
{
	if (records->held - records->next >= want)
		return true;
	size_t size = want > PIECE ? want : PIECE;
	assert(size <= sizeof(records->buffer));
	ssize_t got = pread(records->fd, records->buffer, size, (off_t)records->at);
	records->next = 0;
	records->held = got > 0 ? (size_t)got : 0;
	return records->held >= want;
}

static struct pcap_record load(const struct pcap_records *records)
{
	struct pcap_record record;
	memcpy(&record, records->buffer + records->next, sizeof(record));
	if (!records->swapped)
		return record;
	return (struct pcap_record){ bswap_32(record.seconds), bswap_32(record.fraction),
		bswap_32(record.caplen), bswap_32(record.len) };
}

/* Leaves two cases to libpcap: frames over the snap length, which it truncates, and times out of
 * range, whose meaning it decides (seconds may be signed). */
static bool is_usual(const struct pcap_records *records, const struct pcap_record *record)
{
	return record->caplen <= records->snaplen && record->caplen <= FRAME_LARGEST &&
	       record->seconds <= INT32_MAX && record->fraction < NS_PER_S / records->unit_ns;
}

bool pcap_records_next(
    struct pcap_records *records, struct pcap_pkthdr *header, const u_char **bytes)
{
	if (!hold(records, sizeof(struct pcap_record)))
		return false;
	struct pcap_record record = load(records);
	size_t size = sizeof(record) + record.caplen;
	if (!is_usual(records, &record) || !hold(records, size))
		return false;
	header->ts.tv_sec = record.seconds;
	header->ts.tv_usec = (suseconds_t)record.fraction * records->unit_ns;
	header->caplen = record.caplen;
	header->len = record.len;
	*bytes = records->buffer + records->next + sizeof(record);
	records->next += size;
	assert(records->next <= records->held);
	records->at += size;
	return true;
}

uint64_t pcap_records_at(const struct pcap_records *records)
{
	return records->at;
}
