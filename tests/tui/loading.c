/* A file that loads slowly: the part read so far is shown at once, and loading can be stopped. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/tui/program.h"

/* The sample, followed by empty records without end: zeros in a sparse file. */
#define FILE_BYTES (INT64_C(64) << 30)

static char path[] = "/tmp/tcpviz-loading-XXXXXX";
static struct terminal *t;

static void show(void)
{
	char bytes[4096];
	strcpy(path + strlen(path) - 6, "XXXXXX");
	int in = open(article, O_RDONLY | O_CLOEXEC), out = mkstemp(path);
	ck_assert(in >= 0 && out >= 0);
	ssize_t len = read(in, bytes, sizeof(bytes));
	ck_assert_int_gt(len, 0);
	ck_assert_int_eq(write(out, bytes, (size_t)len), len);
	ck_assert_int_eq(ftruncate(out, FILE_BYTES), 0);
	close(in);
	close(out);
	struct terminal_setup setup = { .argv = { tcpviz, "-n", path }, .env = { "TZ=UTC" } };
	t = terminal_start(&setup);
}

static void end(void)
{
	terminal_free(t);
	unlink(path);
}

START_TEST(what_has_come_can_be_used)
{
	terminal_expect(t, "[R.] seq 12");
	terminal_expect_in_row(t, 0, " left");
	terminal_type(t, "6G");
	terminal_expect(t, ">    6 ");
	terminal_expect_in_row(t, 0, " left");
}
END_TEST

START_TEST(loading_can_be_stopped)
{
	terminal_expect(t, "[R.] seq 12");
	terminal_type(t, KEY_TEXT_CTRL_C);
	terminal_expect(t, "Loading stopped");
	terminal_expect_in_row(t, 0, "STOPPED AT 0 %");
	terminal_type(t, "/123321\r");
	terminal_expect(t, ">    6 ");
	terminal_type(t, KEY_TEXT_CTRL_C);
	ck_assert_int_eq(WEXITSTATUS(terminal_expect_end(t)), 0);
}
END_TEST

START_TEST(a_narrow_screen_has_the_percentage)
{
	terminal_expect(t, "[R.] seq 12");
	terminal_resize(t, 12, 50);
	terminal_expect_in_row(t, 0, " 0 %");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("loading");
	TCase *tests = tcase_create("loading");
	tcase_add_checked_fixture(tests, show, end);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, what_has_come_can_be_used);
	tcase_add_test(tests, loading_can_be_stopped);
	tcase_add_test(tests, a_narrow_screen_has_the_percentage);
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
