#include "capture/os/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/capture/folder.h"
#include "tests/suite.h"

static struct folder folder;
static char named[PATH_MAX], other[PATH_MAX];
static int muted[2], free_pair[2];

static void setup(void)
{
	folder = folder_new();
	snprintf(named, sizeof(named), "%s", folder_at(&folder, "named.pcap"));
	snprintf(other, sizeof(other), "%s", folder_at(&folder, "other.pcap"));
	file_write(named, "named", 5);
	file_write(other, "other", 5);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_DGRAM, 0, free_pair), 0);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_DGRAM, 0, muted), 0);
}

static void teardown(void)
{
	for (unsigned i = 0; i < 2; i++) {
		close(muted[i]);
		close(free_pair[i]);
	}
	folder_remove(&folder);
}

/* Runs the attempt in a confined process. Returns its wait status. */
static int confined(enum sandbox_role role, int (*attempt)(void))
{
	const char *readable[] = { named };
	struct sandbox_rules rules = {
		.role = role, .mute = muted, .mutes = 2, .readable = readable, .readables = 1
	};
	fflush(NULL);
	pid_t pid = fork();
	if (pid == 0) {
		struct err err;
		signal(SIGSYS, SIG_DFL);
		_exit(sandbox_enter(&rules, &err) ? attempt() : 99);
	}
	int status;
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return status;
}

static void expect_exit(enum sandbox_role role, int (*attempt)(void), int code)
{
	int status = confined(role, attempt);
	ck_assert_msg(WIFEXITED(status), "killed by signal %d", WTERMSIG(status));
	ck_assert_int_eq(WEXITSTATUS(status), code);
}

static void expect_death(int (*attempt)(void))
{
	int status = confined(SANDBOX_READER | SANDBOX_PEER, attempt);
	ck_assert_msg(WIFSIGNALED(status), "exit status %d", WEXITSTATUS(status));
	ck_assert_int_eq(WTERMSIG(status), SIGSYS);
}

static int read_named(void)
{
	char text[6] = "";
	int fd = open(named, O_RDONLY);
	return fd >= 0 && read(fd, text, 5) == 5 && strcmp(text, "named") == 0 ? 0 : errno;
}

static int read_other(void)
{
	return open(other, O_RDONLY) >= 0 ? 0 : errno;
}

#ifndef SANITIZED
static int write_named(void)
{
	return open(named, O_WRONLY) >= 0 || open(named, O_RDWR) >= 0 ||
	       open(named, O_RDONLY | O_TRUNC) >= 0;
}

static int create_a_file(void)
{
	return creat(folder_at(&folder, "new"), 0600) >= 0 ||
	       open(folder.path, O_TMPFILE | O_RDWR, 0600) >= 0;
}

static int remove_a_file(void)
{
	return unlink(other) == 0 || rename(named, other) == 0;
}
#endif

START_TEST(only_named_files_are_read)
{
	expect_exit(SANDBOX_READER, read_named, 0);
	if (syscall(SYS_landlock_create_ruleset, NULL, 0, 1) > 0)
		expect_exit(SANDBOX_READER, read_other, EACCES);
#ifndef SANITIZED
	expect_exit(SANDBOX_READER, write_named, 0);
	expect_exit(SANDBOX_READER, create_a_file, 0);
	expect_exit(SANDBOX_READER, remove_a_file, 0);
#endif
	file_expect(named, "named");
	file_expect(other, "other");
}
END_TEST

static int tcp_socket(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0 &&
	       socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, IPPROTO_TCP) >= 0;
}

