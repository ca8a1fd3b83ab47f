/* Help as a palette, and commands by name. */
#include "tests/tui/view/viewed.h"

static void type_line(const char *keys, const char *line)
{
	viewed_press(keys);
	for (const char *c = line; *c != '\0'; c++)
		ui_key(&viewed.ui, *c);
	viewed_press("\r");
}

START_TEST(typing_narrows_help_and_enter_runs_the_action)
{
	viewed_article(40, 100);
	viewed_press("?");
	viewed_expect("Keys in the ladder");
	viewed_expect("type to narrow");
	viewed_expect("Movement");
	viewed_press("raw");
	viewed_expect("\"raw\"");
	viewed_expect_selected("Sequence numbers: relative or raw");
	viewed_expect_no("Next row");
	viewed_press("\r");
	viewed_expect_no("Keys in the ladder");
	ck_assert(viewed.ui.shell.set.raw_seq);
	/* By the name of the action, too. */
	viewed_press("?next_pane\r");
	viewed_press("?");
	viewed_expect("Keys in the messages");
	viewed_press("qq");
	ck_assert_uint_eq(viewed.ui.shell.stacked, 1);
	viewed_close();
}
END_TEST

START_TEST(a_narrowed_help_is_widened_again)
{
	viewed_article(24, 80);
	viewed_press("?zzz");
	viewed_expect("Nothing with \"zzz\".");
	viewed_press("\r");
	viewed_expect("Nothing with \"zzz\".");
	ui_key(&viewed.ui, PRESS_RUBOUT);
	viewed_layout();
	viewed_expect("\"zz\"");
	viewed_press("\033");
	viewed_expect("type to narrow");
	viewed_press("\033");
	viewed_expect_no("Keys in the ladder");
	viewed_close();
}
END_TEST

START_TEST(arrows_choose_an_action_and_help_is_searched)
{
	viewed_article(24, 80);
	viewed_press("?");
	viewed_expect_selected("Next row");
	ui_key(&viewed.ui, PRESS_ARROW_DOWN);
	viewed_layout();
	viewed_expect_selected("Previous row");
	ui_key(&viewed.ui, PRESS_ARROW_UP);
	viewed_press("\r");
	ck_assert_uint_eq(viewed.ui.shell.packet, 2);
	viewed_press("?");
	type_line("/", "^symbols");
	viewed_expect("Symbols");
	viewed_close();
}
END_TEST

START_TEST(a_command_is_a_number_or_the_name_of_an_action)
{
	viewed_article(24, 100);
	type_line(":", "4");
	ck_assert_uint_eq(viewed.ui.shell.packet, 4);
	type_line(":", "next_notable");
	ck_assert_uint_eq(viewed.ui.shell.packet, 8);
	type_line(":", "first");
	ck_assert_uint_eq(viewed.ui.shell.packet, 1);
	type_line(":", "next-pane");
	viewed_expect("> Messages");
	type_line(":", "nonsense");
	viewed_expect("No command \"nonsense\"");
	type_line(":", "99");
	viewed_expect("There is no frame 99; the last one is 8");
	type_line(":", "first 3");
	viewed_expect("first takes no argument");
	type_line(":", "sort");
	viewed_expect("sort does nothing here");
	type_line(":", "q");
	ck_assert(viewed.ui.shell.done);
	viewed_close();
}
END_TEST

START_TEST(commands_take_arguments)
{
	viewed_article(24, 100);
	type_line(":", "set time start");
	viewed_expect("0.000000");
	type_line(":", "set seq raw");
	ck_assert(viewed.ui.shell.set.raw_seq);
	type_line(":", "set seq raw");
	ck_assert(viewed.ui.shell.set.raw_seq);
	type_line(":", "set sea raw");
	viewed_expect("No setting \"sea\" with the value raw");
	type_line(":", "search 123321");
	ck_assert_uint_eq(viewed.ui.shell.packet, 6);
	type_line(":", "help zoom");
	viewed_expect_selected("Zoom this pane");
	viewed_press("\033\033");
	type_line(":", "filter flags:R");
	viewed_expect_no("[S.]");
	type_line(":", "set");
	viewed_expect("Sequence numbers     raw");
	viewed_close();
}
END_TEST

START_TEST(tab_completes_a_command)
{
	viewed_article(24, 100);
	viewed_press(":next_\t");
	viewed_expect("next_session");
	viewed_press("n\t\r");
	ck_assert_uint_eq(viewed.ui.shell.packet, 2);
	viewed_press(":set ti\tprev\r");
	ck_assert_int_eq(viewed.ui.shell.set.time, TIME_SINCE_PREVIOUS);
	viewed_close();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("commands");
	TCase *tests = tcase_create("commands");
	tcase_add_test(tests, typing_narrows_help_and_enter_runs_the_action);
	tcase_add_test(tests, a_narrowed_help_is_widened_again);
	tcase_add_test(tests, arrows_choose_an_action_and_help_is_searched);
	tcase_add_test(tests, a_command_is_a_number_or_the_name_of_an_action);
	tcase_add_test(tests, commands_take_arguments);
	tcase_add_test(tests, tab_completes_a_command);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
