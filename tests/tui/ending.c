/* The terminal is restored however the program ends. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/array.h"
#include "tests/tui/program.h"

static void assert_same_settings(const struct termios *before, const struct termios *after)
{
	ck_assert_uint_eq(before->c_iflag, after->c_iflag);
	ck_assert_uint_eq(before->c_oflag, after->c_oflag);
	ck_assert_uint_eq(before->c_cflag, after->c_cflag);
	ck_assert_uint_eq(before->c_lflag, after->c_lflag);
	ck_assert_mem_eq(before->c_cc, after->c_cc, sizeof(before->c_cc));
}

static void assert_sane(const struct terminal *t, const struct termios *before)
{
	struct termios after = terminal_settings(t);
	assert_same_settings(before, &after);
	ck_assert(!terminal_alternate(t));
	ck_assert(terminal_cursor_visible(t));
	ck_assert(!terminal_mouse(t));
}

static struct terminal *show(void)
{
	struct terminal *t = show_article(24, 80);
	ck_assert(terminal_alternate(t));
	return t;
}

static void assert_as_before(const struct terminal *t)
{
	struct termios before = terminal_settings_before(t);
	assert_sane(t, &before);
}

static const char *const quitting_keys[] = { "qq", "?Q", ":q\r", KEY_TEXT_CTRL_C };

START_TEST(keys_end_it)
{
	struct terminal *t = show();
	terminal_type(t, quitting_keys[_i]);
	int status = terminal_expect_end(t);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	assert_as_before(t);
	terminal_free(t);
}
END_TEST

static const int signals[] = { SIGTERM, SIGHUP, SIGINT, SIGSEGV, SIGABRT };

START_TEST(signals_end_it)
{
	struct terminal *t = show();
	terminal_signal(t, signals[_i]);
	terminal_expect_end(t);
	assert_as_before(t);
	terminal_free(t);
}
END_TEST

START_TEST(a_terminal_that_goes_away_ends_it)
{
	struct terminal *t = show();
	terminal_hang_up(t);
	int status = terminal_expect_end(t);
	/* It exited; no signal ended it. */
	ck_assert(WIFEXITED(status) || WTERMSIG(status) == SIGHUP);
	terminal_free(t);
}
END_TEST

/* A shell with job control. */
START_TEST(suspending_gives_the_terminal_back_and_fg_returns)
{
	char command[1024];
	struct terminal_setup setup = { .argv = { "sh", "-i" }, .env = { "PS1=ready> " } };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "ready>");
	struct termios before = terminal_settings(t);
	snprintf(command, sizeof(command), "%s -n %s\r", tcpviz, article);
	terminal_type(t, command);
	terminal_expect(t, "192.168.1.178:8000");

	terminal_type(t, KEY_TEXT_CTRL_Z);
	terminal_expect(t, "Stopped");
	assert_sane(t, &before);
	terminal_type(t, "echo back in the $((40 + 2)) shell\r");
	terminal_expect(t, "back in the 42 shell");

	terminal_type(t, "fg; echo status $?\r");
	terminal_expect(t, "192.168.1.178:8000");
	ck_assert(terminal_alternate(t));
	terminal_type(t, "qq");
	terminal_expect(t, "status 0");
	assert_sane(t, &before);
	terminal_free(t);
}
END_TEST

/* Without an alternate screen the last frame stays, and the shell's prompt appears below it. */
START_TEST(a_plain_terminal_has_room_for_the_prompt)
{
	struct terminal_setup setup = { .argv = { tcpviz, "-n", article },
		.env = { "TERM=vt100" } };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "? help");
	terminal_type(t, "q");
	ck_assert_int_eq(terminal_expect_end(t), 0);
	terminal_expect_gone(t, "? help");
	ck_assert(terminal_shows(t, "192.168.1.178:8000"));
	terminal_free(t);
}
END_TEST

static const struct unfit {
	const char *term, *says;
} unfit[] = {
	{ "TERM=dumb", "dumb" },
	{ "TERM=no-such-terminal", "no-such-terminal" },
	{ "TERM=", "TERM" },
};

START_TEST(a_terminal_that_cannot_do_it_is_refused)
{
	struct terminal_setup setup = { .argv = { tcpviz, article }, .env = { unfit[_i].term } };
	struct terminal *t = terminal_start(&setup);
	int status = terminal_expect_end(t);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 1);
	terminal_expect(t, unfit[_i].says);
	ck_assert(!terminal_alternate(t));
	terminal_free(t);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("ending");
	TCase *tests = tcase_create("ending");
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, keys_end_it, 0, ARRAY_LEN(quitting_keys));
	tcase_add_loop_test(tests, signals_end_it, 0, ARRAY_LEN(signals));
	tcase_add_test(tests, a_terminal_that_goes_away_ends_it);
	tcase_add_test(tests, a_plain_terminal_has_room_for_the_prompt);
	tcase_add_test(tests, suspending_gives_the_terminal_back_and_fg_returns);
	tcase_add_loop_test(tests, a_terminal_that_cannot_do_it_is_refused, 0, ARRAY_LEN(unfit));
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