static int other_socket(void)
{
	return socket(AF_INET, SOCK_DGRAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ||
	       socket(AF_PACKET, SOCK_RAW, 0) >= 0 || socket(AF_NETLINK, SOCK_RAW, 0) >= 0;
}

START_TEST(sockets_are_for_the_peers_and_tcp)
{
	expect_exit(SANDBOX_READER, tcp_socket, 0);
	expect_exit(SANDBOX_FILES, tcp_socket, 0);
	expect_exit(SANDBOX_READER | SANDBOX_PEER, tcp_socket, 1);
	expect_exit(SANDBOX_READER, other_socket, 0);
	expect_exit(SANDBOX_READER | SANDBOX_PEER, other_socket, 0);
}
END_TEST

static int send_on_muted(void)
{
	char byte = 1;
	struct iovec part = { &byte, 1 };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	long high = muted[0] | INT64_C(1) << 32;
	return write(muted[0], &byte, 1) >= 0 || send(muted[1], &byte, 1, 0) >= 0 ||
	       sendmsg(muted[0], &message, 0) >= 0 || writev(muted[0], &part, 1) >= 0 ||
	       syscall(SYS_write, high, &byte, 1) >= 0 ||
	       syscall(SYS_sendto, high, &byte, 1, 0, NULL, 0) >= 0;
}

static int send_on_free(void)
{
	char byte = 1;
	return write(free_pair[0], &byte, 1) == 1 && send(free_pair[1], &byte, 1, 0) == 1 &&
	       recv(muted[0], &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

/* Packets cannot be injected through the socket that captures them. */
START_TEST(nothing_is_sent_on_a_muted_descriptor)
{
	expect_exit(SANDBOX_READER, send_on_muted, 0);
	expect_exit(SANDBOX_READER | SANDBOX_LAB, send_on_muted, 0);
	expect_exit(SANDBOX_READER, send_on_free, 1);
}
END_TEST

static int run_a_program(void)
{
	static char name[] = "true";
	char *arguments[] = { name, NULL };
	execv("/bin/true", arguments);
	return 1;
}

#ifndef SANITIZED
static int trace(void)
{
	return (int)ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

static int fork_a_child(void)
{
	return fork() >= 0;
}

static int kill_another(void)
{
	return kill(getppid(), 0) == 0 || kill(-1, 0) == 0;
}

/* Requests are 32 bits wide for the kernel. */
static int type_at_the_terminal(void)
{
	char key = 'x';
	int fd = open("/dev/tty", O_RDONLY);
	fd = fd < 0 ? 0 : fd;
	return ioctl(fd, TIOCSTI, &key) == 0 || errno != ENOSYS ||
	       syscall(SYS_ioctl, fd, TIOCSTI | INT64_C(1) << 32, &key) == 0 || errno != ENOSYS ||
	       ioctl(fd, TIOCLINUX, &key) == 0 || errno != ENOSYS;
}
#endif

START_TEST(an_attackers_calls_fail)
{
	expect_death(run_a_program);
#ifndef SANITIZED
	expect_death(trace);
	expect_exit(SANDBOX_READER, fork_a_child, 0);
	expect_exit(SANDBOX_READER, kill_another, 0);
	expect_exit(SANDBOX_READER, type_at_the_terminal, 0);
#endif
}
END_TEST

static void *nothing(void *arg)
{
	return arg;
}

static int start_a_thread(void)
{
	pthread_t thread;
	int answer = 0;
	void *got = NULL;
	return pthread_create(&thread, NULL, nothing, &answer) == 0 &&
	       pthread_join(thread, &got) == 0 && got == &answer;
}

static int new_privileges(void)
{
	struct sandbox_state state = sandbox_state();
	return state.seccomp;
}

START_TEST(what_the_program_needs_works)
{
	expect_exit(SANDBOX_READER, start_a_thread, 1);
	expect_exit(SANDBOX_READER, new_privileges, 1);
	ck_assert(!sandbox_state().seccomp);
}
END_TEST

static int save_a_file(void)
{
	int dir = open(folder.path, O_PATH | O_DIRECTORY);
	int fd = openat(dir, "temp", O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
	return fd >= 0 && write(fd, "saved", 5) == 5 && fsync(fd) == 0 &&
	       renameat(dir, "temp", dir, "saved") == 0;
}

START_TEST(the_save_helper_saves)
{
	expect_exit(SANDBOX_FILES, save_a_file, 1);
	file_expect(folder_at(&folder, "saved"), "saved");
}
END_TEST

int main(void)
{
	TCase *tcase = tcase_create("sandbox");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_test(tcase, only_named_files_are_read);
	tcase_add_test(tcase, sockets_are_for_the_peers_and_tcp);
	tcase_add_test(tcase, nothing_is_sent_on_a_muted_descriptor);
	tcase_add_test(tcase, an_attackers_calls_fail);
	tcase_add_test(tcase, what_the_program_needs_works);
	tcase_add_test(tcase, the_save_helper_saves);
	Suite *s = suite_create("capture/os/sandbox");
	suite_add_tcase(s, tcase);
	return suite_main(s);
}
