/* Live capture on the screen: the demo, a second client, a stream with keys from the terminal,
 * an ordinary user. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/array.h"
#include "tests/network.h"
#include "tests/tui/program.h"

#define NOBODY 65534

static const char *const demo_shows[] = { "[S] seq", "[S.] seq", "[P.] seq 1:6", "[P.] seq 6:12",
	"[R.] seq 12", "\"123321\"" };

static void expect_whole_demo(struct terminal *t)
{
	for (size_t i = 0; i < ARRAY_LEN(demo_shows); i++)
		terminal_expect(t, demo_shows[i]);
	terminal_expect_in_row(t, 2, "CLOSED");
	terminal_expect(t, "8 segments");
}

static void quit(struct terminal *t)
{
	/* The first ^C stops the capture, the second asks as q does. */
	terminal_type(t, KEY_TEXT_CTRL_C);
	terminal_expect(t, "Capture stopped");
	char title[TERMINAL_ROW];
	terminal_row(t, 0, title);
	terminal_type(t, KEY_TEXT_CTRL_C);
	if (strstr(title, " 0 segments") == NULL) {
		terminal_expect(t, "Quit without saving");
		terminal_type(t, "y");
	}
	int status = terminal_expect_end(t);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	terminal_free(t);
}

START_TEST(the_demo_plays_in_a_private_network)
{
	struct terminal_setup setup = { .argv = { tcpviz, "--private", "--demo" } };
	struct terminal *t = terminal_start(&setup);
	expect_whole_demo(t);
	terminal_expect(t, "private network");
	quit(t);
}
END_TEST

START_TEST(the_kernel_tells_of_its_own_connections)
{
	struct terminal_setup setup = {
		.argv = { tcpviz, "--private", "--demo" }, .rows = 60, .cols = 140
	};
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "[P.] seq 6:12");
	terminal_expect(t, "Kernel at 127.0.0.1:");
	terminal_expect(t, "Congestion window: ");
	terminal_expect(t, "Kernel at 127.0.0.1:8000");
	quit(t);
}
END_TEST

START_TEST(text_output_ends_with_a_count_on_interrupt)
{
	struct terminal_setup setup = { .argv = { tcpviz, "--private", "--demo", "--text" },
		.cols = 120 };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "[P.] seq 1:6");
	terminal_type(t, KEY_TEXT_CTRL_C);
	ck_assert_int_eq(WEXITSTATUS(terminal_expect_end(t)), 0);
	terminal_expect(t, "segments captured, 0 dropped by kernel");
	ck_assert(terminal_shows(t, "ESTABLISHED"));
	terminal_free(t);
}
END_TEST

START_TEST(a_limit_ends_the_capture_with_a_sign)
{
	struct terminal_setup setup = {
		.argv = { tcpviz, "--private", "--demo", "--limit-packets", "4" }, .cols = 150
	};
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "until 4 segments");
	terminal_expect(t, "Capture stopped after 4 segments, the limit of --limit-packets");
	terminal_expect_in_row(t, 0, "LIMIT");
	terminal_expect_in_row(t, 0, "on disk");
	terminal_type(t, "i");
	terminal_expect(t, "Segments ");
	terminal_type(t, "G");
	terminal_expect(t, "0 by the kernel");
	terminal_type(t, KEY_TEXT_CTRL_C);
	terminal_expect(t, "Quit without saving");
	terminal_type(t, KEY_TEXT_CTRL_C);
	ck_assert_int_eq(WEXITSTATUS(terminal_expect_end(t)), 0);
	terminal_free(t);
}
END_TEST

/* A copy that every user may run, wherever the tree is. */
static void copy_program(char *path)
{
	char command[512];
	snprintf(path, 64, "/tmp/tcpviz-live-XXXXXX");
	int fd = mkstemp(path);
	ck_assert_int_ge(fd, 0);
	close(fd);
	snprintf(command, sizeof(command), "cp '%s' '%s'", tcpviz, path);
	ck_assert_int_eq(system(command), 0);
	ck_assert_int_eq(chmod(path, 0755), 0);
}

