#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "capture/os/sandbox_parts.h"
#include "core/base/array.h"

/* Rights that came after the first version; older headers lack the names. */
#define RIGHTS_V1 ((UINT64_C(1) << 13) - 1)
#define RIGHT_REFER (UINT64_C(1) << 13)     /* version 2 */
#define RIGHT_TRUNCATE (UINT64_C(1) << 14)  /* version 3 */
#define RIGHT_IOCTL_DEV (UINT64_C(1) << 15) /* version 5 */

#define READ_FILE LANDLOCK_ACCESS_FS_READ_FILE
#define READ_BOTH (READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)

/* What the C library and curses read when they like: terminal descriptions, locales, converters,
 * time zones, names of users and services. */
static const char *const system_paths[] = {
	"/etc", "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share", "/proc/self", "/dev/null",
	"/dev/tty", "/sys/devices/system/cpu",
#ifdef SANITIZED
	"/proc", /* the leak checker looks at its own threads from outside */
#endif
};

static long create_ruleset(const struct landlock_ruleset_attr *attr, size_t size, unsigned flags)
{
	return syscall(SYS_landlock_create_ruleset, attr, size, flags);
}

static uint64_t handled_rights(int version)
{
	return RIGHTS_V1 | (version >= 2 ? RIGHT_REFER : 0) | (version >= 3 ? RIGHT_TRUNCATE : 0) |
	       (version >= 5 ? RIGHT_IOCTL_DEV : 0);
}

/* A path that does not exist needs no rule. */
static bool allow_below(int ruleset, const char *path, uint64_t rights)
{
	struct stat st;
	int fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return true;
	if (fstat(fd, &st) != 0 || !S_ISDIR(st.st_mode))
		rights &= ~(uint64_t)LANDLOCK_ACCESS_FS_READ_DIR;
	struct landlock_path_beneath_attr rule = { .allowed_access = rights, .parent_fd = fd };
	/* A pipe of the shell, as of <(...), lies in no folder: it needs no rule, for it is
	 * open. */
	bool added =
	    syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0 ||
	    errno == EBADFD;
	int error = errno;
	close(fd);
	errno = error;
	return added;
}

static bool add_rules(int ruleset, const struct sandbox_rules *rules, uint64_t handled)
{
	bool added = true;
	for (size_t i = 0; i < ARRAY_LEN(system_paths); i++)
		added = added && allow_below(ruleset, system_paths[i], READ_BOTH);
	for (size_t i = 0; i < rules->readables; i++)
		added = added && allow_below(ruleset, rules->readable[i], READ_BOTH);
	/* The size of the terminal is asked of it. */
	return added && allow_below(ruleset, "/dev/tty", (READ_FILE | RIGHT_IOCTL_DEV) & handled);
}

int sandbox_restrict_files(const struct sandbox_rules *rules, struct err *err)
{
	/* The helper goes wherever the user may; the rights of that user are its wall. */
	if (rules->role & SANDBOX_FILES)
		return 0;
	int version = (int)create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	if (version < 1)
		return 0;
	struct landlock_ruleset_attr attr = { .handled_access_fs = handled_rights(version) };
	int ruleset = (int)create_ruleset(&attr, sizeof(attr), 0);
	bool done = ruleset >= 0 && add_rules(ruleset, rules, attr.handled_access_fs) &&
	            syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	int error = errno;
	if (ruleset >= 0)
		close(ruleset);
	if (done)
		return version;
	err_set(err, "cannot restrict the files that packets could reach (Landlock): %s",
	    strerror(error));
	return -1;
}
