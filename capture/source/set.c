#include "capture/source/set.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/os/printable_path.h"
#include "capture/source/magic.h"
#include "capture/source/places.h"
#include "capture/source/readback.h"
#include "capture/source/tail.h"
#include "core/base/memory.h"

/* So many files stay open from the beginning: they may be read whatever the process may do later.
 * Of more, this many are open at a time to be read back. */
#define OPEN_MOST 128
/* Files that are followed one after another stay open: their names become others'. */
#define FOLLOWED_MOST 512

struct member {
	char *path;
	dev_t device; /* which file it was when it was looked into */
	ino_t inode;
	uint64_t size;
	int64_t first_ns; /* of its first frame */
	bool packed;

	/* The reader's thread: */
	struct part part;
	struct frame frame;     /* read and not handed out */
	uint64_t offset;        /* of it */
	uint32_t frames;        /* read so far */
	uint64_t block, number; /* the block of `offset`, and its number in the whole; */
	bool placed;            /* if they are known */
	uint64_t counted;       /* bytes in the set's count */

	/* The owner's thread: */
	struct readback *readback;
	int again; /* the readback's descriptor, if it has its own; else -1 */
};

struct set {
	struct part_tables tables;
	struct places *places;
	struct member *member; /* in order of their first frames; those without come last */
	uint32_t count, room;  /* of a set that is followed, members never move */
	bool keeps;            /* all descriptors */

	/* The reader's thread: */
	struct tail *tail; /* of the newest file; NULL: it is not followed */
	char *folder;      /* followed, or NULL */
	uint32_t next;     /* the first member that was not opened */
	uint32_t *heap;    /* members that are open, the earliest frame first */
	uint32_t heaped;
	uint32_t due;    /* the member whose frame was handed out last, plus 1; 0: none */
	uint32_t frames; /* handed out */
	uint64_t bytes, bytes_total;
	bool limited, nanoseconds;
	char why[512];
	bool (*idle)(void *ctx);
	void *ctx;

	/* The owner's thread: members with a descriptor of their own, in a circle. */
	uint32_t opened[OPEN_MOST];
	uint32_t oldest;

	atomic_bool stopping;
	pthread_mutex_t lock; /* for the unpackers of members, when the reader is told to stop */
};

/* Opening */

static void add_path(struct set *set, const char *path)
{
	if (set->count == set->room) {
		set->room = set->room == 0 ? 16 : set->room * 2;
		set->member = memory_resize(set->member, set->room, sizeof(*set->member));
	}
	size_t size = strlen(path) + 1;
	struct member *m = &set->member[set->count++];
	*m = (struct member){ .part.fd = -1, .again = -1 };
	m->path = memcpy(memory_new(size), path, size);
}

