#include "capture/source/unpack.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "capture/source/decompress.h"
#include "core/base/err.h"
#include "core/base/memory.h"

#define PIECE ((size_t)256 << 10)

struct unpack {
	/* The unpacking thread's, or before it is started the caller's. */
	struct input packed;
	struct decompress *decompress;
	enum magic magic;
	struct store *store;
	uint8_t *piece;

	bool (*idle)(void *ctx);
	void *ctx;
	bool started;
	pthread_t thread;
	atomic_uint_fast64_t taken;

	pthread_mutex_t lock; /* for what follows */
	pthread_cond_t more;
	uint32_t *extent; /* in order of the unpacked bytes */
	uint32_t extents, room;
	uint64_t made; /* bytes that can be read */
	bool ended, limited, stopping;
	struct err why;
};

struct unpack *unpack_new(struct input *packed, enum magic magic, struct store *store)
{
	struct unpack *u = memory_zeroed(1, sizeof(*u));
	u->decompress = decompress_new(magic);
	if (u->decompress == NULL) {
		free(u);
		return NULL;
	}
	u->packed = *packed;
	*packed = (struct input){ 0 };
	u->magic = magic;
	u->store = store;
	u->piece = memory_new(PIECE);
	pthread_mutex_init(&u->lock, NULL);
	pthread_cond_init(&u->more, NULL);
	return u;
}

void unpack_stop(struct unpack *u)
{
	pthread_mutex_lock(&u->lock);
	u->stopping = true;
	pthread_cond_broadcast(&u->more);
	pthread_mutex_unlock(&u->lock);
}

void unpack_join(struct unpack *u)
{
	unpack_stop(u);
	if (u->started)
		pthread_join(u->thread, NULL);
	u->started = false;
	input_free(&u->packed);
	decompress_free(u->decompress);
	free(u->piece);
	u->decompress = NULL;
	u->piece = NULL;
}

void unpack_free(struct unpack *u)
{
	if (u == NULL)
		return;
	unpack_join(u);
	pthread_cond_destroy(&u->more);
	pthread_mutex_destroy(&u->lock);
	free(u->extent);
	free(u);
}

/* Unpacking ends; why is NULL if that is the end. */
static void end(struct unpack *u, const char *why)
{
	pthread_mutex_lock(&u->lock);
	if (why != NULL)
		snprintf(u->why.text, sizeof(u->why.text), "%s", why);
	u->ended = true;
	pthread_cond_broadcast(&u->more);
	pthread_mutex_unlock(&u->lock);
}

/* Returns the extent for the next byte; STORE_DONE, or why there is none. */
static enum store_result next_extent(struct unpack *u, uint32_t *extent, struct err *err)
{
	uint32_t number = (uint32_t)(u->made >> STORE_EXTENT_BITS);
	assert(number <= u->extents);
	if (number < u->extents) {
		*extent = u->extent[number];
		return STORE_DONE;
	}
	enum store_result result = store_extend(u->store, extent, err);
	if (result != STORE_DONE)
		return result;
	pthread_mutex_lock(&u->lock);
	if (u->extents == u->room) {
		u->room = u->room == 0 ? 8 : u->room * 2;
		u->extent = memory_resize(u->extent, u->room, sizeof(*u->extent));
	}
	u->extent[u->extents++] = *extent;
	pthread_mutex_unlock(&u->lock);
	return STORE_DONE;
}

static bool append(struct unpack *u, const uint8_t *bytes, size_t size)
{
	struct err err = { "" };
	enum store_result result = STORE_DONE;
	while (size > 0 && result == STORE_DONE) {
		uint64_t into = u->made & (STORE_EXTENT - 1), room = STORE_EXTENT - into;
		size_t step = size < room ? size : (size_t)room;
		uint32_t extent;
		result = next_extent(u, &extent, &err);
		if (result == STORE_DONE)
			result = store_write(u->store, extent, into, bytes, step, &err);
		if (result != STORE_DONE)
			break;
		pthread_mutex_lock(&u->lock);
		u->made += step;
		pthread_cond_broadcast(&u->more);
		pthread_mutex_unlock(&u->lock);
		bytes += step;
		size -= step;
	}
	if (result == STORE_LIMITED)
		u->limited = true;
	if (result != STORE_DONE)
		end(u, err.text);
	return result == STORE_DONE;
}

/* Sets the compressed bytes that wait, at least those that a magic number needs. */
static void take_input(struct unpack *u, struct decompress_io *io)
{
	struct input *in = &u->packed;
	if (input_left(in) < MAGIC_LEAST)
		io->in_ended = input_hold(in, MAGIC_LEAST) == NULL;
	io->in = in->buffer + in->next;
	io->in_left = input_left(in);
}

