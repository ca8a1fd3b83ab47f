#include "capture/source/pcapng_blocks.h"

#include <assert.h>
#include <byteswap.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/memory.h"

/* Block types and sizes (draft-ietf-opsawg-pcapng section 4). */
#define BLOCK_SECTION 0x0a0d0d0a
#define BLOCK_INTERFACE 1
#define BLOCK_PACKET_OLD 2
#define BLOCK_PACKET_SIMPLE 3
#define BLOCK_PACKET 6
#define BLOCK_SIZE_MIN 12
#define PACKET_FIXED 32 /* of a packet block without options */

#define WINDOW 65536

struct pcapng_blocks {
	int fd;
	bool swapped;

	/* Reader's thread only: the part of the file read last. */
	uint64_t window_at;
	size_t window_len;
	uint32_t section;
	uint8_t window[WINDOW];

	pthread_mutex_t lock;    /* for what follows */
	struct pcapng_run *runs; /* sorted by `at` */
	uint32_t count, room;
};

struct block {
	uint32_t type, len;
};

struct pcapng_blocks *pcapng_blocks_new(int fd, bool swapped)
{
	struct pcapng_blocks *blocks = memory_zeroed(1, sizeof(*blocks));
	blocks->fd = fd;
	blocks->swapped = swapped;
	pthread_mutex_init(&blocks->lock, NULL);
	return blocks;
}

void pcapng_blocks_free(struct pcapng_blocks *blocks)
{
	if (blocks == NULL)
		return;
	pthread_mutex_destroy(&blocks->lock);
	free(blocks->runs);
	free(blocks);
}

static bool look(struct pcapng_blocks *blocks, uint64_t at, struct block *out)
{
	uint64_t into = at - blocks->window_at;
	if (at < blocks->window_at || into + sizeof(*out) > blocks->window_len) {
		ssize_t got = pread(blocks->fd, blocks->window, WINDOW, (off_t)at);
		blocks->window_at = at;
		blocks->window_len = got > 0 ? (size_t)got : 0;
		into = 0;
	}
	if (blocks->window_len < into + sizeof(*out))
		return false;
	memcpy(out, blocks->window + into, sizeof(*out));
	if (blocks->swapped) {
		out->type = bswap_32(out->type);
		out->len = bswap_32(out->len);
	}
	return out->len >= BLOCK_SIZE_MIN;
}

static bool is_packet(uint32_t type)
{
	return type == BLOCK_PACKET || type == BLOCK_PACKET_SIMPLE || type == BLOCK_PACKET_OLD;
}

static void add_run(struct pcapng_blocks *blocks, uint64_t at)
{
	pthread_mutex_lock(&blocks->lock);
	if (blocks->count == blocks->room) {
		blocks->room = blocks->room == 0 ? 16 : blocks->room * 2;
		blocks->runs = memory_resize(blocks->runs, blocks->room, sizeof(*blocks->runs));
	}
	blocks->runs[blocks->count++] = (struct pcapng_run){ .at = at, .section = blocks->section };
	pthread_mutex_unlock(&blocks->lock);
}

uint64_t pcapng_blocks_packet(
    struct pcapng_blocks *blocks, uint64_t before, uint64_t after, uint32_t caplen)
{
	/* Nothing but the packet was read, as in nearly all cases. */
	if (after - before == PACKET_FIXED + (((uint64_t)caplen + 3) & ~(uint64_t)3))
		return before;
	struct block block;
	bool runs = false;
	uint64_t at = before;
	while (at < after && look(blocks, at, &block) && !is_packet(block.type)) {
		blocks->section += block.type == BLOCK_SECTION;
		runs |= block.type == BLOCK_SECTION || block.type == BLOCK_INTERFACE;
		at += block.len;
	}
	if (runs)
		add_run(blocks, before);
	return at < after ? at : before;
}

uint32_t pcapng_blocks_runs_before(struct pcapng_blocks *blocks, uint64_t offset)
{
	pthread_mutex_lock(&blocks->lock);
	uint32_t low = 0, high = blocks->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (blocks->runs[middle].at < offset)
			low = middle + 1;
		else
			high = middle;
	}
	pthread_mutex_unlock(&blocks->lock);
	return low;
}

struct pcapng_run pcapng_blocks_run(struct pcapng_blocks *blocks, uint32_t n)
{
	pthread_mutex_lock(&blocks->lock);
	struct pcapng_run run = blocks->runs[n];
	assert(n < blocks->count);
	pthread_mutex_unlock(&blocks->lock);
	return run;
}
