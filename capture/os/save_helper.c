#include "capture/os/save_helper.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "capture/os/capability.h"
#include "capture/os/sandbox.h"
#include "capture/os/save_names.h"
#include "core/base/array.h"
#include "core/base/memory.h"

enum request_kind { REQUEST_CREATE, REQUEST_COMMIT, REQUEST_DISCARD, REQUEST_KINDS };

/* One packet each way per request. The answer carries the descriptor of a created file. */
struct request {
	enum request_kind kind;
	uint8_t replace; /* not bool: the other side may send any value */
	char path[PATH_MAX];
};

struct answer {
	bool done;
	bool exists;
	struct err err;
};

/* The number of exports in one run. */
#define ALLOWED_MAX 2

static char *allowed[ALLOWED_MAX];
static bool confined;

static int helper_fd = -1;
static pid_t helper_pid;

/* Space for one descriptor as ancillary data, aligned as the kernel requires. */
union rights {
	char bytes[CMSG_SPACE(sizeof(int))];
	struct cmsghdr align;
};

static bool send_answer(int sock, struct answer *answer, int fd)
{
	assert(answer->done || fd < 0);
	union rights rights = { { 0 } };
	struct iovec part = { .iov_base = answer, .iov_len = sizeof(*answer) };
	struct msghdr msg = { .msg_iov = &part, .msg_iovlen = 1 };
	if (fd >= 0) {
		msg.msg_control = rights.bytes;
		msg.msg_controllen = sizeof(rights.bytes);
		struct cmsghdr *head = CMSG_FIRSTHDR(&msg);
		head->cmsg_level = SOL_SOCKET;
		head->cmsg_type = SCM_RIGHTS;
		head->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(head), &fd, sizeof(int));
	}
	return sendmsg(sock, &msg, MSG_NOSIGNAL) == (ssize_t)sizeof(*answer);
}

void save_helper_allow(const char *path)
{
	size_t i = 0, size = strlen(path) + 1;
	while (i < ALLOWED_MAX - 1 && allowed[i] != NULL)
		i++;
	free(allowed[i]);
	allowed[i] = memcpy(memory_new(size), path, size);
}

static bool is_allowed(const char *path)
{
	for (size_t i = 0; i < ALLOWED_MAX; i++)
		if (allowed[i] != NULL && strcmp(allowed[i], path) == 0)
			return true;
	return false;
}

/* The requesting process may have been compromised by the data that it parses. With root's
 * privileges an arbitrary file name would give it root. */
static int create(struct save_names *names, const struct request *request, struct answer *answer)
{
	save_names_discard(names);
	save_names_captures_only(geteuid() == 0 && !is_allowed(request->path));
	int fd = save_names_create(
	    names, request->path, request->replace != 0, &answer->exists, &answer->err);
	answer->done = fd >= 0;
	return fd;
}

static int commit(struct save_names *names, const struct request *request, struct answer *answer)
{
	(void)request;
	answer->done = names->dir >= 0
	                   ? save_names_commit(names, &answer->err)
	                   : err_set(&answer->err, "there is no unfinished file to save");
	return -1;
}

static int discard(struct save_names *names, const struct request *request, struct answer *answer)
{
	(void)request;
	save_names_discard(names);
	answer->done = true;
	return -1;
}

static int (*const handlers[])(
    struct save_names *names, const struct request *request, struct answer *answer) = {
	[REQUEST_CREATE] = create,
	[REQUEST_COMMIT] = commit,
	[REQUEST_DISCARD] = discard,
};
static_assert(ARRAY_LEN(handlers) == REQUEST_KINDS, "every request has a handler");

/* Serves until the owner closes its end or dies. Removes an unfinished file then. */
static void serve(int sock)
{
	struct save_names names = { .dir = -1 };
	struct request request;
	while (recv(sock, &request, sizeof(request), 0) == (ssize_t)sizeof(request)) {
		struct answer answer = { .done = false };
		if (request.kind >= REQUEST_KINDS)
			break;
		request.path[sizeof(request.path) - 1] = '\0';
		int fd = handlers[request.kind](&names, &request, &answer);
		bool sent = send_answer(sock, &answer, fd);
		if (fd >= 0)
			close(fd);
		if (!sent)
			break;
	}
	save_names_discard(&names);
}

static unsigned long number_from(const char *variable)
{
	const char *text = getenv(variable);
	char *end;
	if (text == NULL || *text < '0' || *text > '9')
		return 0;
	unsigned long number = strtoul(text, &end, 10);
	return *end == '\0' && number < UINT_MAX ? number : 0;
}

/* Under sudo, files belong to the invoking user and may go only where that user may write. */
static bool become_invoker(void)
{
	uid_t uid = (uid_t)number_from("SUDO_UID");
	gid_t gid = (gid_t)number_from("SUDO_GID");
	if (geteuid() != 0 || uid == 0)
		return true;
	return setgroups(gid != 0, &gid) == 0 && setresgid(gid, gid, gid) == 0 &&
	       setresuid(uid, uid, uid) == 0;
}

