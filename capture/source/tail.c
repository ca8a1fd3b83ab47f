#include "capture/source/tail.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/os/clock.h"
#include "core/base/memory.h"

/* Some file systems, as those of other machines, tell of no change. */
#define LOOK_MS 1000

struct tail {
	int stop_fd, notify;
	int file_watch;
	int fd;
	bool (*has_next)(void *ctx);
	void *next_ctx;
	bool news;       /* something has changed in the folder */
	int64_t look_at; /* when to ask again without news */
	bool truncated;
	bool (*idle)(void *ctx);
	void *ctx;
};

struct tail *tail_new(int stop_fd, bool (*has_next)(void *ctx), void *ctx, struct err *err)
{
	struct tail *tail = memory_zeroed(1, sizeof(*tail));
	tail->stop_fd = stop_fd;
	tail->has_next = has_next;
	tail->next_ctx = ctx;
	tail->file_watch = -1;
	tail->notify = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
	if (tail->notify >= 0)
		return tail;
	err_set(err, "cannot follow a file: %s", strerror(errno));
	free(tail);
	return NULL;
}

void tail_free(struct tail *tail)
{
	if (tail == NULL)
		return;
	close(tail->notify);
	free(tail);
}

/* A file that comes shows in the folder. */
static void watch_folder_of(struct tail *tail, const char *path)
{
	char folder[PATH_MAX];
	snprintf(folder, sizeof(folder), "%s", path);
	char *slash = strrchr(folder, '/');
	if (slash != NULL)
		slash[slash == folder] = '\0';
	inotify_add_watch(
	    tail->notify, slash != NULL ? folder : ".", IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE);
}

void tail_follow(struct tail *tail, int fd, const char *path)
{
	if (tail->file_watch >= 0)
		inotify_rm_watch(tail->notify, tail->file_watch);
	tail->fd = fd;
	tail->truncated = false;
	tail->news = true;
	tail->file_watch = inotify_add_watch(tail->notify, path, IN_MODIFY | IN_ATTRIB);
	watch_folder_of(tail, path);
}

void tail_on_idle(struct tail *tail, bool (*idle)(void *ctx), void *ctx)
{
	tail->idle = idle;
	tail->ctx = ctx;
}

bool tail_truncated(const struct tail *tail)
{
	return tail->truncated;
}

static bool ask_next(struct tail *tail)
{
	int64_t now = clock_monotonic();
	if (!tail->news && now < tail->look_at)
		return false;
	tail->news = false;
	tail->look_at = now + LOOK_MS * INT64_C(1000000);
	return tail->has_next(tail->next_ctx);
}

static void take_events(struct tail *tail)
{
	_Alignas(struct inotify_event) char events[4096];
	ssize_t got;
	while ((got = read(tail->notify, events, sizeof(events))) > 0)
		for (char *at = events; at < events + got;) {
			const struct inotify_event *event = (const struct inotify_event *)at;
			tail->news |= event->wd != tail->file_watch;
			at += sizeof(*event) + event->len;
		}
}

/* Returns false if reading must end. */
static bool wait_for_news(struct tail *tail)
{
	struct pollfd fds[] = { { .fd = tail->notify, .events = POLLIN },
		{ .fd = tail->stop_fd, .events = POLLIN } };
	if (tail->idle != NULL && !tail->idle(tail->ctx))
		return false;
	poll(fds, 2, LOOK_MS);
	take_events(tail);
	return fds[1].revents == 0;
}

static ssize_t read_on(const struct tail *tail, uint64_t offset, uint8_t *out, size_t size)
{
	ssize_t got;
	do
		got = pread(tail->fd, out, size, (off_t)offset);
	while (got < 0 && errno == EINTR);
	return got;
}

ssize_t tail_read(void *ctx, uint64_t offset, uint8_t *out, size_t size)
{
	struct tail *tail = ctx;
	for (;;) {
		struct stat st;
		ssize_t got = read_on(tail, offset, out, size);
		if (got != 0)
			return got;
		if (fstat(tail->fd, &st) == 0 && (uint64_t)st.st_size < offset) {
			tail->truncated = true;
			return 0;
		}
		/* What was written before the other file came is read first. */
		if (ask_next(tail))
			return read_on(tail, offset, out, size);
		if (!wait_for_news(tail)) {
			errno = ECANCELED;
			return -1;
		}
	}
}

bool tail_wait(struct tail *tail)
{
	while (!ask_next(tail))
		if (!wait_for_news(tail))
			return false;
	return true;
}
