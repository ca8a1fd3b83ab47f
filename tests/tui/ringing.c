/* A ring that forgets packets on the screen, and a full disk. */
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/mounts.h"
#include "tests/tui/program.h"
#include "tests/wire/capture_file.h"
#include "tests/wire/session.h"

static struct terminal *t;
static struct wire_file out;
static uint32_t frames, seq[65536];

/* A segment of the session with this client port: first its SYN, then ten bytes each. */
static void send_segment(uint16_t port, uint16_t flags)
{
	struct wire_ends ends = { .host = { 0x0a000001, 0x0a000002 }, .port = { port, 8000 } };
	bool first = seq[port] == 0;
	struct wire_segment segment = { .ends = &ends,
		.flags = first ? TCP_SYN : (uint16_t)(TCP_ACK | TCP_PSH | flags),
		.len = first ? 0 : 10,
		.win = 512,
		.seq = first ? 1000 : 1001 + seq[port] - 1,
		.ack = first ? 0 : 5001 };
	struct wire w;
	wire_segment(&w, &segment);
	wire_pcap_frame(&out, 1700000000 * NS + frames * NS / 1000, &w);
	fflush(out.out);
	frames++;
	seq[port] += first ? 1 : 10;
}

static void send_segments(uint16_t port, unsigned count)
{
	while (count-- > 0)
		send_segment(port, 0);
}

static void start_with(const char *const *more, const char *tmpdir)
{
	int pipe_fd[2];
	memset(seq, 0, sizeof(seq));
	frames = 0;
	signal(SIGPIPE, SIG_IGN);
	ck_assert_int_eq(pipe2(pipe_fd, O_CLOEXEC), 0);
	out = (struct wire_file){ .out = fdopen(pipe_fd[1], "w") };
	struct terminal_setup setup = { .argv = { tcpviz, "-n", "-r", "-" },
		.env = { "TZ=UTC", tmpdir },
		.cols = 150,
		.input = pipe_fd[0] };
	for (size_t i = 0; more[i] != NULL; i++)
		setup.argv[4 + i] = more[i];
	wire_pcap_begin(&out, LINK_ETHERNET);
	fflush(out.out);
	t = terminal_start(&setup);
	close(pipe_fd[0]);
}

static void start_ring(const char *limit)
{
	start_with((const char *const[]){ "--ring", limit, NULL }, NULL);
}

static void end(void)
{
	if (out.out != NULL)
		fclose(out.out);
	terminal_free(t);
}

START_TEST(the_screen_says_what_is_kept)
{
	start_ring("--limit-packets=20");
	terminal_expect_in_row(t, 0, "ring of 20 segments");
	send_segments(4000, 5);
	terminal_expect_in_row(t, 0, "5 segments");
	send_segments(4000, 45);
	terminal_expect_in_row(t, 0, "30 forgotten");
	terminal_expect_in_row(t, 0, "20 segments");
	terminal_expect(t, ">   50 ");
	/* Frame numbers do not change; the figures show what is forgotten. */
	terminal_type(t, "1G");
	terminal_expect(t, "Frame 1 is forgotten");
	terminal_expect(t, ">   31 ");
	terminal_type(t, "i");
	terminal_expect(t, "30 of 50 segments");
	terminal_type(t, "q");
	terminal_type(t, "40G");
	terminal_expect(t, ">   40 ");
}
END_TEST

START_TEST(the_selection_moves_on_with_what_is_kept)
{
	start_ring("--limit-packets=20");
	send_segments(4000, 20);
	terminal_expect(t, ">   20 ");
	terminal_type(t, "ma");
	terminal_expect(t, "Marked as a");
	terminal_type(t, "5G");
	terminal_expect(t, ">    5 ");
	send_segments(4000, 30);
	terminal_expect(t, ">   31 ");
	terminal_type(t, "'a");
	terminal_expect(t, "this mark is forgotten");
	send_segments(4001, 20);
	terminal_expect(t, "Session 1 is forgotten; showing session 2");
	terminal_expect(t, ">   51 ");
}
END_TEST

START_TEST(the_list_loses_what_is_forgotten)
{
	start_ring("--limit-packets=30");
	for (uint16_t port = 4000; port < 4010; port++)
		send_segments(port, 3);
	terminal_expect_in_row(t, 0, "30 segments");
	terminal_type(t, "q");
	terminal_expect(t, "10 sessions");
	terminal_expect(t, "10.0.0.1:4000");
	for (uint16_t port = 4010; port < 4015; port++)
		send_segments(port, 3);
	terminal_expect_gone(t, "10.0.0.1:4000");
	terminal_expect(t, "10 sessions");
	terminal_expect(t, "10.0.0.1:4005");
	terminal_expect(t, "10.0.0.1:4014");
	/* Also sorted and filtered. */
	terminal_type(t, "Sf401\r");
	terminal_expect(t, "5 of 10 sessions");
	send_segments(4020, 30);
	terminal_expect(t, "0 of 1 sessions");
	send_segments(4010, 2);
	terminal_expect(t, "1 of 2 sessions");
}
END_TEST

