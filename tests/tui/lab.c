/* The lab on the screen, run by an ordinary user: both ends, changes of the link by keys, and
 * no namespaces left behind. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/array.h"
#include "tests/network.h"
#include "tests/tui/program.h"

#define NOBODY 65534

/* A scenario that runs as long as a test needs. */
static const char event[] =
    "title A long talk\nlimit 90s\n"
    "[link]\ndelay 5ms\n"
    "[a]\nconnect\nnodelay on\nrepeat 200\nsend \"tick\\n\"\nwait 100ms\nend\nclose\n"
    "[b]\nlisten\naccept\nread all\nclose\n";

static char program[64], scenario[64];

/* A copy that every user may run, wherever the tree is; and the scenario. */
static void set_up(void)
{
	char command[512];
	snprintf(program, sizeof(program), "/tmp/tcpviz-lab-XXXXXX");
	int fd = mkstemp(program);
	ck_assert_int_ge(fd, 0);
	close(fd);
	snprintf(command, sizeof(command), "cp '%s' '%s'", tcpviz, program);
	ck_assert_int_eq(system(command), 0);
	ck_assert_int_eq(chmod(program, 0755), 0);
	snprintf(scenario, sizeof(scenario), "%s.lab", program);
	FILE *file = fopen(scenario, "w");
	ck_assert_ptr_nonnull(file);
	fputs(event, file);
	fclose(file);
	ck_assert_int_eq(chmod(scenario, 0644), 0);
}

static void clean_up(void)
{
	unlink(program);
	unlink(scenario);
}

static struct terminal *play(const char *name, int rows, int cols)
{
	struct terminal_setup setup = { .argv = { program, "-n", "lab", name },
		.rows = rows,
		.cols = cols,
		.uid = geteuid() == 0 ? NOBODY : 0 };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "at host A");
	return t;
}

static void quit(struct terminal *t)
{
	terminal_type(t, "q");
	terminal_expect(t, "without saving");
	terminal_type(t, "y");
	int status = terminal_expect_end(t);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	terminal_free(t);
}

START_TEST(a_scenario_is_seen_at_both_ends)
{
	struct terminal *t = play("fast-retransmit", 24, 100);
	/* The scenario ends; the screen stays. */
	terminal_expect(t, "Ended: delay 20ms; drop a>b bytes 14481:15929; seed 1");
	terminal_expect(t, "ENDED");
	terminal_type(t, "g/dropped\r");
	terminal_expect(t, "! dropped");
	terminal_expect(t, "seq 14481:15929");
	int lost = terminal_row_of(t, "! dropped");
	ck_assert_int_ge(lost, 0);
	terminal_expect_in_row(t, lost, "╳");
	terminal_type(t, "/fast retransmission\r");
	terminal_expect(t, "! fast retransmission");
	/* The other vantage point shows the same segment, selected. */
	terminal_type(t, "v");
	terminal_expect(t, "at host B");
	/* Beside a long remark the end of the range gives way. */
	terminal_expect(t, "seq 14481");
	int selected = terminal_row_of(t, ">  ");
	ck_assert_int_ge(selected, 0);
	terminal_expect_in_row(t, selected, "seq 14481");
	ck_assert(!terminal_shows(t, "dropped on"));
	terminal_type(t, "v");
	terminal_expect(t, "at host A");
	terminal_expect(t, "! fast retransmission");
	quit(t);
}
END_TEST

START_TEST(the_segment_that_it_is_about_is_selected_at_the_end)
{
	struct terminal *t = play("fast-retransmit", 24, 100);
	terminal_expect(t, "Lost segment, fast retransmit: The link drops one segment");
	terminal_expect(t, "ENDED");
	terminal_expect(t, "! fast retransmission");
	int selected = terminal_row_of(t, ">  ");
	ck_assert_int_ge(selected, 0);
	terminal_expect_in_row(t, selected, "! fast retransmission");
	quit(t);
}
END_TEST

START_TEST(a_menu_offers_the_scenarios)
{
	struct terminal_setup setup = { .argv = { program, "-n", "lab" },
		.uid = geteuid() == 0 ? NOBODY : 0 };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "> handshake");
	terminal_type(t, "jjj");
	terminal_expect(t, "> simultaneous-open");
	terminal_type(t, "\r");
	terminal_expect(t, "Simultaneous open: Both sides connect");
	terminal_expect(t, "ENDED");
	quit(t);
	t = terminal_start(&setup);
	terminal_expect(t, "> handshake");
	terminal_type(t, "q");
	int status = terminal_expect_end(t);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	terminal_free(t);
}
END_TEST

START_TEST(a_segment_that_never_arrived_says_so_at_the_other_end)
{
	struct terminal *t = play("fast-retransmit", 24, 100);
	terminal_expect(t, "ENDED");
	terminal_type(t, "g/dropped\r");
	terminal_expect(t, "! dropped");
	terminal_type(t, "v");
	terminal_expect(t, "segment not seen here");
	quit(t);
}
END_TEST