START_TEST(an_ordinary_user_sees_the_whole_demo)
{
	char program[64];
	copy_program(program);
	struct terminal_setup setup = { .argv = { program, "--demo" },
		.uid = geteuid() == 0 ? NOBODY : 0 };
	struct terminal *t = terminal_start(&setup);
	expect_whole_demo(t);
	terminal_expect(t, "private network");
	quit(t);
	unlink(program);
}
END_TEST

/* Without permission, options for traffic from outside do not lead to a private network. */
START_TEST(an_ordinary_user_is_told_what_cannot_be_captured)
{
	static const char *const asked[][3] = { { "tcp", "port", "443" },
		{ "--no-server", "--ascii", NULL }, { "--connect", "192.0.2.7:80", NULL } };
	char program[64];
	copy_program(program);
	struct terminal_setup setup = { .argv = { program, asked[_i][0], asked[_i][1],
		                            asked[_i][2] },
		.uid = geteuid() == 0 ? NOBODY : 0 };
	struct terminal *t = terminal_start(&setup);
	int status = terminal_expect_end(t);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	ck_assert_ptr_nonnull(strstr(terminal_output(t), "no permission to capture on \"any\""));
	ck_assert_ptr_nonnull(strstr(terminal_output(t), "setcap"));
	/* The next command has the user's own arguments; the sample needs no permission. */
	char own[256];
	snprintf(own, sizeof(own), "sudo %s %s", program, asked[_i][0]);
	for (size_t i = 1; i < 3 && asked[_i][i] != NULL; i++)
		snprintf(own + strlen(own), sizeof(own) - strlen(own), " %s", asked[_i][i]);
	/* Options come before the expression. */
	if (_i == 0)
		ck_assert_ptr_nonnull(strstr(terminal_output(t), own));
	terminal_free(t);
	unlink(program);
}
END_TEST

static int connect_to_server(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(8000),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

static bool somebody_listens(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(8000),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_ge(fd, 0);
	bool connected = connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0;
	close(fd);
	return connected;
}

static const struct {
	const char *argv[4];
	const char *title; /* NULL: nobody listens */
} servers[] = {
	{ { NULL }, "server *:8000" },
	{ { "--server", "port", "8000" }, "server *:8000" },
	{ { "--bind", "127.0.0.1" }, "server 127.0.0.1:8000" },
	{ { "tcp", "port", "443" }, NULL },
};

START_TEST(the_title_says_where_the_server_listens)
{
	enter_test_network();
	struct terminal_setup setup = { .argv = { tcpviz, servers[_i].argv[0], servers[_i].argv[1],
		                            servers[_i].argv[2] },
		.cols = 100 };
	struct terminal *t = terminal_start(&setup);
	terminal_expect_in_row(t, 0, servers[_i].title != NULL ? servers[_i].title : "port 443");
	ck_assert(terminal_shows(t, "server ") == (servers[_i].title != NULL));
	ck_assert(somebody_listens() == (servers[_i].title != NULL));
	quit(t);
}
END_TEST

START_TEST(two_clients_are_two_sessions)
{
	enter_test_network();
	struct terminal_setup setup = { .argv = { tcpviz, "--demo" } };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "[P.] seq 1:6");
	int client = connect_to_server();
	ck_assert_int_eq(send(client, "from outside", 12, MSG_NOSIGNAL), 12);
	terminal_expect(t, "session 1/2");
	terminal_type(t, "J");
	terminal_expect(t, "session 2/2");
	terminal_expect(t, "[P.] seq 1:13");
	terminal_expect(t, "from outside");
	close(client);
	terminal_expect(t, "[F.] seq 13");
	terminal_type(t, "K");
	terminal_expect(t, "[R.] seq 12");
	quit(t);
}
END_TEST

START_TEST(a_port_that_is_taken_is_told_of_and_watched)
{
	enter_test_network();
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(8000) };
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&at, sizeof(at)), 0);
	ck_assert_int_eq(listen(listener, 4), 0);
	struct terminal_setup setup = { .argv = { tcpviz } };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "8000");
	terminal_expect(t, "in use");
	int client = connect_to_server();
	terminal_expect(t, "[S.] seq");
	close(client);
	close(listener);
	quit(t);
}
END_TEST

