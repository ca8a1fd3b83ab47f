#include "tui/run/lab_rerun.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/array.h"
#include "core/base/memory.h"

#define WISH_BYTES 32768 /* less than a pipe's capacity */

static volatile sig_atomic_t child;

/* A signal to one of the two processes is meant for both; the receiver passes it on. */
static void pass_on(int number)
{
	if (child > 0)
		kill(child, number);
}

static void listen_for_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGQUIT, SIGHUP };
	struct sigaction action = { .sa_handler = pass_on, .sa_flags = SA_RESTART };
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		sigaction(numbers[i], &action, NULL);
}

static void forget_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGQUIT, SIGHUP };
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		signal(numbers[i], SIG_DFL);
}

/* Waits until the run has ended; stops and continues with it, as the shell expects of its child. */
static int wait_for_end(pid_t pid)
{
	int status = 0;
	for (;;) {
		pid_t got = waitpid(pid, &status, WUNTRACED);
		if (got < 0 && errno != EINTR)
			return 1 << 8;
		if (got == pid && !WIFSTOPPED(status))
			return status;
		if (got != pid)
			continue;
		raise(SIGSTOP);
		kill(pid, SIGCONT);
	}
}

/* Runs once. Returns the wait status. */
static int run_one(const struct options *options,
    int (*show)(const struct options *options, int again_fd), int pipe_fd[2])
{
	fflush(NULL);
	pid_t pid = fork();
	if (pid < 0) {
		fprintf(stderr, "tcpviz: cannot start a process for the lab: %s; raise ulimit -u\n",
		    strerror(errno));
		return 1 << 8;
	}
	if (pid == 0) {
		forget_signals();
		close(pipe_fd[0]);
		exit(show(options, pipe_fd[1]));
	}
	child = pid;
	int status = wait_for_end(pid);
	child = 0;
	return status;
}

static void take_wish(struct options *o, char *text)
{
	char *rest = NULL, *line = strtok_r(text, "\n", &rest);
	o->seed = strtoull(line, NULL, 10);
	o->seeded = true;
	while (o->changes > 0)
		free(o->change[--o->changes]);
	while ((line = strtok_r(NULL, "\n", &rest)) != NULL && o->changes < LAB_CHANGES_MAX) {
		size_t size = strlen(line) + 1;
		o->change[o->changes++] = memcpy(memory_new(size), line, size);
	}
}

/* Returns true, with the options set, if another run was asked for. */
static bool read_wish(struct options *o, int fd)
{
	char text[WISH_BYTES + 1];
	ssize_t len = read(fd, text, WISH_BYTES);
	if (len <= 0)
		return false;
	text[len] = '\0';
	take_wish(o, text);
	return true;
}

static int end_as(int status)
{
	if (!WIFSIGNALED(status))
		return WEXITSTATUS(status);
	signal(WTERMSIG(status), SIG_DFL);
	raise(WTERMSIG(status));
	return EXIT_FAILURE;
}

int lab_rerun_run(struct options *options, int (*show)(const struct options *options, int again_fd))
{
	int pipe_fd[2], status = 0;
	/* Does not block: the run has ended, its request is in the pipe. */
	if (pipe2(pipe_fd, O_CLOEXEC | O_NONBLOCK) != 0)
		return show(options, -1);
	listen_for_signals();
	do {
		status = run_one(options, show, pipe_fd);
	} while (status == 0 && read_wish(options, pipe_fd[0]));
	close(pipe_fd[0]);
	close(pipe_fd[1]);
	return end_as(status);
}

void lab_rerun_end_with_parent(void)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
}

bool lab_rerun_ask(
    int again_fd, uint64_t seed, const char *const *changes, size_t count, struct err *err)
{
	char text[WISH_BYTES];
	int used = snprintf(text, sizeof(text), "%" PRIu64 "\n", seed);
	for (size_t i = 0; i < count && (size_t)used < sizeof(text); i++)
		used += snprintf(text + used, sizeof(text) - (size_t)used, "%.200s\n", changes[i]);
	bool left = (size_t)used < sizeof(text) && write(again_fd, text, (size_t)used) == used;
	return left || err_set(err, "cannot run the scenario again: %s", strerror(errno));
}
