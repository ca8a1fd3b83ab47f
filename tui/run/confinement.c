#include "tui/run/confinement.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/os/sandbox.h"
#include "tui/run/run.h"

/* What the child tells when its run is open. */
struct opened {
	bool open;
	struct sandbox_state state;
	struct err err;
};

/* Facts of a thread from /proc/PID/task/TID/status. */
struct facts {
	char name[32];
	char user[48];
	char capabilities[24]; /* hexadecimal */
	int parent, new_privileges, seccomp;
};

static _Noreturn void open_and_wait(const struct options *options, int answer, int end)
{
	struct run run;
	struct opened opened = { .open = false };
	char byte;
	opened.open = run_open(&run, options, &opened.err);
	opened.state = sandbox_state();
	bool told = write(answer, &opened, sizeof(opened)) == (ssize_t)sizeof(opened);
	/* The parent closes its end when it has looked. */
	while (told && opened.open && read(end, &byte, 1) < 0 && errno == EINTR)
		;
	if (opened.open)
		run_close(&run);
	_exit(0);
}

static void take_user(struct facts *facts, const char *value)
{
	uid_t uid = (uid_t)strtoul(value, NULL, 10);
	const struct passwd *user = getpwuid(uid);
	if (user != NULL)
		snprintf(facts->user, sizeof(facts->user), "%.32s", user->pw_name);
	else
		snprintf(facts->user, sizeof(facts->user), "%u", uid);
}

/* A column of its own: no blanks. */
static void take_name(struct facts *facts, const char *value)
{
	snprintf(facts->name, sizeof(facts->name), "%.31s", value);
	for (char *at = facts->name; (at = strchr(at, ' ')) != NULL;)
		*at = '-';
}

static void take_line(struct facts *facts, char *line)
{
	char *value = strchr(line, ':');
	if (value == NULL)
		return;
	*value++ = '\0';
	value += strspn(value, " \t");
	value[strcspn(value, "\n")] = '\0';
	if (strcmp(line, "Name") == 0)
		take_name(facts, value);
	else if (strcmp(line, "Uid") == 0)
		take_user(facts, value);
	else if (strcmp(line, "CapPrm") == 0)
		snprintf(facts->capabilities, sizeof(facts->capabilities), "%.23s", value);
	else if (strcmp(line, "PPid") == 0)
		facts->parent = atoi(value);
	else if (strcmp(line, "NoNewPrivs") == 0)
		facts->new_privileges = atoi(value) == 0;
	else if (strcmp(line, "Seccomp") == 0)
		facts->seccomp = atoi(value);
}

static bool read_facts(const char *path, struct facts *facts)
{
	char line[256];
	FILE *file = fopen(path, "re");
	*facts = (struct facts){ .new_privileges = 1 };
	if (file == NULL)
		return false;
	while (fgets(line, sizeof(line), file) != NULL)
		take_line(facts, line);
	fclose(file);
	return true;
}

/* Names the namespaces of a process that are not those of this one. */
static void own_namespaces(pid_t pid, char *out, size_t size)
{
	static const char *const kinds[] = { "user", "net", "mnt", "pid" };
	char path[64], theirs[64], ours[64];
	out[0] = '\0';
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, kinds[i]);
		ssize_t a = readlink(path, theirs, sizeof(theirs) - 1);
		snprintf(path, sizeof(path), "/proc/self/ns/%s", kinds[i]);
		ssize_t b = readlink(path, ours, sizeof(ours) - 1);
		if (a > 0 && b > 0 && (a != b || memcmp(theirs, ours, (size_t)a) != 0))
			snprintf(out + strlen(out), size - strlen(out), "%s%s",
			    out[0] == '\0' ? "" : ",", kinds[i]);
	}
	if (out[0] == '\0')
		snprintf(out, size, "-");
}

static void print_thread(
    const char *process, const struct facts *f, int landlock, const char *namespaces, FILE *out)
{
	static const char *const modes[] = { "no", "strict", "filter" };
	bool none = strspn(f->capabilities, "0") == strlen(f->capabilities);
	char wall[16] = "no";
	if (landlock > 0)
		snprintf(wall, sizeof(wall), "v%d", landlock);
	fprintf(out, "%-8s %-16s %-12s %-16s %-14s %-8s %-8s %s\n", process, f->name, f->user,
	    none ? "none" : f->capabilities, f->new_privileges ? "yes" : "no",
	    f->seccomp >= 0 && f->seccomp < 3 ? modes[f->seccomp] : "?", wall, namespaces);
}

static void print_process(const char *process, pid_t pid, int landlock, FILE *out)
{
	char folder[64], path[PATH_MAX], namespaces[64];
	struct facts facts;
	snprintf(folder, sizeof(folder), "/proc/%d/task", pid);
	DIR *dir = opendir(folder);
	if (dir == NULL)
		return;
	own_namespaces(pid, namespaces, sizeof(namespaces));
	for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		snprintf(path, sizeof(path), "%s/%.20s/status", folder, entry->d_name);
		if (isdigit((unsigned char)entry->d_name[0]) && read_facts(path, &facts))
			print_thread(process, &facts, landlock, namespaces, out);
	}
	closedir(dir);
}

static void print_all(pid_t child, const struct sandbox_state *state, FILE *out)
{
	char path[64];
	struct facts facts;
	fprintf(out, "%-8s %-16s %-12s %-16s %-14s %-8s %-8s %s\n", "PROCESS", "THREAD", "USER",
	    "CAPABILITIES", "NEW PRIVILEGES", "SECCOMP", "LANDLOCK", "OWN NAMESPACES");
	print_process("main", child, state->landlock, out);
	DIR *dir = opendir("/proc");
	if (dir == NULL)
		return;
	for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		pid_t pid = (pid_t)atoi(entry->d_name);
		snprintf(path, sizeof(path), "/proc/%d/status", pid);
		if (pid > 0 && read_facts(path, &facts) && facts.parent == child)
			print_process("files", pid, 0, out);
	}
	closedir(dir);
}

bool confinement_print(const struct options *options, FILE *out, struct err *err)
{
	int answer[2], end[2];
	if (pipe(answer) != 0 || pipe(end) != 0)
		return err_set(err, "cannot open a pipe: %s", strerror(errno));
	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		close(answer[0]);
		close(end[1]);
		open_and_wait(options, answer[1], end[0]);
	}
	close(answer[1]);
	close(end[0]);
	struct opened opened = { .open = false };
	bool told =
	    child > 0 && read(answer[0], &opened, sizeof(opened)) == (ssize_t)sizeof(opened);
	if (told && opened.open)
		print_all(child, &opened.state, out);
	close(answer[0]);
	close(end[1]);
	while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
		;
	if (!told)
		return err_set(err, "the process to look at has ended");
	if (!opened.open)
		*err = opened.err;
	return opened.open;
}
