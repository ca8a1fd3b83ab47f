/* Packet blocks of pcapng (draft-ietf-opsawg-pcapng, 4.3, 4.4 and appendix A), and the options of
 * all blocks. Pure functions over the bytes of one block. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/bytes.h"

enum pcapng_block {
	BLOCK_INTERFACE = 1,
	BLOCK_PACKET_OLD = 2,
	BLOCK_PACKET_SIMPLE = 3,
	BLOCK_NAMES = 4,
	BLOCK_STATISTICS = 5,
	BLOCK_PACKET = 6,
	BLOCK_SECRETS = 10,
	BLOCK_SECTION = 0x0a0d0d0a,
	BLOCK_PROCESS = (int)0x80000001, /* of macOS */
};

#define BLOCK_HEAD 8
#define BLOCK_LEAST 12
#define SECTION_MAGIC 0x1a2b3c4d

/* A packet block's fields. */
struct pcapng_packet {
	uint32_t interface;
	bool timed; /* simple packet blocks have no time */
	uint64_t ticks;
	uint32_t caplen, len;
	const uint8_t *bytes;
	struct bytes options; /* raw */
};

static inline bool is_packet_block(uint32_t type)
{
	return type == BLOCK_PACKET || type == BLOCK_PACKET_SIMPLE || type == BLOCK_PACKET_OLD;
}

/* Reads a whole packet block of `size` bytes. snaplen: of the section's first interface, for simple
 * packet blocks; 0: no limit. Returns NULL, or what is wrong with it (static). */
const char *pcapng_packet(uint32_t type, const uint8_t *block, uint32_t size, bool swapped,
    uint32_t snaplen, struct pcapng_packet *out);

/* Converts a time; out of range it is as pcap_header.h has it. */
int64_t pcapng_time(uint64_t ticks, uint8_t resolution, int64_t offset_s);

/* Takes the next option. False at their end, or where they are damaged. */
struct pcapng_option {
	uint16_t code;
	struct bytes value;
};
enum {
	NG_END = 0,
	NG_COMMENT = 1,
	NG_PROCESS = 0x8001, /* of a packet: the number of its process block (macOS) */
};
bool pcapng_option_take(struct bytes *options, bool swapped, struct pcapng_option *out);
