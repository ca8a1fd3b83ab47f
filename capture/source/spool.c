#include "capture/source/spool.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "capture/os/printable_path.h"
#include "capture/source/frame_marks.h"
#include "capture/source/unnamed.h"
#include "capture/source/format.h"
#include "core/base/memory.h"

#define SNAPLEN 262144
/* Offset 0 is no frame's. */
#define FILE_HEADER 24
#define BUFFER ((size_t)2 * SNAPLEN)
/* Space is freed in whole blocks, after the first one. */
#define BLOCK 4096
/* On a full disk this many bytes of the ring are forgotten at once, or this fraction of it if that
 * is more. */
#define FORGET_LEAST (1 << 20)
#define FORGET_PART 16

struct spool {
	char folder[PATH_MAX - 32];
	int writer, reader; /* reader: -1 once taken */
	uint64_t limit;
	bool ring;
	uint64_t written;     /* bytes in the file */
	size_t waiting, room; /* bytes in the buffer after those; its size */
	uint8_t *buffer;
	struct frame_marks marks;
	uint64_t given; /* the file's blocks were freed up to here */
	atomic_uint_fast64_t first, wanted;
	atomic_bool keeps_room;
	atomic_int full;
};

static bool failed(const struct spool *spool, int error, struct err *err)
{
	return err_set(err,
	    "cannot store captured frames in %s: %s; free space there or set TMPDIR to another "
	    "folder",
	    printable_path(spool->folder).text, strerror(error));
}

static bool open_unnamed(struct spool *spool)
{
	spool->writer = unnamed_file(spool->folder, sizeof(spool->folder));
	if (spool->writer < 0)
		return false;
	spool->reader = fcntl(spool->writer, F_DUPFD_CLOEXEC, 0);
	return spool->reader >= 0;
}

struct spool *spool_new(struct err *err)
{
	struct spool *spool = memory_zeroed(1, sizeof(*spool));
	spool->writer = spool->reader = -1;
	spool->room = BUFFER;
	spool->buffer = memory_new(spool->room);
	spool->written = FILE_HEADER;
	spool->given = BLOCK;
	atomic_init(&spool->first, FILE_HEADER);
	frame_marks_init(&spool->marks, 0);
	if (open_unnamed(spool))
		return spool;
	failed(spool, errno, err);
	spool_free(spool);
	return NULL;
}

void spool_free(struct spool *spool)
{
	if (spool == NULL)
		return;
	if (spool->writer >= 0)
		close(spool->writer);
	if (spool->reader >= 0)
		close(spool->reader);
	free(spool->buffer);
	free(spool);
}

void spool_bound(struct spool *spool, uint64_t limit, bool ring)
{
	spool->limit = limit;
	spool->ring = ring;
	frame_marks_init(&spool->marks, limit);
}

int spool_take_reader(struct spool *spool)
{
	assert(spool->reader >= 0);
	int fd = spool->reader;
	spool->reader = -1;
	return fd;
}

uint64_t spool_end(const struct spool *spool)
{
	return spool->written + spool->waiting;
}

/* Returns the offset of the oldest frame whose bytes are still there. */
static uint64_t first_there(const struct spool *spool)
{
	return atomic_load(&spool->first);
}

uint64_t spool_first(const struct spool *spool)
{
	uint64_t first = first_there(spool), wanted = atomic_load(&spool->wanted);
	return first > wanted ? first : wanted;
}

uint64_t spool_bytes(const struct spool *spool)
{
	return spool_end(spool) - (spool->given > BLOCK ? spool->given - BLOCK : 0);
}

static uint16_t note_size(const char *note)
{
	size_t size = note != NULL ? strlen(note) + 1 : 0;
	/* A note that long is cut where it is read from a capture. */
	return size <= UINT16_MAX ? (uint16_t)size : 0;
}

static uint64_t record_size(const struct frame *frame)
{
	return sizeof(struct spool_record) + frame->caplen + note_size(frame->comment) +
	       note_size(frame->process);
}

const struct format *spool_format(void)
{
	static const struct format format = {
		.kind = FORMAT_SPOOL, .head = sizeof(struct spool_record), .first = FILE_HEADER
	};
	return &format;
}

bool spool_fits(const struct spool *spool, const struct frame *frame)
{
	return spool->ring || spool->limit == 0 ||
	       spool_end(spool) + record_size(frame) <= spool->limit;
}

/* Readers must see that a frame is forgotten before its bytes are freed. */
static void move_first(struct spool *spool, uint64_t to)
{
	if (to <= first_there(spool))
		return;
	atomic_store(&spool->first, to);
	frame_marks_forget(&spool->marks, to);
	uint64_t most = to < spool->written ? to : spool->written;
	assert(to <= spool_end(spool) && spool->given % BLOCK == 0);
	uint64_t end = most / BLOCK * BLOCK;
	if (end <= spool->given || atomic_load(&spool->keeps_room))
		return;
	if (fallocate(spool->writer, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
	        (off_t)spool->given, (off_t)(end - spool->given)) == 0)
		spool->given = end;
	else if (errno == EOPNOTSUPP || errno == ENOSYS)
		atomic_store(&spool->keeps_room, true);
}

