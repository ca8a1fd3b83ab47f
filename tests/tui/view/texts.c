/* Help, session story, whole message, settings and the empty screen as text. */
#include "tests/tui/view/viewed.h"
#include "tui/view/lab_menu.h"

START_TEST(help_lists_the_keys_of_the_place_and_goes_away_again)
{
	viewed_article(40, 100);
	viewed_press("?");
	viewed_expect("Keys in the ladder");
	viewed_press("?");
	viewed_expect_no("Keys in the ladder");
	viewed_press("\t?");
	viewed_expect("Keys in the messages");
	ui_key(&viewed.ui, PRESS_END);
	viewed_layout();
	viewed_expect("The mouse selects");
	viewed_close();
}
END_TEST

START_TEST(the_summary_is_of_the_selected_session)
{
	viewed_article(60, 100);
	viewed_press("i");
	viewed_expect("Session 1");
	viewed_expect("Duration      38 min 52 s");
	viewed_close();
}
END_TEST

START_TEST(the_summary_has_a_column_for_each_host)
{
	viewed_article(60, 100);
	viewed_press("i");
	int row = viewed_find("Client      ");
	viewed_expect_row(row, "               Client                                    Server");
	viewed_expect_row(
	    row + 1, "               192.168.1.109:8886                        192.168.1.178:8000");
	viewed_expect_row(
	    row + 2, " State         CLOSED                                    CLOSED");
	viewed_expect_row(row + 3, " Segments      5                                         3");
	viewed_expect_row(row + 4, " New bytes     11                                        0");
	viewed_close();
}
END_TEST

START_TEST(on_a_narrow_screen_one_host_stands_below_the_other)
{
	viewed_article(60, 60);
	viewed_press("i");
	int row = viewed_find(" State         CLOSED");
	viewed_expect_row(row - 1, "               192.168.1.178:8000");
	viewed_expect_row(row + 1, "               CLOSED");
	viewed_close();
}
END_TEST

START_TEST(a_message_is_shown_in_full_in_any_form)
{
	viewed_article(24, 80);
	viewed_press("jjj\t\r");
	viewed_expect("Message of 5 bytes");
	viewed_expect_no("0000");
	viewed_press("x");
	viewed_expect("0000");
	viewed_press("qk\tq");
	viewed_close();
}
END_TEST

START_TEST(a_segment_without_data_opens_no_message)
{
	viewed_article(24, 80);
	viewed_press("\tz\r");
	viewed_expect("No message to open");
	viewed_expect_no("Message of");
	viewed_close();
}
END_TEST

START_TEST(settings_show_what_holds_and_change_it)
{
	viewed_article(24, 80);
	viewed_press("o");
	int head = viewed_find("Settings");
	ck_assert_int_gt(head, 0);
	viewed_expect_row(head + 1, " > Time                 of day                         t");
	viewed_expect_row(head + 2, "   Sequence numbers     relative                       r");
	viewed_press("j\r");
	viewed_expect_row(head + 2, " > Sequence numbers     raw                            r");
	ck_assert(viewed.ui.shell.set.raw_seq);
	viewed_close();
}
END_TEST

START_TEST(without_a_session_the_screen_says_why)
{
	viewed_article(24, 80);
	/* An empty capture: a file without sessions is not opened. */
	viewed.ui.shell.session = viewed.ui.shell.packet = viewed.ui.shell.listed = 0;
	ui_layout(&viewed.ui, viewed.size);
	int row = viewed_find("no TCP segments in ");
	ck_assert_int_gt(row, 5);
	ck_assert_int_lt(row, 18);
	viewed_expect_no("│");
	viewed_close();
}
END_TEST

START_TEST(what_needs_a_session_says_that_there_is_none)
{
	viewed_article(24, 80);
	viewed.ui.shell.session = viewed.ui.shell.packet = viewed.ui.shell.listed = 0;
	ui_key(&viewed.ui, 'i');
	ck_assert_str_eq(viewed.ui.shell.status, "No session yet");
	ui_key(&viewed.ui, 's');
	ck_assert_str_eq(viewed.ui.shell.status, "Nothing to save yet");
	viewed_close();
}
END_TEST

static struct scene menu_scene;

static const char *menu_row(int row)
{
	static char text[VIEWED_ROW];
	scene_row(&menu_scene, row, text, sizeof(text));
	return text;
}

static void draw_menu(struct lab_menu *menu, int rows, int cols)
{
	struct canvas c = scene_begin(&menu_scene, (struct size){ rows, cols }, false);
	lab_menu_layout(menu, &c);
}

START_TEST(the_lab_has_a_menu)
{
	struct lab_menu menu;
	lab_menu_begin(&menu);
	draw_menu(&menu, 24, 80);
	ck_assert_str_eq(menu_row(1), "> handshake           Handshake and orderly close");
	ck_assert_ptr_nonnull(strstr(menu_row(18), "Three segments open the connection"));
	ck_assert_int_eq(lab_menu_key(&menu, 'j'), LAB_MENU_OPEN);
	draw_menu(&menu, 24, 80);
	ck_assert_str_eq(menu_row(2), "> article             The article's session");
	ck_assert_int_eq(lab_menu_key(&menu, 'G'), LAB_MENU_OPEN);
	ck_assert_int_eq(menu.selected, menu.count - 1);
	draw_menu(&menu, 24, 80);
	ck_assert_int_eq(menu_row(16)[0], '>');
	ck_assert_int_eq(lab_menu_key(&menu, 'j'), LAB_MENU_OPEN);
	ck_assert_int_eq(menu.selected, menu.count - 1);
	lab_menu_key(&menu, 'g');
	lab_menu_key(&menu, 'k');
	ck_assert_int_eq(menu.selected, 0);
	ck_assert_int_eq(lab_menu_key(&menu, PRESS_RETURN), LAB_MENU_CHOSEN);
	ck_assert_int_eq(lab_menu_key(&menu, 'q'), LAB_MENU_LEFT);
	/* On a small screen the list alone. */
	draw_menu(&menu, 10, 40);
	ck_assert_str_eq(menu_row(1), "> handshake           Handshake and ord…");
	lab_menu_end(&menu);
	scene_free(&menu_scene);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("texts");
	TCase *tests = tcase_create("texts");
	tcase_add_test(tests, help_lists_the_keys_of_the_place_and_goes_away_again);
	tcase_add_test(tests, the_summary_is_of_the_selected_session);
	tcase_add_test(tests, the_summary_has_a_column_for_each_host);
	tcase_add_test(tests, on_a_narrow_screen_one_host_stands_below_the_other);
	tcase_add_test(tests, a_message_is_shown_in_full_in_any_form);
	tcase_add_test(tests, a_segment_without_data_opens_no_message);
	tcase_add_test(tests, settings_show_what_holds_and_change_it);
	tcase_add_test(tests, without_a_session_the_screen_says_why);
	tcase_add_test(tests, what_needs_a_session_says_that_there_is_none);
	tcase_add_test(tests, the_lab_has_a_menu);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
