#include "measure.h"

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ARGUMENTS_MAX 16

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* Does not return. said: target of standard error. */
static void become(const char *const argv[], int said)
{
	int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
	dup2(nowhere, STDIN_FILENO);
	dup2(nowhere, STDOUT_FILENO);
	dup2(said >= 0 ? said : nowhere, STDERR_FILENO);
	execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static pid_t start(const char *const argv[], int said)
{
	pid_t child = fork();
	if (child < 0)
		err(1, "fork");
	if (child == 0)
		become(argv, said);
	return child;
}

/* Reads a number from a file in /proc of a process that has ended and is not yet waited for. */
static uint64_t bytes_read(pid_t child)
{
	char path[64];
	unsigned long long bytes = 0;
	snprintf(path, sizeof(path), "/proc/%d/io", child);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		return 0;
	if (fscanf(file, "rchar: %llu", &bytes) != 1)
		bytes = 0;
	fclose(file);
	return bytes;
}

struct cost measure(const char *const argv[])
{
	siginfo_t ended;
	struct rusage used;
	int status;
	double begin = now();
	pid_t child = start(argv, -1);
	if (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT) != 0)
		err(1, "waitid");
	double wall_s = now() - begin;
	uint64_t read = bytes_read(child);
	if (wait4(child, &status, 0, &used) != child)
		err(1, "wait4");
	return (struct cost){ .ran = WIFEXITED(status) && WEXITSTATUS(status) == 0,
		.wall_s = wall_s,
		.cpu_s = seconds(used.ru_utime) + seconds(used.ru_stime),
		.peak_bytes = (uint64_t)used.ru_maxrss * 1024,
		.read_bytes = read };
}

struct cost measure_best(struct cost a, struct cost b)
{
	if (!a.ran || !b.ran)
		return a.ran ? a : b;
	struct cost best = a;
	if (b.wall_s < best.wall_s)
		best.wall_s = b.wall_s;
	if (b.cpu_s < best.cpu_s)
		best.cpu_s = b.cpu_s;
	if (b.peak_bytes < best.peak_bytes)
		best.peak_bytes = b.peak_bytes;
	return best;
}

uint64_t measure_instructions(const char *const argv[])
{
	const char *all[ARGUMENTS_MAX + 4] = { "valgrind", "--tool=callgrind",
		"--callgrind-out-file=/dev/null" };
	unsigned used = 3;
	int said[2], status;
	for (unsigned i = 0; argv[i] != NULL && i < ARGUMENTS_MAX; i++)
		all[used++] = argv[i];
	if (pipe2(said, O_CLOEXEC) != 0)
		err(1, "pipe");
	pid_t child = start(all, said[1]);
	close(said[1]);
	FILE *text = fdopen(said[0], "r");
	char line[512];
	unsigned long long instructions = 0;
	while (text != NULL && fgets(line, sizeof(line), text) != NULL) {
		const char *found = strstr(line, "Collected : ");
		unsigned long long count =
		    found != NULL ? strtoull(found + strlen("Collected : "), NULL, 10) : 0;
		/* A helper process reports its own, smaller number. */
		instructions = count > instructions ? count : instructions;
	}
	if (text != NULL)
		fclose(text);
	waitpid(child, &status, 0);
	return status == 0 ? instructions : 0;
}