static void explain(struct unpack *u, enum decompress_result result)
{
	char why[128];
	const char *name = decompress_name(u->magic);
	if (u->packed.error != 0)
		snprintf(why, sizeof(why), "%s", strerror(u->packed.error));
	else if (result == DECOMPRESS_CUT)
		snprintf(why, sizeof(why),
		    "the %s file ends early, after %llu bytes; copy it again", name,
		    (unsigned long long)u->packed.at);
	else
		snprintf(why, sizeof(why), "the %s file is damaged at byte %llu", name,
		    (unsigned long long)u->packed.at);
	end(u, why);
}

/* Unpacks a piece. Returns false when it was the last. */
static bool step(struct unpack *u)
{
	struct decompress_io io = { .out = u->piece, .out_left = PIECE };
	take_input(u, &io);
	const uint8_t *from = io.in;
	enum decompress_result result = decompress_step(u->decompress, &io);
	size_t taken = (size_t)(io.in - from);
	input_take(&u->packed, taken);
	atomic_store_explicit(&u->taken, u->packed.at, memory_order_relaxed);
	if (!append(u, u->piece, PIECE - io.out_left))
		return false;
	if (result == DECOMPRESS_MORE)
		return true;
	if (result == DECOMPRESS_END)
		end(u, NULL);
	else
		explain(u, result);
	return false;
}

static bool stopped(struct unpack *u)
{
	pthread_mutex_lock(&u->lock);
	bool stop = u->stopping;
	pthread_mutex_unlock(&u->lock);
	return stop;
}

static void *unpack_main(void *arg)
{
	struct unpack *u = arg;
	pthread_setname_np(pthread_self(), "unpacker");
	while (!stopped(u) && step(u))
		;
	return NULL;
}

bool unpack_start(struct unpack *u)
{
	sigset_t all, before;
	/* A small file may be unpacked already. */
	if (u->ended)
		return true;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	errno = pthread_create(&u->thread, NULL, unpack_main, u);
	u->started = errno == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return u->started;
}

/* Waits for a byte at an offset. Returns false if there is none and errno says why. */
static bool wait_for(struct unpack *u, uint64_t offset)
{
	bool idle = false;
	pthread_mutex_lock(&u->lock);
	while (u->made <= offset && !u->ended && !u->stopping) {
		if (!u->started || !idle) {
			pthread_mutex_unlock(&u->lock);
			if (!u->started)
				step(u);
			else if (u->idle != NULL && !u->idle(u->ctx))
				unpack_stop(u);
			idle = true;
			pthread_mutex_lock(&u->lock);
			continue;
		}
		pthread_cond_wait(&u->more, &u->lock);
	}
	bool there = u->made > offset;
	if (!there)
		errno = u->stopping ? ECANCELED : u->why.text[0] != '\0' ? EIO : 0;
	pthread_mutex_unlock(&u->lock);
	return there;
}

ssize_t unpack_read_again(void *ctx, uint64_t offset, uint8_t *out, size_t size)
{
	struct unpack *u = ctx;
	pthread_mutex_lock(&u->lock);
	uint64_t made = u->made;
	uint32_t extent = offset < made ? u->extent[offset >> STORE_EXTENT_BITS] : 0;
	pthread_mutex_unlock(&u->lock);
	if (offset >= made)
		return 0;
	uint64_t into = offset & (STORE_EXTENT - 1);
	uint64_t most = STORE_EXTENT - into < made - offset ? STORE_EXTENT - into : made - offset;
	return store_read(u->store, extent, into, out, size < most ? size : (size_t)most);
}

ssize_t unpack_read(void *ctx, uint64_t offset, uint8_t *out, size_t size)
{
	if (wait_for(ctx, offset))
		return unpack_read_again(ctx, offset, out, size);
	return errno == 0 ? 0 : -1;
}

void unpack_on_idle(struct unpack *u, bool (*idle)(void *ctx), void *ctx)
{
	u->idle = idle;
	u->ctx = ctx;
}

uint64_t unpack_taken(const struct unpack *u)
{
	return atomic_load_explicit(&u->taken, memory_order_relaxed);
}

/* The thread writes the reason before it ends, and nothing after. */
static bool has_ended(struct unpack *u)
{
	pthread_mutex_lock(&u->lock);
	bool ended = u->ended;
	pthread_mutex_unlock(&u->lock);
	return ended;
}

const char *unpack_why(struct unpack *u)
{
	return has_ended(u) ? u->why.text : "";
}

bool unpack_limited(struct unpack *u)
{
	return has_ended(u) && u->limited;
}
