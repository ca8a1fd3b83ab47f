#include "capture/os/save_names.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "capture/os/printable_path.h"
#include "core/base/array.h"

/* A reason that is not an errno. */
#define NO_CAPTURE_NAME (-1)

static bool captures_only;

static const struct advice {
	int error;
	const char *words;
} advice[] = {
	{ ENOENT, "its folder does not exist; create it or choose another" },
	{ ENOTDIR, "a part of its folder's name is a file; choose another folder" },
	{ EACCES, "no permission to write in that folder; choose another" },
	{ EPERM, "no permission to write in that folder; choose another" },
	{ EROFS, "the file system is read-only; choose another folder" },
	{ ENOSPC, "the disk is full; free some space or choose another folder" },
	{ EDQUOT, "your disk quota is used up; free some space or choose another folder" },
	{ EFBIG, "files may not grow that large here; choose another folder or raise ulimit -f" },
	{ EISDIR, "it is a folder; give a file name" },
	{ EEXIST, "it already exists; choose another name or replace it" },
	{ ENXIO, "it is not a regular file; choose another name" },
	{ NO_CAPTURE_NAME,
	    "started by root, tcpviz only saves files whose names end in .pcap, .pcapng, .cap, "
	    ".bin or .bytes, and new ones in .txt; choose such a name, or give the file with "
	    "--export" },
	{ ENAMETOOLONG, "the name is too long; choose a shorter one" },
};

void save_names_captures_only(bool only)
{
	captures_only = only;
}

bool save_names_error(const char *path, int error, struct err *err)
{
	for (size_t i = 0; i < ARRAY_LEN(advice); i++)
		if (advice[i].error == error)
			return err_set(
			    err, "cannot save %s: %s", printable_path(path).text, advice[i].words);
	return err_set(err, "cannot save %s: %s; choose another name", printable_path(path).text,
	    strerror(error));
}

static bool take_name(struct save_names *names, const char *path)
{
	if (strlen(path) >= sizeof(names->target))
		return false;
	memcpy(names->target, path, strlen(path) + 1);
	return true;
}

static const char *base_name(const struct save_names *names)
{
	return names->target + names->base;
}

static int open_folder(struct save_names *names)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(names->target, '/');
	names->base = slash == NULL ? 0 : (size_t)(slash - names->target) + 1;
	assert(names->base < sizeof(folder));
	memcpy(folder, names->target, names->base);
	folder[names->base] = '\0';
	return open(names->base == 0 ? "." : folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static bool ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name), tail = strlen(ending);
	return len > tail && strcmp(name + len - tail, ending) == 0;
}

/* Some systems start by a .txt, which is there already: a new one does no harm. */
static bool is_capture_name(const char *name, bool exists)
{
	static const char *const endings[] = { ".pcap", ".pcapng", ".cap", ".bin", ".bytes" };
	bool known = !exists && ends_in(name, ".txt");
	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		known = known || ends_in(name, endings[i]);
	return known && name[0] != '.';
}

/* Returns 0 if a file may get this name, else an errno. Devices and the like are never replaced:
 * the process may be root, and a rename over /dev/null would last. */
static int check_target(const struct save_names *names)
{
	struct stat st;
	if (*base_name(names) == '\0')
		return EISDIR;
	bool exists = fstatat(names->dir, base_name(names), &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (!exists && errno != ENOENT)
		return errno;
	bool allowed = !captures_only || is_capture_name(base_name(names), exists);
	int named = allowed ? 0 : NO_CAPTURE_NAME;
	if (!exists)
		return named;
	if (S_ISDIR(st.st_mode))
		return EISDIR;
	if (!S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode))
		return ENXIO;
	return names->replace ? named : EEXIST;
}

static int create_temp(struct save_names *names)
{
	assert(names->dir >= 0);
	for (unsigned attempt = 0; attempt < 100; attempt++) {
		uint64_t random = 0;
		ssize_t got = getrandom(&random, sizeof(random), 0);
		(void)got; /* uniqueness is enough; randomness is not needed */
		snprintf(names->temp, sizeof(names->temp), ".tcpviz-%012llx",
		    (unsigned long long)(random & 0xffffffffffff));
		int fd = openat(names->dir, names->temp,
		    O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* Keeps the mode and, if permitted, the owner of the file that is replaced: it may be private. */
static void keep_access(const struct save_names *names, int fd)
{
	struct stat st;
	if (fstatat(names->dir, base_name(names), &st, AT_SYMLINK_NOFOLLOW) != 0 ||
	    !S_ISREG(st.st_mode))
		return;
	if (fchown(fd, st.st_uid, st.st_gid) == 0 || st.st_uid == geteuid())
		fchmod(fd, st.st_mode & 0777);
}

static bool refuse(struct save_names *names, int error, struct err *err)
{
	if (names->dir >= 0)
		close(names->dir);
	names->dir = -1;
	return save_names_error(names->target, error, err);
}

/* The owner of a link chooses what it points to, so the message names that user. */
static void say_exists(const char *path, struct err *err)
{
	struct stat st;
	struct printable_path name = printable_path(path);
	const struct passwd *owner = NULL;
	if (lstat(path, &st) != 0 || !S_ISLNK(st.st_mode)) {
		err_set(err, "%s exists", name.text);
		return;
	}
	owner = getpwuid(st.st_uid);
	if (owner != NULL)
		err_set(err, "%s exists, a symbolic link of %.32s", name.text, owner->pw_name);
	else
		err_set(err, "%s exists, a symbolic link of user %u", name.text, st.st_uid);
}

int save_names_create(
    struct save_names *names, const char *path, bool replace, bool *exists, struct err *err)
{
	*names = (struct save_names){ .dir = -1, .replace = replace };
	*exists = false;
	if (!take_name(names, path)) {
		save_names_error(path, ENAMETOOLONG, err);
		return -1;
	}
	names->dir = open_folder(names);
	int error = names->dir < 0 ? errno : check_target(names);
	int fd = -1;
	if (error == 0) {
		fd = create_temp(names);
		error = fd < 0 ? errno : 0;
	}
	if (error == 0 && replace)
		keep_access(names, fd);
	if (error != 0)
		refuse(names, error, err);
	*exists = error == EEXIST;
	if (*exists)
		say_exists(path, err);
	return fd;
}

/* Returns 0 or an errno. Not every file system supports RENAME_NOREPLACE; a hard link does not
 * overwrite either. */
static int move(const struct save_names *names)
{
	if (names->replace)
		return renameat(names->dir, names->temp, names->dir, base_name(names)) == 0 ? 0
		                                                                            : errno;
	if (renameat2(names->dir, names->temp, names->dir, base_name(names), RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return errno;
	if (linkat(names->dir, names->temp, names->dir, base_name(names), 0) != 0)
		return errno;
	unlinkat(names->dir, names->temp, 0);
	return 0;
}

bool save_names_commit(struct save_names *names, struct err *err)
{
	assert(names->dir >= 0 && names->temp[0] != '\0');
	int error = check_target(names);
	if (error == 0)
		error = move(names);
	if (error != 0) {
		unlinkat(names->dir, names->temp, 0);
		return refuse(names, error, err);
	}
	close(names->dir);
	names->dir = -1;
	return true;
}

void save_names_discard(struct save_names *names)
{
	if (names->dir < 0)
		return;
	unlinkat(names->dir, names->temp, 0);
	close(names->dir);
	names->dir = -1;
}