START_TEST(a_pause_ends_when_all_of_it_is_forgotten)
{
	start_ring("--limit-packets=20");
	send_segments(4000, 20);
	terminal_expect(t, ">   20 ");
	terminal_type(t, "p");
	terminal_expect_in_row(t, 0, "PAUSED");
	send_segments(4000, 10);
	terminal_expect_in_row(t, 0, "10 segments");
	terminal_expect_in_row(t, 0, "PAUSED +10");
	send_segments(4000, 30);
	terminal_expect(t, "The paused segments are forgotten");
	terminal_expect_in_row(t, 0, "20 segments");
}
END_TEST

START_TEST(problems_are_those_of_what_is_kept)
{
	start_ring("--limit-packets=30");
	send_segments(4000, 5);
	send_segment(4000, TCP_RST);
	for (int i = 0; i < 3; i++) {
		seq[4001] = 0;
		send_segment(4001, 0);
	}
	terminal_expect_in_row(t, 0, "session 1/2");
	terminal_type(t, "qP");
	terminal_expect(t, "Problems in all sessions");
	terminal_expect(t, "connection aborted");
	send_segments(4002, 27);
	terminal_expect_gone(t, "connection aborted");
	send_segments(4002, 30);
	terminal_expect(t, "No problems: no loss");
}
END_TEST

static bool never(struct terminal *unused, const void *arg)
{
	(void)unused;
	(void)arg;
	return false;
}

/* All positions on packets that are forgotten move to kept ones. */
START_TEST(keys_while_it_forgets)
{
	static const char *const keys[] = { "g", "G", "j", "k", " ", "n", "N", "\033", "\r", "S",
		"P", "\r", "j", "i", "\033", "p", "p", "ma", "'a", "/1\r", "n", "x", "\t", "l", "h",
		"12G", "F", "[", "]", "e", "E", "\033OB", "\033OA", "t", "z", "W", "f4\r", "f\r",
		"R", "S" };
	static const struct {
		const char *limit;
		unsigned sessions;
	} runs[] = { { "--limit-packets=1", 3 }, { "--limit-packets=50", 7 },
		{ "--limit-packets=300", 300 }, { "--limit-bytes=1", 2 },
		{ "--limit-bytes=30k", 20 } };
	start_ring(runs[_i].limit);
	uint32_t draw = 1;
	for (unsigned i = 0; i < 12000; i++) {
		draw = draw * 1103515245 + 12345;
		uint16_t port = (uint16_t)(4000 + (draw >> 16) % runs[_i].sessions);
		if ((draw >> 8) % 40 == 0)
			seq[port] -= seq[port] > 10 ? 10 : 0;
		send_segment(port, (draw >> 4) % 60 == 0 ? TCP_FIN : 0);
		if (i % 30 != 0)
			continue;
		terminal_type(t, keys[(draw >> 20) % (sizeof(keys) / sizeof(keys[0]))]);
		/* Unread output blocks the program. */
		terminal_waits(t, never, NULL, 1);
	}
	/* By then all keys are handled. */
	terminal_type(t, "\033\033\033\033?");
	terminal_expect(t, "Keys in");
}
END_TEST

/* A small disk in memory, which is full at once. */
#ifdef __SANITIZE_THREAD__
#define THREAD_SANITIZER 1
#else
#define THREAD_SANITIZER 0
#endif

static char folder[64];

START_TEST(a_full_disk_pauses_the_capture)
{
	char tmpdir[96], filler[96], bytes[4096] = "";
	snprintf(folder, sizeof(folder), "/tmp/tcpviz-ring-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert(enter_mounts());
	/* The user that root switches to must be able to write there. */
	ck_assert_int_eq(mount("none", folder, "tmpfs", 0, "size=256k,mode=1777"), 0);
	snprintf(tmpdir, sizeof(tmpdir), "TMPDIR=%s", folder);
	snprintf(filler, sizeof(filler), "%s/filler", folder);
	int fd = open(filler, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	for (int i = 0; i < 40; i++)
		ck_assert_int_eq(write(fd, bytes, sizeof(bytes)), sizeof(bytes));
	close(fd);
	start_with((const char *const[]){ NULL }, tmpdir);
	send_segments(4000, 1800);
	terminal_expect_in_row(t, 0, "DISK FULL");
	terminal_expect(t, "Capture paused: No space left on device");
	/* Captured packets can still be viewed. */
	terminal_type(t, "2G");
	terminal_expect(t, ">    2 ");
	unlink(filler);
	terminal_expect_gone(t, "Capture paused");
	terminal_expect_in_row(t, 0, "LIVE");
	terminal_expect_in_row(t, 0, "1800 segments");
	umount2(folder, MNT_DETACH);
	rmdir(folder);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("ring");
	TCase *tests = tcase_create("ring");
	tcase_add_checked_fixture(tests, NULL, end);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, the_screen_says_what_is_kept);
	tcase_add_test(tests, the_selection_moves_on_with_what_is_kept);
	tcase_add_test(tests, the_list_loses_what_is_forgotten);
	tcase_add_test(tests, a_pause_ends_when_all_of_it_is_forgotten);
	tcase_add_test(tests, problems_are_those_of_what_is_kept);
	tcase_add_loop_test(tests, keys_while_it_forgets, 0, 5);
	if (!THREAD_SANITIZER && can_mount())
		tcase_add_test(tests, a_full_disk_pauses_the_capture);
	else
		puts("skipped: a full disk, which this user or sanitizer cannot have");
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
