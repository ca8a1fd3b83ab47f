/* What a pcapng file holds between its packets, so that frames can be read back in any order.
 *
 * libpcap learns of interfaces (link type, time resolution) as it reads along, and forgets them
 * where a new section begins. Whoever jumps to a frame must have had it read the blocks that the
 * frame depends on. A `turn` is a run of blocks before a packet that tell it such things. The
 * reader's thread finds them; the owner's thread asks. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct pcapng_blocks;

/* fd (borrowed) is read by offset only. swapped: the file's byte order is not this machine's. */
struct pcapng_blocks *pcapng_blocks_new(int fd, bool swapped);
void pcapng_blocks_free(struct pcapng_blocks *blocks);

/* Reader's thread: libpcap has read a frame of caplen bytes and moved from `before` to `after`.
 * Returns where the frame's own block begins. */
uint64_t pcapng_blocks_packet(
    struct pcapng_blocks *blocks, uint64_t before, uint64_t after, uint32_t caplen);

struct pcapng_run {
	uint64_t at;      /* where the run begins; the packet after it can be read from here, too */
	uint32_t section; /* of the blocks after it; the first is 0 */
};

/* How many turns lie before an offset. */
uint32_t pcapng_blocks_runs_before(struct pcapng_blocks *blocks, uint64_t offset);
/* The n-th turn, from 0; n is less than what pcapng_blocks_runs_before has said. */
struct pcapng_run pcapng_blocks_run(struct pcapng_blocks *blocks, uint32_t n);
