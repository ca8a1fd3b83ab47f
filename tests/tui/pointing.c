/* The mouse: a click selects, two open, the wheel scrolls, a hint is a button. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "tests/tui/program.h"

#define FIRST_ROW 3
#define HINTS_ROW 23

enum { LEFT_BUTTON = 0, WHEEL_UP = 64, WHEEL_DOWN = 65 };

static struct terminal *t;

static void show(void)
{
	t = show_article(24, 80);
	terminal_expect(t, "123321");
	terminal_expect(t, "q quit");
}

static void end(void)
{
	terminal_free(t);
}

/* A report in xterm's mode 1006; rows and columns from 0. */
static void press(int button, int row, int col)
{
	char report[64];
	snprintf(report, sizeof(report), "\033[<%d;%d;%dM\033[<%d;%d;%dm", button, col + 1, row + 1,
	    button, col + 1, row + 1);
	terminal_type(t, report);
}

static void expect_selected(int frame)
{
	char marked[32];
	snprintf(marked, sizeof(marked), "> %4d ", frame);
	terminal_expect_in_row(t, FIRST_ROW + frame - 1, marked);
}

START_TEST(a_click_selects_the_segment)
{
	press(LEFT_BUTTON, FIRST_ROW + 5, 40);
	expect_selected(6);
	press(LEFT_BUTTON, FIRST_ROW, 3);
	expect_selected(1);
}
END_TEST

START_TEST(a_click_beyond_the_last_segment_does_nothing)
{
	press(LEFT_BUTTON, FIRST_ROW + 3, 40);
	press(LEFT_BUTTON, FIRST_ROW + 9, 40);
	expect_selected(4);
}
END_TEST

START_TEST(two_clicks_open_the_details)
{
	press(LEFT_BUTTON, FIRST_ROW + 3, 40);
	press(LEFT_BUTTON, FIRST_ROW + 3, 40);
	terminal_expect(t, "─ Frame 4");
}
END_TEST

START_TEST(the_wheel_scrolls)
{
	press(WHEEL_DOWN, FIRST_ROW, 40);
	expect_selected(4);
	press(WHEEL_DOWN, FIRST_ROW, 40);
	press(WHEEL_DOWN, FIRST_ROW, 40);
	expect_selected(8);
	press(WHEEL_UP, FIRST_ROW, 40);
	expect_selected(5);
}
END_TEST

START_TEST(a_message_selects_its_segment)
{
	press(LEFT_BUTTON, terminal_row_of(t, "123321"), 40);
	expect_selected(6);
	terminal_expect(t, "─ > Messages");
}
END_TEST

START_TEST(a_hint_is_a_button)
{
	char row[TERMINAL_ROW];
	terminal_row(t, HINTS_ROW, row);
	const char *help = strstr(row, "? help");
	ck_assert_ptr_nonnull(help);
	press(LEFT_BUTTON, HINTS_ROW, (int)(help - row) + 3);
	terminal_expect(t, "Keys in the ladder");
	press(WHEEL_DOWN, 10, 10);
	terminal_expect_gone(t, "Next row");
}
END_TEST

START_TEST(a_choice_is_a_button)
{
	terminal_type(t, "s");
	terminal_expect(t, "s this session");
	char row[TERMINAL_ROW];
	terminal_row(t, HINTS_ROW, row);
	const char *cancel = strstr(row, "Esc cancel");
	ck_assert_ptr_nonnull(cancel);
	press(LEFT_BUTTON, HINTS_ROW, (int)(cancel - row));
	terminal_expect(t, "q quit");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("pointing");
	TCase *tests = tcase_create("pointing");
	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, show, end);
	tcase_add_test(tests, a_click_selects_the_segment);
	tcase_add_test(tests, a_click_beyond_the_last_segment_does_nothing);
	tcase_add_test(tests, two_clicks_open_the_details);
	tcase_add_test(tests, the_wheel_scrolls);
	tcase_add_test(tests, a_message_selects_its_segment);
	tcase_add_test(tests, a_hint_is_a_button);
	tcase_add_test(tests, a_choice_is_a_button);
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
