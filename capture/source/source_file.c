/* Opening files. */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/os/printable_path.h"
#include "capture/source/source_parts.h"
#include "core/base/array.h"
#include "core/base/memory.h"

static const struct advice {
	int error;
	const char *words;
} advice[] = {
	{ ENOENT, "no such file; check the name and the folder" },
	{ ENOTDIR, "a part of its folder's name is a file; check the name" },
	{ EACCES, "no permission to read it; ask its owner, or use sudo" },
	{ ENXIO, "it is a socket, or a device that does not exist; give a capture file" },
	{ EISDIR, "it is a folder; give a capture file in it" },
};

static bool cannot_open(const char *path, int error, struct err *err)
{
	const char *words = strerror(error);
	for (size_t i = 0; i < ARRAY_LEN(advice); i++)
		if (advice[i].error == error)
			words = advice[i].words;
	return err_set(err, "cannot open %s: %s", printable_path(path).text, words);
}

/* Reads the file for the interface that was asked for. */
static bool has_interface(const struct source *s, const char *path, struct err *err)
{
	char names[256];
	return probe_interface(s, names, sizeof(names)) ||
	       err_set(err, "%s has no interface %s; it has: %s", printable_path(path).text,
	           printable_path(s->only).text, names);
}

static bool open_regular(
    struct source *s, const char *path, int fd, const char *filter, struct err *err)
{
	struct part *part = &s->part;
	/* The descriptor stays open for reading frames back: the process may not be allowed to open
	 * the file later. */
	part->fd = fd;
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	input_init_file(&part->input, fd);
	const struct part_tables tables = source_tables(s);
	if (!part_open(part, &tables, path, path, err))
		return false;
	source_add_readback(s);
	return source_adopt(s, filter, err) && (s->only == NULL || has_interface(s, path, err));
}

/* Opens FILE of "FILE#INTERFACE" if there is no file of that name. Returns its descriptor, or -1
 * with errno; path becomes FILE. */
static int open_name(struct source *s, char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	char *hash = strrchr(path, '#');
	if (fd >= 0 || errno != ENOENT || hash == NULL || hash[1] == '\0')
		return fd;
	*hash = '\0';
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd >= 0)
		s->only = memory_text(hash + 1);
	else
		*hash = '#';
	return fd;
}

static bool open_path(struct source *s, char *path, const char *filter, struct err *err)
{
	struct stat st = { 0 };
	int fd = open_name(s, path);
	int error = fd < 0 || fstat(fd, &st) != 0 ? errno : 0;
	if (error == 0 && S_ISDIR(st.st_mode))
		error = EISDIR;
	if (error != 0) {
		if (fd >= 0)
			close(fd);
		return cannot_open(path, error, err);
	}
	/* A named pipe, or a shell's <(...), can be read only once. */
	if (!S_ISREG(st.st_mode)) {
		s->kind = SOURCE_STREAM;
		return source_from_descriptor(s, fd, true, filter, err);
	}
	s->bytes_total = (uint64_t)st.st_size;
	return open_regular(s, path, fd, filter, err);
}

/* "day1.pcap and 3 more" */
static void name_set(struct source *s)
{
	const char *first = set_path(s->set, 0);
	size_t size = strlen(first) + 32;
	free(s->name);
	s->name = memory_new(size);
	snprintf(s->name, size, "%s and %u more", first, set_files(s->set) - 1);
}

static enum source_failure open_set(const char *const *paths, unsigned count, const char *filter,
    bool follow, struct source *s, struct err *err)
{
	const struct part_tables tables = source_tables(s);
	s->set = follow ? set_follow(paths, count, s->stop_fd, &tables, err)
	                : set_open(paths, count, &tables, err);
	if (s->set == NULL || !source_adopt(s, filter, err))
		return SOURCE_FAILED;
	/* Of a file that grows nobody knows. */
	s->bytes_total = follow ? 0 : set_bytes_total(s->set);
	if (set_files(s->set) > 1)
		name_set(s);
	return SOURCE_OK;
}

static enum source_failure open_files(const char *const *paths, unsigned count, const char *filter,
    bool follow, uint8_t index, struct source **out, struct err *err)
{
	*out = NULL;
	struct source *s = source_new(SOURCE_FILE, paths[0], index, err);
	if (s == NULL)
		return SOURCE_FAILED;
	enum source_failure failure = open_set(paths, count, filter, follow, s, err);
	if (failure == SOURCE_OK)
		*out = s;
	else
		source_free(s);
	return failure;
}

enum source_failure source_open_files(const char *const *paths, unsigned count, const char *filter,
    uint8_t index, struct source **out, struct err *err)
{
	struct stat st;
	assert(count > 0);
	if (count == 1 && (stat(paths[0], &st) != 0 || !S_ISDIR(st.st_mode)))
		return source_open_file(paths[0], filter, index, out, err);
	return open_files(paths, count, filter, false, index, out, err);
}

enum source_failure source_follow_files(const char *const *paths, unsigned count,
    const char *filter, uint8_t index, struct source **out, struct err *err)
{
	assert(count > 0);
	return open_files(paths, count, filter, true, index, out, err);
}

enum source_failure source_open_file(
    const char *path, const char *filter, uint8_t index, struct source **out, struct err *err)
{
	*out = NULL;
	struct source *s = source_new(SOURCE_FILE, path, index, err);
	if (s == NULL)
		return SOURCE_FAILED;
	char *name = memory_text(path);
	bool opened = open_path(s, name, filter, err);
	free(name);
	if (opened)
		*out = s;
	else
		source_free(s);
	return opened ? SOURCE_OK : SOURCE_FAILED;
}
