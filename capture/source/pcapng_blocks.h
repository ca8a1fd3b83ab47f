/* The blocks of a pcapng file between its packets, for reading frames back in any order.
 *
 * libpcap learns about interfaces (link type, time resolution) as it reads, and forgets them when a
 * new section begins. Before it reads a frame at another offset it must have read the blocks that
 * the frame depends on. A run is a sequence of such blocks before a packet. The reader's thread
 * finds the runs; the owner's thread asks for them. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct pcapng_blocks;

/* fd (borrowed) is read by offset only. swapped: the file's byte order is not this machine's. */
struct pcapng_blocks *pcapng_blocks_new(int fd, bool swapped);
void pcapng_blocks_free(struct pcapng_blocks *blocks);

/* Reader's thread: libpcap has read a frame of caplen bytes and moved from `before` to `after`.
 * Returns the offset of the frame's own block. */
uint64_t pcapng_blocks_packet(
    struct pcapng_blocks *blocks, uint64_t before, uint64_t after, uint32_t caplen);

struct pcapng_run {
	uint64_t at;      /* offset of the run; the packet after it can be read from here, too */
	uint32_t section; /* of the blocks after the run; the first is 0 */
};

/* Returns the number of runs before an offset. */
uint32_t pcapng_blocks_runs_before(struct pcapng_blocks *blocks, uint64_t offset);
/* Returns the n-th run, from 0. n must be less than a result of pcapng_blocks_runs_before. */
struct pcapng_run pcapng_blocks_run(struct pcapng_blocks *blocks, uint32_t n);
