/* Runs tests that change the process in a child, which reports failures through a pipe. */
#pragma once

#include <check.h>
#include <errno.h>
#include <grp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHILD_NOBODY 65534

struct child {
	int fd;          /* write end of the pipe for the child's failure message */
	const char *dir; /* a folder of the test's own that every user may write to */
};

/* In the child: exits as failed, with the reason. */
__attribute__((format(printf, 2, 3), noreturn)) static inline void child_fail(
    const struct child *child, const char *format, ...)
{
	char why[1024];
	va_list args;
	va_start(args, format);
	int len = vsnprintf(why, sizeof(why), format, args);
	va_end(args);
	size_t send = len < 0 ? 0 : (size_t)len < sizeof(why) ? (size_t)len : sizeof(why) - 1;
	_exit(write(child->fd, why, send) < 0 ? 3 : 2);
}

#define child_check(child, what)                                                                   \
	((what) ? (void)0 : child_fail(child, "%s:%d: %s", __FILE__, __LINE__, #what))

/* In the child: root becomes an ordinary user; other users stay the same. */
static inline void child_become_ordinary(const struct child *child)
{
	if (getuid() != 0)
		return;
	child_check(child, setgroups(0, NULL) == 0);
	child_check(child, setresgid(CHILD_NOBODY, CHILD_NOBODY, CHILD_NOBODY) == 0);
	child_check(child, setresuid(CHILD_NOBODY, CHILD_NOBODY, CHILD_NOBODY) == 0);
}

/* Runs `body` in a child; it must return. */
static inline void child_run(void (*body)(const struct child *child), const char *dir)
{
	int fd[2];
	ck_assert_int_eq(pipe(fd), 0);
	pid_t pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		body(&(struct child){ .fd = fd[1], .dir = dir });
		_exit(0);
	}
	close(fd[1]);
	char why[1024] = "";
	ssize_t n;
	size_t used = 0;
	while (used < sizeof(why) - 1 && (n = read(fd[0], why + used, sizeof(why) - 1 - used)) > 0)
		used += (size_t)n;
	close(fd[0]);
	int status;
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s (status %#x)", why,
	    (unsigned)status);
}

/* In the child: reads a field of /proc/self/status without its name and newline. */
static inline void child_status(
    const struct child *child, const char *field, char *out, size_t size)
{
	char line[512];
	FILE *file = fopen("/proc/self/status", "re");
	child_check(child, file != NULL);
	size_t len = strlen(field);
	while (fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, field, len) != 0 || line[len] != ':')
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(out, size, "%s", line + len + 1 + strspn(line + len + 1, " \t"));
		fclose(file);
		return;
	}
	child_fail(child, "no %s in /proc/self/status", field);
}
