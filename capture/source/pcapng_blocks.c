#include "capture/source/pcapng_blocks.h"

#include <byteswap.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/memory.h"

/* Block types and sizes of draft-ietf-opsawg-pcapng, 4. */
#define BLOCK_SECTION 0x0a0d0d0a
#define BLOCK_INTERFACE 1
#define BLOCK_PACKET_OLD 2
#define BLOCK_PACKET_SIMPLE 3
#define BLOCK_PACKET 6
#define BLOCK_SIZE_MIN 12
#define PACKET_FIXED 32 /* of a packet block without options */

#define WINDOW 65536

struct blocks {
	int fd;
	bool swapped;

	/* Reader's thread only: the last piece of file looked at. */
	uint64_t window_at;
	size_t window_len;
	uint32_t section;
	uint8_t window[WINDOW];

	pthread_mutex_t lock; /* for what follows */
	struct turn *turns;   /* by growing `at` */
	uint32_t count, room;
};

struct block {
	uint32_t type, len;
};

struct blocks *blocks_new(int fd, bool swapped)
{
	struct blocks *blocks = memory_zeroed(1, sizeof(*blocks));
	blocks->fd = fd;
	blocks->swapped = swapped;
	pthread_mutex_init(&blocks->lock, NULL);
	return blocks;
}

void blocks_free(struct blocks *blocks)
{
	if (blocks == NULL)
		return;
	pthread_mutex_destroy(&blocks->lock);
	free(blocks->turns);
	free(blocks);
}

static bool look(struct blocks *blocks, uint64_t at, struct block *out)
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

static void add_turn(struct blocks *blocks, uint64_t at)
{
	pthread_mutex_lock(&blocks->lock);
	if (blocks->count == blocks->room) {
		blocks->room = blocks->room == 0 ? 16 : blocks->room * 2;
		blocks->turns = memory_resize(blocks->turns, blocks->room, sizeof(*blocks->turns));
	}
	blocks->turns[blocks->count++] = (struct turn){ .at = at, .section = blocks->section };
	pthread_mutex_unlock(&blocks->lock);
}

uint64_t blocks_packet(struct blocks *blocks, uint64_t before, uint64_t after, uint32_t caplen)
{
	/* Nothing but the packet was read; so it is with nearly all of them. */
	if (after - before == PACKET_FIXED + (((uint64_t)caplen + 3) & ~(uint64_t)3))
		return before;
	struct block block;
	bool turns = false;
	uint64_t at = before;
	while (at < after && look(blocks, at, &block) && !is_packet(block.type)) {
		blocks->section += block.type == BLOCK_SECTION;
		turns |= block.type == BLOCK_SECTION || block.type == BLOCK_INTERFACE;
		at += block.len;
	}
	if (turns)
		add_turn(blocks, before);
	return at < after ? at : before;
}

uint32_t blocks_turns_before(struct blocks *blocks, uint64_t offset)
{
	pthread_mutex_lock(&blocks->lock);
	uint32_t low = 0, high = blocks->count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (blocks->turns[middle].at < offset)
			low = middle + 1;
		else
			high = middle;
	}
	pthread_mutex_unlock(&blocks->lock);
	return low;
}

struct turn blocks_turn(struct blocks *blocks, uint32_t n)
{
	pthread_mutex_lock(&blocks->lock);
	struct turn turn = blocks->turns[n];
	pthread_mutex_unlock(&blocks->lock);
	return turn;
}
