#include "capture/os/private_network.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/os/capability.h"
#include "capture/os/idmap.h"
#include "core/base/array.h"

/* System settings that forbid namespaces, each with the value that forbids them. */
static const struct {
	const char *path, *name;
	char forbids;
	const char *allow;
} settings[] = {
	{ "/proc/sys/kernel/unprivileged_userns_clone", "kernel.unprivileged_userns_clone", '0',
	    "1" },
	{ "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
	    "kernel.apparmor_restrict_unprivileged_userns", '1', "0" },
	{ "/proc/sys/user/max_user_namespaces", "user.max_user_namespaces", '0', "10000" },
	{ "/proc/sys/user/max_net_namespaces", "user.max_net_namespaces", '0', "10000" },
};

static bool forbids(const char *path, char value)
{
	char text[8] = "";
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return false;
	bool got = fgets(text, sizeof(text), file) != NULL;
	fclose(file);
	return got && text[0] == value && text[1] == '\n';
}

/* Sets err to the failed step and the system setting that is the likely cause. Returns false. */
static bool denied(const char *step, struct err *err)
{
	const char *why = strerror(errno);
	for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
		if (forbids(settings[i].path, settings[i].forbids))
			return err_set(err,
			    "cannot make a private network: %s: %s; %s=%c forbids it here (sudo "
			    "sysctl %s=%s allows it)",
			    step, why, settings[i].name, settings[i].forbids, settings[i].name,
			    settings[i].allow);
	}
	return err_set(err,
	    "cannot make a private network: %s: %s; this system or its container does not allow it",
	    step, why);
}

static bool loopback_up(void)
{
	struct ifreq lo = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	bool up = ioctl(fd, SIOCGIFFLAGS, &lo) == 0;
	lo.ifr_flags = (short)(lo.ifr_flags | IFF_UP);
	up = up && ioctl(fd, SIOCSIFFLAGS, &lo) == 0;
	int error = errno;
	close(fd);
	errno = error;
	return up;
}

/* Returns true if a network namespace can be made and used without a user namespace. */
static bool has_rights(void)
{
	return capability_has(CAP_SYS_ADMIN) && capability_has(CAP_NET_ADMIN) &&
	       capability_has(CAP_NET_RAW);
}

static bool enter_with_user(struct err *err)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0)
		return denied("user and network namespace", err);
	/* A process that changed its user owns its files in /proc only while it is dumpable. */
	int dumpable = prctl(PR_GET_DUMPABLE);
	prctl(PR_SET_DUMPABLE, 1UL);
	bool mapped = idmap_same(uid, gid);
	int error = errno;
	prctl(PR_SET_DUMPABLE, dumpable == 1 ? 1UL : 0UL);
	errno = error;
	return mapped || denied("user map of the namespace", err);
}

static bool enter(struct err *err)
{
	if (has_rights()) {
		if (unshare(CLONE_NEWNET) != 0)
			return denied("network namespace", err);
	} else if (!enter_with_user(err)) {
		return false;
	}
	return loopback_up() || denied("loopback interface", err);
}

/* Enters the namespaces in a child process. Sends the error message, or nothing, and exits. */
static void enter_and_exit(int fd)
{
	struct err err;
	memset(&err, 0, sizeof(err));
	bool entered = enter(&err);
	ssize_t n = entered ? 0 : write(fd, &err, sizeof(err));
	_exit(entered && n == 0 ? EXIT_SUCCESS : EXIT_FAILURE);
}

static bool read_verdict(int fd, pid_t child, struct err *err)
{
	struct err why;
	int status = 0;
	ssize_t n = read(fd, &why, sizeof(why));
	if (waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	if (n == (ssize_t)sizeof(why))
		return err_set(err, "%s", why.text);
	return err_set(err,
	    "cannot make a private network: the process that tried it died; this system or its "
	    "container does not allow it");
}

/* A process cannot leave a user namespace again, so a child tries every step first. */
static bool try_in_child(struct err *err)
{
	int pipe_fd[2];
	if (pipe2(pipe_fd, O_CLOEXEC) != 0)
		return denied("pipe", err);
	pid_t child = fork();
	if (child == 0)
		enter_and_exit(pipe_fd[1]);
	int error = errno;
	close(pipe_fd[1]);
	errno = error;
	bool good = child < 0 ? denied("fork", err) : read_verdict(pipe_fd[0], child, err);
	close(pipe_fd[0]);
	return good;
}

bool private_network_enter(struct err *err)
{
	return try_in_child(err) && enter(err);
}