static void write_part(int fd, size_t from, size_t to)
{
	char bytes[4096];
	int in = open(article, O_RDONLY | O_CLOEXEC);
	ck_assert_int_ge(in, 0);
	ck_assert_int_eq(pread(in, bytes, to - from, (off_t)from), (ssize_t)(to - from));
	ck_assert_int_eq(write(fd, bytes, to - from), (ssize_t)(to - from));
	close(in);
}

/* Offsets: ends of the file header and of the first, third and last record. */
enum { HEADER_END = 24, FIRST_END = 106, THIRD_END = 258, FILE_END = 619 };

START_TEST(a_stream_is_live_and_keys_work)
{
	int pipe_fd[2];
	ck_assert_int_eq(pipe2(pipe_fd, O_CLOEXEC), 0);
	struct terminal_setup setup = {
		.argv = { tcpviz, "-n", "-r", "-" }, .env = { "TZ=UTC" }, .input = pipe_fd[0]
	};
	write_part(pipe_fd[1], 0, FIRST_END);
	struct terminal *t = terminal_start(&setup);
	close(pipe_fd[0]);
	terminal_expect(t, "[S] seq 2639909369");
	terminal_expect(t, "1 segment");
	write_part(pipe_fd[1], FIRST_END, THIRD_END);
	terminal_expect(t, "[.] ack 1");
	terminal_type(t, "g");
	terminal_expect(t, ">    1 ");
	terminal_type(t, "?");
	terminal_expect(t, "Keys in");
	terminal_type(t, "q");
	write_part(pipe_fd[1], THIRD_END, FILE_END);
	close(pipe_fd[1]);
	terminal_expect(t, "[R.] seq 12");
	/* The capture has ended; the screen stays. */
	terminal_type(t, "G");
	terminal_expect(t, ">    8 ");
	terminal_type(t, "q");
	/* A stream has no other copy. */
	terminal_expect(t, "without saving");
	terminal_type(t, "y");
	ck_assert_int_eq(WEXITSTATUS(terminal_expect_end(t)), 0);
	terminal_free(t);
}
END_TEST

START_TEST(a_damaged_file_says_so_above_what_is_good)
{
	char path[] = "/tmp/tcpviz-live-XXXXXX.pcap";
	int fd = mkstemps(path, 5);
	ck_assert_int_ge(fd, 0);
	write_part(fd, 0, THIRD_END + 20);
	fchmod(fd, 0644);
	close(fd);
	struct terminal_setup setup = { .argv = { tcpviz, "-n", path }, .env = { "TZ=UTC" } };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "cut short after packet 3, byte 258");
	terminal_expect(t, "[.] ack 1");
	terminal_type(t, "q");
	terminal_expect_end(t);
	terminal_free(t);
	unlink(path);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("live");
	TCase *tests = tcase_create("live");
	tcase_set_timeout(tests, 90);
	if (can_enter_test_network()) {
		tcase_add_test(tests, the_demo_plays_in_a_private_network);
		tcase_add_test(tests, the_kernel_tells_of_its_own_connections);
		tcase_add_test(tests, a_limit_ends_the_capture_with_a_sign);
		tcase_add_test(tests, text_output_ends_with_a_count_on_interrupt);
		tcase_add_loop_test(
		    tests, the_title_says_where_the_server_listens, 0, (int)ARRAY_LEN(servers));
		tcase_add_test(tests, two_clients_are_two_sessions);
		tcase_add_test(tests, a_port_that_is_taken_is_told_of_and_watched);
	}
	if (USER_NAMESPACES)
		tcase_add_test(tests, an_ordinary_user_sees_the_whole_demo);
	tcase_add_loop_test(tests, an_ordinary_user_is_told_what_cannot_be_captured, 0, 3);
	tcase_add_test(tests, a_stream_is_live_and_keys_work);
	tcase_add_test(tests, a_damaged_file_says_so_above_what_is_good);
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
