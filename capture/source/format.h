/* The formats of capture files, record by record: what their readers in order (frames.h) and by
 * offset (readback.h) share.
 *
 *   pcap    draft-ietf-opsawg-pcap, and its older variants
 *   pcapng  draft-ietf-opsawg-pcapng
 *   snoop   RFC 1761
 *   spool   our own, of frames that arrived only once: struct spool_record */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <byteswap.h>

#include "core/decode/decode.h"

struct interfaces;
struct pcapng_map;

enum format_kind { FORMAT_PCAP, FORMAT_PCAPNG, FORMAT_SNOOP, FORMAT_SPOOL };

/* What a record's position in the file does not tell. Fixed once the file's header was read; the
 * map of a pcapng file grows and has its own lock. */
struct format {
	enum format_kind kind;
	bool swapped; /* pcap: the byte order is not this machine's */
	bool lengths_swapped,
	    lengths_maybe_swapped; /* pcap before 2.4: caplen and len change places */
	uint32_t unit_ns;          /* pcap: of the fraction of a second */
	uint32_t head;      /* bytes of a record before its frame; pcapng: of a block's header */
	uint32_t snaplen;   /* pcap: longer frames are cut to it */
	int link_type;      /* pcap, snoop */
	uint16_t interface; /* pcap, snoop */
	uint64_t first;     /* offset of the first record */
	struct pcapng_map *map; /* pcapng (borrowed) */
};

/* Libpcap's limit of a frame in a pcap file, and the largest block of pcapng that is read. */
#define FRAME_LARGEST 262144
#define BLOCK_LARGEST (16 << 20)

/* A message about damage. */
#define FORMAT_WHY 160

/* Reads the sizes in a pcap or snoop record's header of format->head bytes. Returns the size of the
 * record; 0 with a message in why (FORMAT_WHY) if it is damaged. */
uint32_t format_record_size(const struct format *format, const uint8_t *head, char *why);
/* Reads the frame of a whole record, except for its notes. Borrows its bytes. */
void format_record(const struct format *format, const uint8_t *record, struct frame *out);

/* Reads the header of a pcap or snoop file. Returns false with a message in why. */
#define FORMAT_PCAP_HEADER 24
#define FORMAT_SNOOP_HEADER 16
bool format_pcap(const uint8_t *header, struct format *out, char *why);
bool format_snoop(const uint8_t *header, struct format *out, char *why);

/* Converts a link type as files have it: some carry libpcap's own numbers. */
int format_link_type(uint32_t number);

/* What a spool keeps before each frame, in this machine's byte order; the frame and its notes (see
 * struct frame), with a NUL after each, follow. */
struct spool_record {
	int64_t time_ns;
	uint32_t caplen, len;
	uint16_t interface, link_type;
	uint16_t comment, process; /* bytes with the NUL; 0: none */
};

static inline uint16_t load16(const uint8_t *at, bool swapped)
{
	uint16_t value;
	memcpy(&value, at, sizeof(value));
	return swapped ? bswap_16(value) : value;
}

static inline uint32_t load32(const uint8_t *at, bool swapped)
{
	uint32_t value;
	memcpy(&value, at, sizeof(value));
	return swapped ? bswap_32(value) : value;
}

static inline uint64_t load64(const uint8_t *at, bool swapped)
{
	uint64_t value;
	memcpy(&value, at, sizeof(value));
	return swapped ? bswap_64(value) : value;
}