START_TEST(details_tell_of_fate_and_kernel)
{
	struct terminal *t = play("fast-retransmit", 60, 140);
	terminal_expect(t, "ENDED");
	terminal_type(t, "g/dropped\r");
	terminal_expect(t, "! dropped");
	terminal_type(t, "\r");
	terminal_expect(t, "On the link: dropped by rule 1");
	terminal_type(t, "g");
	terminal_expect(t, "On the link: delivered after ");
	terminal_expect(t, "Kernel at 10.9.0.1:");
	terminal_expect(t, "Congestion window: 10 segments");
	terminal_type(t, "W");
	terminal_expect(t, "cwnd 10  ┄ ssthresh none  ░ in flight 1");
	terminal_type(t, "W");
	terminal_expect(t, "Messages");
	/* The first q closes the details. */
	terminal_type(t, "q");
	quit(t);
}
END_TEST

START_TEST(keys_change_the_running_link)
{
	struct terminal *t = play(scenario, 24, 100);
	terminal_expect(t, "Link: delay 5ms; seed 1");
	terminal_expect(t, "[P.] seq");
	terminal_type(t, "La");
	terminal_expect(t, "drop a>b any 1");
	terminal_expect(t, "! dropped");
	terminal_expect(t, "retransmission");
	terminal_type(t, "Ld+");
	terminal_expect(t, "Link: delay 10ms; ");
	terminal_type(t, "-");
	terminal_expect(t, "Link: delay 5ms; ");
	terminal_type(t, "\033Ll+");
	terminal_expect(t, "delay 5ms, loss 0.1%; ");
	terminal_type(t, "-\033Lc");
	terminal_expect(t, "cut; ");
	terminal_expect(t, "! lost: link cut");
	terminal_type(t, "Lc");
	terminal_expect(t, "Link mended");
	terminal_type(t, "Lta>b delay 50ms\r");
	terminal_expect(t, "a>b delay 50ms; b>a delay 5ms");
	terminal_type(t, "Ltmore of it\r");
	terminal_expect(t, "unknown change of the link");
	quit(t);
}
END_TEST

START_TEST(hosts_and_rules_take_typed_lines)
{
	struct terminal *t = play(scenario, 24, 100);
	terminal_expect(t, "[P.] seq");
	terminal_type(t, "Ltdrop next syn-ack\r");
	terminal_expect(t, "drop syn-ack 1; seed 1");
	terminal_type(t, "Lhsend 5\r");
	terminal_expect(t, "a step begins with the host");
	terminal_type(t, "Lhb dance\r");
	terminal_expect(t, "unknown step of a host");
	terminal_type(t, "Lhb reset\r");
	terminal_expect(t, "After its current steps: b reset");
	quit(t);
}
END_TEST

START_TEST(a_run_can_be_played_again)
{
	struct terminal *t = play("handshake", 24, 100);
	terminal_expect(t, "Ended: delay 20ms; seed 1");
	terminal_expect(t, "The scenario is over; L runs it again");
	terminal_type(t, "Ld+\033Ltdrop syn\r");
	terminal_expect(t, "Ended: delay 50ms; drop syn 1; seed 1");
	/* The changes in force apply again: the SYN is lost and retransmitted. */
	terminal_type(t, "Lr");
	terminal_expect(t, "Ended: delay 50ms; drop syn 1 (done); seed 1");
	terminal_type(t, "g");
	terminal_expect(t, "! dropped");
	/* Again with a new seed; then without the rule. */
	terminal_type(t, "Ln");
	terminal_expect(t, "Link: delay 50ms; drop syn");
	terminal_expect(t, "Ended: delay 50ms; drop syn 1 (done); seed ");
	terminal_type(t, "Lf");
	terminal_expect(t, "Ended: delay 50ms; seed ");
	terminal_type(t, "Lr");
	terminal_expect(t, "Link: delay 50ms; seed ");
	terminal_expect(t, "Ended: delay 50ms; seed ");
	terminal_type(t, "g");
	terminal_expect(t, "[S] seq");
	ck_assert(!terminal_shows(t, "! dropped"));
	quit(t);
}
END_TEST

START_TEST(a_signal_to_the_program_ends_all_of_it)
{
	struct terminal *t = play(scenario, 24, 100);
	terminal_expect(t, "[P.] seq");
	terminal_signal(t, SIGTERM);
	int status = terminal_expect_end(t);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 1);
	terminal_free(t);
}
END_TEST

START_TEST(a_small_screen_still_says_what_the_link_does)
{
	struct terminal *t = play("handshake", 10, 40);
	terminal_expect(t, "delay 20ms");
	terminal_expect(t, "Ended");
	terminal_expect(t, "> ");
	terminal_expect(t, "[S] seq");
	quit(t);
}
END_TEST

