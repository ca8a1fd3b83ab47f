#include "capture/source/store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "capture/os/printable_path.h"
#include "capture/source/unnamed.h"
#include "core/base/memory.h"

/* Of the file system, as a fraction. */
#define FREE_LEAST 20

struct store {
	int fd;
	uint64_t limit;
	atomic_uint extents;
	atomic_uint_fast64_t bytes;
	char folder[PATH_MAX - 32];
};

struct store *store_new(struct err *err)
{
	struct store *store = memory_zeroed(1, sizeof(*store));
	store->fd = unnamed_file(store->folder, sizeof(store->folder));
	if (store->fd >= 0)
		return store;
	err_set(err, "cannot unpack into %s: %s; free space there or set TMPDIR to another folder",
	    printable_path(store->folder).text, strerror(errno));
	free(store);
	return NULL;
}

void store_free(struct store *store)
{
	if (store == NULL)
		return;
	close(store->fd);
	free(store);
}

void store_bound(struct store *store, uint64_t bytes)
{
	store->limit = bytes;
}

static enum store_result full(const struct store *store, const char *why, struct err *err)
{
	err_set(err,
	    "unpacking stopped: %s in %s; free space there or set TMPDIR to another folder", why,
	    printable_path(store->folder).text);
	return STORE_FULL;
}

enum store_result store_extend(struct store *store, uint32_t *extent, struct err *err)
{
	struct statvfs fs;
	if (fstatvfs(store->fd, &fs) == 0 &&
	    fs.f_bavail < fs.f_blocks / FREE_LEAST + STORE_EXTENT / fs.f_frsize)
		return full(store, "less than 5 % of the file system is free", err);
	*extent = atomic_fetch_add(&store->extents, 1);
	return STORE_DONE;
}

enum store_result store_write(struct store *store, uint32_t extent, uint64_t into,
    const void *bytes, size_t size, struct err *err)
{
	assert(into + size <= STORE_EXTENT);
	uint64_t at = ((uint64_t)extent << STORE_EXTENT_BITS) + into;
	uint64_t before = atomic_fetch_add(&store->bytes, size);
	bool limited = store->limit != 0 && before + size > store->limit;
	const uint8_t *from = bytes;
	while (size > 0 && !limited) {
		ssize_t count = pwrite(store->fd, from, size, (off_t)at);
		if (count < 0 && errno == EINTR)
			continue;
		if (count <= 0)
			return full(store, strerror(count < 0 ? errno : ENOSPC), err);
		from += count;
		at += (uint64_t)count;
		size -= (size_t)count;
	}
	return limited ? STORE_LIMITED : STORE_DONE;
}

long store_read(const struct store *store, uint32_t extent, uint64_t into, void *bytes, size_t size)
{
	ssize_t got;
	assert(into + size <= STORE_EXTENT);
	uint64_t at = ((uint64_t)extent << STORE_EXTENT_BITS) + into;
	do
		got = pread(store->fd, bytes, size, (off_t)at);
	while (got < 0 && errno == EINTR);
	return got;
}

uint64_t store_bytes(const struct store *store)
{
	return atomic_load(&store->bytes);
}