/* Whether a file begins as a capture, plain or compressed. */
static bool is_capture(const char *path)
{
	uint8_t head[MAGIC_LEAST];
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return false;
	bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
	ssize_t got = regular ? pread(fd, head, sizeof(head), 0) : -1;
	close(fd);
	return got > 0 && magic_of(head, (size_t)got) != MAGIC_NONE;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static bool add_folder(struct set *set, const char *folder, struct err *err)
{
	struct dirent **entries;
	uint32_t before = set->count;
	int count = scandir(folder, &entries, is_visible, alphasort);
	if (count < 0)
		return err_set(err, "cannot open the folder %s: %s", printable_path(folder).text,
		    strerror(errno));
	for (int i = 0; i < count; i++) {
		size_t size = strlen(folder) + strlen(entries[i]->d_name) + 2;
		char *path = memory_new(size);
		bool slash = folder[strlen(folder) - 1] == '/';
		snprintf(path, size, "%s%s%s", folder, slash ? "" : "/", entries[i]->d_name);
		if (is_capture(path))
			add_path(set, path);
		free(path);
		free(entries[i]);
	}
	free(entries);
	return set->count > before ||
	       err_set(err, "the folder %s holds no capture", printable_path(folder).text);
}

static bool cannot_open(const struct member *m, int error, struct err *err)
{
	return err_set(err, "cannot open %s: %s", printable_path(m->path).text, strerror(error));
}

/* Opens the file that was looked into; its name may be another's by now. Returns -1 with errno. */
static int open_member(const struct member *m)
{
	struct stat st;
	int fd = open(m->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && st.st_dev == m->device && st.st_ino == m->inode)
		return fd;
	close(fd);
	errno = ESTALE;
	return -1;
}

/* Reads the first frame for its time. What it tells otherwise is forgotten again. */
static bool look_into(struct member *m, struct err *err)
{
	struct part part = { .fd = m->part.fd };
	struct store *store = NULL;
	const struct part_tables tables = { interfaces_new(), annex_new(), &store };
	struct frame frame;
	uint64_t offset;
	input_init_file(&part.input, part.fd);
	bool opened = part_open(&part, &tables, m->path, m->path, err);
	m->first_ns = INT64_MAX;
	if (opened && frames_next(part.frames, &frame, &offset) == FRAMES_ONE)
		m->first_ns = frame.time_ns;
	m->packed = part.unpack != NULL;
	part.fd = -1;
	part_close(&part);
	store_free(store);
	interfaces_free(tables.interfaces);
	annex_free(tables.annex);
	return opened;
}

static bool examine(struct set *set, struct member *m, struct err *err)
{
	struct stat st;
	m->part.fd = open(m->path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (m->part.fd < 0 || fstat(m->part.fd, &st) != 0)
		return cannot_open(m, errno, err);
	if (!S_ISREG(st.st_mode))
		return err_set(err, "%s is no file: only files can be opened together",
		    printable_path(m->path).text);
	m->device = st.st_dev;
	m->inode = st.st_ino;
	m->size = (uint64_t)st.st_size;
	if (!look_into(m, err))
		return false;
	if (!set->keeps) {
		close(m->part.fd);
		m->part.fd = -1;
	}
	return true;
}

static int by_time(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	if (x->first_ns != y->first_ns)
		return x->first_ns < y->first_ns ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* Opens a member for good, with the tables of the source. */
static bool begin(struct set *set, struct member *m, struct err *err)
{
	if (m->part.fd < 0)
		m->part.fd = open_member(m);
	if (m->part.fd < 0)
		return cannot_open(m, errno, err);
	input_init_file(&m->part.input, m->part.fd);
	if (set->tail != NULL && m == &set->member[set->count - 1] && !m->packed) {
		tail_follow(set->tail, m->part.fd, m->path);
		input_init(&m->part.input, tail_read, set->tail);
	}
	/* Whoever stops the reader looks for its unpacker, or the reader sees that it must stop. */
	pthread_mutex_lock(&set->lock);
	bool opened = part_open(&m->part, &set->tables, m->path, m->path, err);
	pthread_mutex_unlock(&set->lock);
	if (m->part.unpack != NULL && atomic_load(&set->stopping))
		unpack_stop(m->part.unpack);
	return opened;
}

static bool open_all(struct set *set, struct err *err)
{
	bool packed = false;
	set->keeps = set->tail != NULL || set->count <= OPEN_MOST;
	for (uint32_t i = 0; i < set->count; i++) {
		if (!examine(set, &set->member[i], err))
			return false;
		set->bytes_total += set->member[i].size;
		packed |= set->member[i].packed;
	}
	/* Now, while files can be made. */
	if (packed) {
		*set->tables.store = store_new(err);
		if (*set->tables.store == NULL)
			return false;
	}
	qsort(set->member, set->count, sizeof(*set->member), by_time);
	set->heap = memory_new(set->count * sizeof(*set->heap));
	return begin(set, &set->member[0], err);
}

/* Fails on a folder that cannot be read. */
static bool add_paths(struct set *set, const char *const *paths, unsigned count, struct err *err)
{
	for (unsigned i = 0; i < count; i++) {
		struct stat st;
		if (stat(paths[i], &st) != 0 || !S_ISDIR(st.st_mode))
			add_path(set, paths[i]);
		else if (!add_folder(set, paths[i], err))
			return false;
	}
	return true;
}

static bool is_member(const struct set *set, const struct stat *st)
{
	for (uint32_t i = 0; i < set->count; i++)
		if (set->member[i].device == st->st_dev && set->member[i].inode == st->st_ino)
			return true;
	return false;
}

/* Adds a file that has come. Returns false if it is none to be read now. */
static bool add_new(struct set *set, const char *path)
{
	struct stat st;
	if (stat(path, &st) != 0 || is_member(set, &st) || !is_capture(path) ||
	    set->count == set->room)
		return false;
	pthread_mutex_lock(&set->lock);
	add_path(set, path);
	struct member *m = &set->member[set->count - 1];
	m->device = st.st_dev;
	m->inode = st.st_ino;
	pthread_mutex_unlock(&set->lock);
	return true;
}

static bool add_new_of_folder(struct set *set)
{
	struct dirent **entries;
	bool added = false;
	int count = scandir(set->folder, &entries, is_visible, alphasort);
	for (int i = 0; i < count; i++) {
		char path[PATH_MAX];
		int len = snprintf(path, sizeof(path), "%s/%s", set->folder, entries[i]->d_name);
		added |= len > 0 && (size_t)len < sizeof(path) && add_new(set, path);
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return added;
}

/* Adds the file that has the newest one's name by now, or those that came into the folder. */
static bool has_next(void *ctx)
{
	struct set *set = ctx;
	if (set->folder != NULL)
		return add_new_of_folder(set);
	return add_new(set, set->member[set->count - 1].path);
}

static struct set *new_set(const struct part_tables *tables)
{
	struct set *set = memory_zeroed(1, sizeof(*set));
	set->tables = *tables;
	set->places = places_new();
	pthread_mutex_init(&set->lock, NULL);
	return set;
}

static struct set *open_set(
    struct set *set, const char *const *paths, unsigned count, struct err *err)
{
	if (add_paths(set, paths, count, err) && open_all(set, err))
		return set;
	set_free(set);
	return NULL;
}

struct set *set_open(
    const char *const *paths, unsigned count, const struct part_tables *tables, struct err *err)
{
	return open_set(new_set(tables), paths, count, err);
}

struct set *set_follow(const char *const *paths, unsigned count, int stop_fd,
    const struct part_tables *tables, struct err *err)
{
	struct set *set = new_set(tables);
	struct stat st;
	if (count == 1 && stat(paths[0], &st) == 0 && S_ISDIR(st.st_mode))
		set->folder = memory_text(paths[0]);
	set->tail = tail_new(stop_fd, has_next, set, err);
	if (set->tail == NULL) {
		set_free(set);
		return NULL;
	}
	set->room = FOLLOWED_MOST > count ? FOLLOWED_MOST : count;
	set->member = memory_zeroed(set->room, sizeof(*set->member));
	return open_set(set, paths, count, err);
}

void set_free(struct set *set)
{
	if (set == NULL)
		return;
	for (uint32_t i = 0; i < set->count; i++) {
		struct member *m = &set->member[i];
		readback_free(m->readback);
		if (m->again >= 0)
			close(m->again);
		part_close(&m->part);
		free(m->path);
	}
	places_free(set->places);
	tail_free(set->tail);
	free(set->folder);
	pthread_mutex_destroy(&set->lock);
	free(set->member);
	free(set->heap);
	free(set);
}

void set_stop(struct set *set)
{
	atomic_store(&set->stopping, true);
	pthread_mutex_lock(&set->lock);
	for (uint32_t i = 0; i < set->count; i++)
		if (set->member[i].part.unpack != NULL)
			unpack_stop(set->member[i].part.unpack);
	pthread_mutex_unlock(&set->lock);
}

/* Reading in order */

void set_on_idle(struct set *set, bool (*idle)(void *ctx), void *ctx)
{
	set->idle = idle;
	set->ctx = ctx;
	if (set->tail != NULL)
		tail_on_idle(set->tail, idle, ctx);
}

const char *set_why(const struct set *set)
{
	return set->why;
}

bool set_limited(const struct set *set)
{
	return set->limited;
}

bool set_nanoseconds(const struct set *set)
{
	return set->nanoseconds;
}

uint64_t set_bytes_total(const struct set *set)
{
	return set->bytes_total;
}

uint64_t set_bytes(const struct set *set)
{
	return set->bytes;
}

static bool earlier(const struct set *set, uint32_t a, uint32_t b)
{
	int64_t x = set->member[a].frame.time_ns, y = set->member[b].frame.time_ns;
	return x != y ? x < y : a < b;
}

static void swap(uint32_t *a, uint32_t *b)
{
	uint32_t other = *a;
	*a = *b;
	*b = other;
}

static void push(struct set *set, uint32_t number)
{
	uint32_t at = set->heaped++;
	set->heap[at] = number;
	for (; at > 0 && earlier(set, set->heap[at], set->heap[(at - 1) / 2]); at = (at - 1) / 2)
		swap(&set->heap[at], &set->heap[(at - 1) / 2]);
}

/* Moves the top to its place after its frame has changed. */
static void sink(struct set *set)
{
	for (uint32_t at = 0;;) {
		uint32_t least = at;
		for (uint32_t child = 2 * at + 1; child <= 2 * at + 2; child++)
			if (child < set->heaped && earlier(set, set->heap[child], set->heap[least]))
				least = child;
		if (least == at)
			return;
		swap(&set->heap[at], &set->heap[least]);
		at = least;
	}
}

static void count_bytes(struct set *set, struct member *m)
{
	uint64_t at =
	    m->part.unpack != NULL ? unpack_taken(m->part.unpack) : frames_at(m->part.frames);
	set->bytes += at - m->counted;
	m->counted = at;
}

/* Closes what reading back does not need. */
static void close_member(struct set *set, struct member *m)
{
	set->bytes += m->size > m->counted ? m->size - m->counted : 0;
	frames_free(m->part.frames);
	m->part.frames = NULL;
	input_free(&m->part.input);
	if (set->keeps && m->part.unpack == NULL)
		return;
	/* An unpacker that has failed or was stopped may still read. */
	if (m->part.unpack != NULL)
		unpack_join(m->part.unpack);
	close(m->part.fd);
	m->part.fd = -1;
}

static enum frames_result explain(
    struct set *set, const struct member *m, enum frames_result result)
{
	struct unpack *unpack = m->part.unpack;
	const char *name = printable_path(m->path).text;
	if (unpack != NULL && unpack_limited(unpack)) {
		set->limited = true;
		return FRAMES_STOPPED;
	}
	if (unpack != NULL && *unpack_why(unpack) != '\0')
		snprintf(set->why, sizeof(set->why), "%s is cut short after packet %u: %s", name,
		    m->frames, unpack_why(unpack));
	else
		snprintf(set->why, sizeof(set->why), "%s is %s after packet %u, byte %llu: %s",
		    name, result == FRAMES_CUT ? "cut short" : "not readable", m->frames,
		    (unsigned long long)frames_at(m->part.frames), frames_why(m->part.frames));
	return result;
}

/* Reads the member's next frame. Anything but FRAMES_ONE closes it. */
static enum frames_result read_member(struct set *set, struct member *m)
{
	enum frames_result result = frames_next(m->part.frames, &m->frame, &m->offset);
	if (result == FRAMES_ONE) {
		m->frames++;
		count_bytes(set, m);
		set->nanoseconds |= frames_nanoseconds(m->part.frames);
		return result;
	}
	if (set->tail != NULL && tail_truncated(set->tail)) {
		snprintf(set->why, sizeof(set->why),
		    "%s was cut to less than what was read of it, after packet %u; open it again",
		    printable_path(m->path).text, m->frames);
		result = FRAMES_CUT;
	} else if (result == FRAMES_CUT || result == FRAMES_DAMAGED) {
		result = explain(set, m, result);
	}
	close_member(set, m);
	return result;
}

/* Opens the members that begin before the earliest frame. */
static enum frames_result open_next(struct set *set)
{
	struct member *m = &set->member[set->next];
	struct err err;
	uint32_t number = set->next++;
	if (m->part.frames == NULL && !begin(set, m, &err)) {
		snprintf(set->why, sizeof(set->why), "%s", err.text);
		return FRAMES_DAMAGED;
	}
	if (m->part.unpack != NULL) {
		unpack_on_idle(m->part.unpack, set->idle, set->ctx);
		if (!unpack_start(m->part.unpack)) {
			cannot_open(m, errno, &err);
			snprintf(set->why, sizeof(set->why), "%s", err.text);
			return FRAMES_DAMAGED;
		}
	}
	enum frames_result result = read_member(set, m);
	if (result == FRAMES_ONE)
		push(set, number);
	return result == FRAMES_END ? FRAMES_ONE : result;
}

static uint64_t place(struct set *set, uint32_t number, uint64_t offset)
{
	struct member *m = &set->member[number];
	uint64_t block = offset >> PLACES_BLOCK_BITS;
	if (!m->placed || block != m->block) {
		m->placed = true;
		m->block = block;
		m->number = places_add_block(set->places, number, (uint32_t)block);
	}
	return m->number << PLACES_BLOCK_BITS | (offset & ((1U << PLACES_BLOCK_BITS) - 1));
}

/* Takes the frame that was handed out last from the heap's top. */
static enum frames_result go_on(struct set *set)
{
	struct member *m = &set->member[set->due - 1];
	assert(set->heap[0] == set->due - 1);
	set->due = 0;
	enum frames_result result = read_member(set, m);
	if (result != FRAMES_ONE)
		set->heap[0] = set->heap[--set->heaped];
	sink(set);
	return result == FRAMES_END ? FRAMES_ONE : result;
}

/* The newest file could not be read to its end: goes on with the next one that comes. */
static enum frames_result follow_next(struct set *set, struct frame *out, uint64_t *offset)
{
	if (tail_truncated(set->tail) || set->count == set->room)
		return FRAMES_END;
	return tail_wait(set->tail) ? set_next(set, out, offset) : FRAMES_STOPPED;
}

enum frames_result set_next(struct set *set, struct frame *out, uint64_t *offset)
{
	enum frames_result result = set->due != 0 ? go_on(set) : FRAMES_ONE;
	while (result == FRAMES_ONE && set->next < set->count &&
	       (set->heaped == 0 ||
	           set->member[set->next].first_ns <= set->member[set->heap[0]].frame.time_ns))
		result = open_next(set);
	if (result != FRAMES_ONE)
		return result;
	if (set->heaped == 0)
		return set->tail == NULL ? FRAMES_END : follow_next(set, out, offset);
	uint32_t number = set->heap[0];
	const struct member *m = &set->member[number];
	set->due = number + 1;
	*out = m->frame;
	*offset = place(set, number, m->offset);
	places_add_frame(set->places, ++set->frames, number, m->frames);
	return FRAMES_ONE;
}

/* Reading back */

/* Gives a member's readback a descriptor, and takes one from the member that got it first. */
static bool open_again(struct set *set, uint32_t number, struct err *err)
{
	struct member *m = &set->member[number];
	m->again = open_member(m);
	if (m->again < 0)
		return cannot_open(m, errno, err);
	uint32_t *slot = &set->opened[set->oldest++ % OPEN_MOST];
	struct member *old = *slot != 0 ? &set->member[*slot - 1] : NULL;
	if (old != NULL && old->again >= 0) {
		readback_free(old->readback);
		old->readback = NULL;
		close(old->again);
		old->again = -1;
	}
	*slot = number + 1;
	return true;
}

static struct readback *readback_of(struct set *set, uint32_t number, struct err *err)
{
	struct member *m = &set->member[number];
	if (m->readback != NULL)
		return m->readback;
	if (m->part.unpack != NULL) {
		m->readback = readback_new(unpack_read_again, m->part.unpack, &m->part.format);
		return m->readback;
	}
	if (!set->keeps && !open_again(set, number, err))
		return NULL;
	m->readback = readback_new_file(set->keeps ? m->part.fd : m->again, &m->part.format);
	return m->readback;
}

bool set_read_frame(struct set *set, uint64_t offset, struct frame *out, struct err *err)
{
	uint32_t number;
	uint64_t at = places_find_offset(set->places, offset, &number);
	struct readback *readback = readback_of(set, number, err);
	return readback != NULL && readback_frame(readback, at, out, err);
}

bool set_each_frame(struct set *set, uint64_t count,
    bool (*frame)(void *ctx, const struct frame *frame), void *ctx, struct err *err)
{
	uint64_t *at = memory_zeroed(set_files(set), sizeof(*at));
	struct places_run run, next;
	bool good = true;
	for (uint32_t n = 0; good && places_run(set->places, n, &run) && run.frame <= count; n++) {
		uint64_t left = count - run.frame + 1;
		if (places_run(set->places, n + 1, &next) && next.frame <= count)
			left = next.frame - run.frame;
		for (uint64_t i = 0; good && i < left; i++) {
			struct frame one;
			bool ended;
			struct readback *readback = readback_of(set, run.file, err);
			good = readback != NULL;
			if (good && at[run.file] == 0)
				at[run.file] = readback_first(readback);
			good = good && readback_next(
			                   readback, &at[run.file], UINT64_MAX, &one, &ended, err);
			one.place = run.frame + i;
			if (good && !frame(ctx, &one)) {
				free(at);
				return true;
			}
		}
	}
	free(at);
	return good;
}

const struct part *set_first(const struct set *set)
{
	return &set->member[0].part;
}

const char *set_path(const struct set *set, unsigned file)
{
	assert(file < set->count);
	return set->member[file].path;
}

unsigned set_files(struct set *set)
{
	pthread_mutex_lock(&set->lock);
	unsigned count = set->count;
	pthread_mutex_unlock(&set->lock);
	return count;
}

const char *set_file(struct set *set, uint32_t frame, uint32_t *file_frame)
{
	struct places_run run = places_find_frame(set->places, frame);
	*file_frame = run.file_frame + (frame - run.frame);
	return set->member[run.file].path;
}