static void apply_forgetting(struct spool *spool)
{
	uint64_t wanted = atomic_load_explicit(&spool->wanted, memory_order_relaxed);
	if (wanted > first_there(spool))
		move_first(spool, wanted);
}

/* Forgets frames until one of this size fits into the limit. */
static void forget_for(struct spool *spool, uint64_t size)
{
	uint64_t end = spool_end(spool) + size;
	if (spool->ring && spool->limit != 0 && end - first_there(spool) > spool->limit)
		move_first(spool, frame_marks_at(&spool->marks,
		                      end > spool->limit ? end - spool->limit : 0, end - size));
}

/* Forgets frames to free disk space. Returns false if there is nothing to forget, or if that frees
 * nothing. */
static bool forget_some(struct spool *spool, int error)
{
	uint64_t first = first_there(spool), kept = spool->written - first;
	if (!spool->ring || error == EFBIG || atomic_load(&spool->keeps_room) ||
	    first >= spool->written)
		return false;
	uint64_t part = kept / FORGET_PART > FORGET_LEAST ? kept / FORGET_PART : FORGET_LEAST;
	uint64_t before = spool->given;
	move_first(spool, frame_marks_at(&spool->marks, first + part, spool_end(spool)));
	return spool->given > before;
}

static bool is_full(int error)
{
	return error == ENOSPC || error == EDQUOT || error == EFBIG;
}

/* Removes written bytes from the buffer. */
static void leave_buffer(struct spool *spool, size_t count)
{
	assert(count <= spool->waiting && spool->waiting <= spool->room);
	spool->written += count;
	spool->waiting -= count;
	memmove(spool->buffer, spool->buffer + count, spool->waiting);
}

enum spool_result spool_flush(struct spool *spool, struct err *err)
{
	apply_forgetting(spool);
	while (spool->waiting > 0) {
		ssize_t count =
		    pwrite(spool->writer, spool->buffer, spool->waiting, (off_t)spool->written);
		if (count > 0) {
			leave_buffer(spool, (size_t)count);
			continue;
		}
		int error = count < 0 ? errno : ENOSPC;
		if (error == EINTR || (is_full(error) && forget_some(spool, error)))
			continue;
		atomic_store(&spool->full, error);
		if (is_full(error))
			return SPOOL_FULL;
		failed(spool, error, err);
		return SPOOL_BROKEN;
	}
	return SPOOL_DONE;
}

static uint8_t *put(uint8_t *to, const void *bytes, size_t size)
{
	if (size > 0)
		memcpy(to, bytes, size);
	return to + size;
}

enum spool_result spool_write(
    struct spool *spool, const struct frame *frame, uint64_t *at, struct err *err)
{
	uint64_t size = record_size(frame);
	if (spool->waiting + size > spool->room) {
		enum spool_result result = spool_flush(spool, err);
		if (result != SPOOL_DONE)
			return result;
	}
	if (size > spool->room) {
		spool->room = size;
		spool->buffer = memory_resize(spool->buffer, spool->room, 1);
	}
	forget_for(spool, size);
	assert(spool->waiting + size <= spool->room);
	*at = spool_end(spool);
	assert(*at >= first_there(spool));
	struct spool_record record = { .time_ns = frame->time_ns,
		.caplen = frame->caplen,
		.len = frame->len,
		.interface = frame->interface,
		.link_type = (uint16_t)frame->link_type,
		.comment = note_size(frame->comment),
		.process = note_size(frame->process) };
	uint8_t *to = spool->buffer + spool->waiting;
	to = put(to, &record, sizeof(record));
	to = put(to, frame->bytes, frame->caplen);
	to = put(to, frame->comment, record.comment);
	(void)put(to, frame->process, record.process);
	spool->waiting += size;
	frame_marks_add(&spool->marks, *at);
	return SPOOL_DONE;
}

void spool_forget(struct spool *spool, uint64_t before)
{
	atomic_store_explicit(&spool->wanted, before, memory_order_relaxed);
}

bool spool_keeps_room(const struct spool *spool)
{
	return atomic_load(&spool->keeps_room);
}

int spool_full_error(const struct spool *spool)
{
	return atomic_load(&spool->full);
}

void spool_explain_full(const struct spool *spool, char *out, size_t size)
{
	int error = spool_full_error(spool);
	const char *what = error == EFBIG ? "raise the limit on the size of files (ulimit -f)"
	                                  : "free space there";
	snprintf(out, size, "%s in %s: %s, and capturing continues", strerror(error),
	    printable_path(spool->folder).text, what);
}
