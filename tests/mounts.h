/* Mounts of a test's own: full disks, and file systems that lack something, where any user
 * may have them. */
#pragma once

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/os/idmap.h"

/* Enters a mount namespace of the process's own. False where that is not allowed. */
static inline bool enter_mounts(void)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	if (uid == 0 ? unshare(CLONE_NEWNS) != 0
	             : unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !idmap_same(uid, gid))
		return false;
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

static inline bool can_mount(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(enter_mounts() && mount("none", "/tmp", "tmpfs", 0, NULL) == 0 ? 0 : 1);
	int status = 1;
	waitpid(pid, &status, 0);
	return status == 0;
}