/* Inodes of namespaces, as the links in /proc name them. */
struct names {
	char text[64][40];
	size_t count;
};

static bool knows(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->text[i], name) == 0)
			return true;
	return false;
}

/* All network and user namespaces that the links in a folder of /proc refer to. */
static void collect_links(const char *folder, struct names *out)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		char path[512], name[40];
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		ssize_t len = readlink(path, name, sizeof(name) - 1);
		if (len <= 0)
			continue;
		name[len] = '\0';
		bool space = strncmp(name, "net:[", 5) == 0 || strncmp(name, "user:[", 6) == 0;
		if (space && !knows(out, name) && out->count < ARRAY_LEN(out->text))
			memcpy(out->text[out->count++], name, sizeof(name));
	}
	if (dir != NULL)
		closedir(dir);
}

static void collect_process(const char *pid, struct names *out)
{
	char path[300];
	snprintf(path, sizeof(path), "/proc/%s/fd", pid);
	collect_links(path, out);
	snprintf(path, sizeof(path), "/proc/%s/task", pid);
	DIR *dir = opendir(path);
	struct dirent *entry;
	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%s/task/%.32s/ns", pid, entry->d_name);
		collect_links(path, out);
	}
	if (dir != NULL)
		closedir(dir);
}

/* Returns true if a process runs this copy of the program. */
static bool runs(const char *pid, const char *path)
{
	char file[64], line[256] = "";
	snprintf(file, sizeof(file), "/proc/%.20s/cmdline", pid);
	FILE *in = fopen(file, "r");
	if (in == NULL)
		return false;
	size_t len = fread(line, 1, sizeof(line) - 1, in);
	fclose(in);
	return len > 0 && strcmp(line, path) == 0;
}

/* Collects the namespaces of the processes that run the program, or of all others. Returns how
 * many run it. */
static unsigned collect_all(bool ours, struct names *out)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	unsigned count = 0;
	while ((entry = readdir(dir)) != NULL) {
		if (strspn(entry->d_name, "0123456789") != strlen(entry->d_name))
			continue;
		bool one = runs(entry->d_name, program);
		count += one;
		if (one == ours)
			collect_process(entry->d_name, out);
	}
	closedir(dir);
	return count;
}

/* Returns true if no process is in, or refers to, any of these namespaces. Other copies of the
 * program may run meanwhile. */
static bool nothing_is_left(const struct names *own)
{
	static struct names now;
	now.count = 0;
	collect_all(true, &now);
	collect_all(false, &now);
	for (size_t i = 0; i < own->count; i++)
		if (knows(&now, own->text[i]))
			return false;
	return true;
}

START_TEST(nothing_is_left_after_a_kill)
{
	static struct names others, all;
	struct names own = { .count = 0 };
	others.count = all.count = 0;
	collect_all(false, &others);
	struct terminal *t = play(scenario, 24, 100);
	terminal_expect(t, "[P.] seq");
	collect_all(true, &all);
	for (size_t i = 0; i < all.count; i++)
		if (!knows(&others, all.text[i]))
			memcpy(own.text[own.count++], all.text[i], sizeof(own.text[0]));
	/* Two hosts and the link. */
	ck_assert_uint_ge(own.count, 3);
	terminal_signal(t, SIGKILL);
	ck_assert(WIFSIGNALED(terminal_expect_end(t)));
	/* The kernel removes namespaces asynchronously. */
	time_t deadline = time(NULL) + 30;
	while (!nothing_is_left(&own) && time(NULL) < deadline)
		;
	ck_assert(nothing_is_left(&own));
	terminal_free(t);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("lab");
	TCase *tests = tcase_create("lab");
	tcase_set_timeout(tests, 90);
	tcase_add_checked_fixture(tests, set_up, clean_up);
	if (USER_NAMESPACES) {
		tcase_add_test(tests, a_scenario_is_seen_at_both_ends);
		tcase_add_test(tests, the_segment_that_it_is_about_is_selected_at_the_end);
		tcase_add_test(tests, a_menu_offers_the_scenarios);
		tcase_add_test(tests, a_segment_that_never_arrived_says_so_at_the_other_end);
		tcase_add_test(tests, details_tell_of_fate_and_kernel);
		tcase_add_test(tests, keys_change_the_running_link);
		tcase_add_test(tests, hosts_and_rules_take_typed_lines);
		tcase_add_test(tests, a_run_can_be_played_again);
		tcase_add_test(tests, a_signal_to_the_program_ends_all_of_it);
		tcase_add_test(tests, a_small_screen_still_says_what_the_link_does);
		tcase_add_test(tests, nothing_is_left_after_a_kill);
	}
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