/* Closes every descriptor except the socket: a pipe held open here would never end for its
 * reader. */
static bool keep_only(int sock)
{
	int null = open("/dev/null", O_RDWR);
	if (null < 0)
		return false;
	for (int fd = 0; fd < 3; fd++)
		if (dup2(null, fd) < 0)
			return false;
	return dup2(sock, 3) == 3 && close_range(4, ~0U, 0) == 0;
}

/* Restricts the helper as far as its work allows. */
static bool restrict_itself(struct err *err)
{
	static const int needed[] = { CAP_DAC_OVERRIDE, CAP_CHOWN, CAP_FOWNER };
	struct sandbox_rules rules = { .role = SANDBOX_FILES };
	bool kept = geteuid() == 0 ? capability_keep(needed, ARRAY_LEN(needed), err)
	                           : capability_drop_all(err);
	return kept && (!confined || sandbox_enter(&rules, err));
}

/* Runs in a new session: ^C and ^Z at the terminal are for the program, and a file may be in
 * progress then. */
static void run_helper(int sock)
{
	static const int ignored[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP };
	setsid();
	for (size_t i = 0; i < ARRAY_LEN(ignored); i++)
		signal(ignored[i], SIG_IGN);
	struct answer ready = { .done = false };
	if (!keep_only(sock))
		_exit(1);
	if (!become_invoker())
		err_set(&ready.err, "cannot become the user who called sudo");
	else
		ready.done = restrict_itself(&ready.err);
	if (send_answer(3, &ready, -1) && ready.done)
		serve(3);
	_exit(0);
}

static ssize_t receive(struct answer *answer, int *fd)
{
	union rights rights = { { 0 } };
	struct iovec part = { .iov_base = answer, .iov_len = sizeof(*answer) };
	struct msghdr msg = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = rights.bytes,
		.msg_controllen = sizeof(rights.bytes) };
	ssize_t got;
	do
		got = recvmsg(helper_fd, &msg, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	struct cmsghdr *head = CMSG_FIRSTHDR(&msg);
	if (got > 0 && head != NULL && head->cmsg_type == SCM_RIGHTS)
		memcpy(fd, CMSG_DATA(head), sizeof(int));
	return got;
}

/* Waits until the helper has restricted itself. */
static bool is_ready(struct err *err)
{
	struct answer answer = { .done = false };
	int fd = -1;
	if (receive(&answer, &fd) == (ssize_t)sizeof(answer) && answer.done)
		return true;
	struct err why = answer.err;
	save_helper_stop();
	return err_set(err, "cannot start the helper that saves files: %.400s", why.text);
}

void save_helper_confine(bool confine)
{
	confined = confine;
}

bool save_helper_start(struct err *err)
{
	assert(helper_fd < 0);
	int pair[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return err_set(
		    err, "cannot start the helper that saves files: %s", strerror(errno));
	pid_t pid = fork();
	if (pid == 0)
		run_helper(pair[1]);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return err_set(
		    err, "cannot start the helper that saves files: %s", strerror(errno));
	}
	helper_fd = pair[0];
	helper_pid = pid;
	return is_ready(err);
}

void save_helper_stop(void)
{
	if (helper_fd < 0)
		return;
	close(helper_fd);
	helper_fd = -1;
	while (waitpid(helper_pid, NULL, 0) < 0 && errno == EINTR)
		;
}

bool save_helper_running(void)
{
	return helper_fd >= 0;
}

static int ask(const struct request *request, struct answer *answer)
{
	assert(request->kind < REQUEST_KINDS);
	int fd = -1;
	if (send(helper_fd, request, sizeof(*request), MSG_NOSIGNAL) != (ssize_t)sizeof(*request) ||
	    receive(answer, &fd) != (ssize_t)sizeof(*answer)) {
		*answer = (struct answer){ .done = false };
		err_set(&answer->err,
		    "cannot save: the helper that makes files has ended; start tcpviz again");
	} else if (request->kind == REQUEST_CREATE && answer->done && fd < 0) {
		answer->done = false;
		err_set(&answer->err, "cannot save: no more files can be opened (ulimit -n)");
	}
	return fd;
}

int save_helper_create(const char *path, bool replace, bool *exists, struct err *err)
{
	struct request request = { .kind = REQUEST_CREATE, .replace = replace };
	struct answer answer;
	*exists = false;
	if (strlen(path) >= sizeof(request.path)) {
		save_names_error(path, ENAMETOOLONG, err);
		return -1;
	}
	memcpy(request.path, path, strlen(path) + 1);
	int fd = ask(&request, &answer);
	*exists = answer.exists;
	if (fd < 0 && err != NULL)
		*err = answer.err;
	return fd;
}

bool save_helper_commit(struct err *err)
{
	struct answer answer;
	ask(&(struct request){ .kind = REQUEST_COMMIT }, &answer);
	if (!answer.done && err != NULL)
		*err = answer.err;
	return answer.done;
}

void save_helper_discard(void)
{
	struct answer answer;
	ask(&(struct request){ .kind = REQUEST_DISCARD }, &answer);
}
