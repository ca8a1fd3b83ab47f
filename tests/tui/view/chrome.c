/* Text around the views: title, hints, questions, prompts; and the menus: client, link, saving,
 * marks, search. */
#include <unistd.h>

#include "capture/peer/client.h"
#include "core/explain/explain.h"
#include "tests/tui/view/viewed.h"

#define BOTTOM (viewed.size.rows - 1)
#define STATUS (viewed.size.rows - 2)

START_TEST(the_title_tells_what_is_shown)
{
	viewed_article(24, 80);
	viewed_expect_row(0, " tcpviz article.pcap  session 1/1  8 segments");
	viewed_close();
}
END_TEST

START_TEST(hints_can_be_clicked_where_they_stand)
{
	viewed_article(24, 80);
	const char *help = strstr(viewed_row(BOTTOM), "? help");
	ck_assert_ptr_nonnull(help);
	struct pointer pointer = { .click = CLICK_SINGLE, .row = BOTTOM };
	bool found = false;
	for (pointer.col = 0; pointer.col < viewed.size.cols; pointer.col++)
		found |= chrome_key_at(&viewed.ui.chrome, &viewed.ui.shell, &pointer) == '?';
	ck_assert(found);
	pointer.row = STATUS;
	pointer.col = 1;
	ck_assert_int_eq(
	    chrome_key_at(&viewed.ui.chrome, &viewed.ui.shell, &pointer), PRESS_NOTHING);
	viewed_close();
}
END_TEST

START_TEST(a_number_being_typed_is_shown)
{
	viewed_article(24, 80);
	viewed_press("7");
	viewed_expect("7: G goes to frame 7");
	viewed_press("G");
	ck_assert_int_eq(viewed.ui.shell.packet, 7);
	viewed_press("$");
	viewed_expect("$ has no function here; ? shows the keys");
	viewed_close();
}
END_TEST

START_TEST(a_line_being_typed_has_the_cursor)
{
	viewed_article(24, 80);
	viewed_press(":4");
	viewed_expect_row(BOTTOM, " Command: 4");
	ck_assert_int_eq(viewed.ui.chrome.cursor.row, BOTTOM);
	ck_assert_int_eq(viewed.ui.chrome.cursor.col, 11);
	viewed_press("\r");
	ck_assert_int_eq(viewed.ui.shell.packet, 4);
	ck_assert_int_eq(viewed.ui.chrome.cursor.rows, 0);
	viewed_press(":99\r");
	viewed_expect("There is no frame 99; the last one is 8");
	viewed_close();
}
END_TEST

START_TEST(a_search_finds_labels_and_says_where_it_is_nowhere)
{
	viewed_article(24, 80);
	viewed_press("/[R.]\r");
	ck_assert_int_eq(viewed.ui.shell.packet, 8);
	viewed_press("/nowhere at all\r");
	viewed_expect("\"nowhere at all\" was not found in this session");
	viewed_close();
}
END_TEST

START_TEST(marks_are_set_and_jumped_to)
{
	viewed_article(24, 80);
	viewed_press("jjm");
	viewed_expect_row(BOTTOM, " Mark this segment with a letter:  Esc cancel");
	viewed_press("aG'a");
	ck_assert_int_eq(viewed.ui.shell.packet, 3);
	viewed_press("'b");
	viewed_expect("No segment has this mark");
	viewed_close();
}
END_TEST

/* How the explanation of the selected segment begins. */
static const char *explained(void)
{
	static char text[EXPLAIN_TEXT];
	run_explain(&viewed.run, viewed.ui.shell.packet, text, sizeof(text));
	text[16] = '\0';
	return text;
}

/* A notice has its own place, and goes by itself. */
START_TEST(a_notice_never_hides_the_explanation)
{
	viewed_article(24, 80);
	viewed_expect(explained());
	viewed_press("x");
	viewed_expect("Payload: ");
	viewed_expect(explained());
	int row = viewed_find("Payload: ");
	ck_assert_int_lt(row, viewed_find(explained()));
	ui_tick(&viewed.ui, INT64_C(2000000000));
	ui_layout(&viewed.ui, viewed.size);
	viewed_expect("Payload: ");
	int64_t due = ui_due(&viewed.ui);
	ck_assert_int_gt(due, INT64_C(3000000000));
	ck_assert_int_lt(due, INT64_C(6000000000));
	ui_tick(&viewed.ui, due);
	ui_layout(&viewed.ui, viewed.size);
	viewed_expect_no("Payload: ");
	ck_assert_int_eq(ui_due(&viewed.ui), -1);
	viewed_close();
}
END_TEST

/* Where no row is free, a key brings the rest; in ASCII the ellipsis has its three dots. */
START_TEST(a_long_explanation_scrolls)
{
	viewed_article(10, 40);
	ck_assert_ptr_nonnull(strstr(viewed_row(STATUS), explained()));
	ck_assert_ptr_nonnull(strstr(viewed_row(STATUS), "… ^E"));
	viewed_press("\x05");
	ck_assert_ptr_null(strstr(viewed_row(STATUS), explained()));
	ck_assert_ptr_nonnull(strstr(viewed_row(STATUS), "… ^E"));
	for (int i = 0; i < 20; i++)
		viewed_press("\x05");
	ck_assert_ptr_null(strstr(viewed_row(STATUS), "…"));
	viewed_press("j\x19");
	ck_assert_ptr_nonnull(strstr(viewed_row(STATUS), explained()));
	viewed.ui.shell.ascii = true;
	viewed_layout();
	ck_assert_ptr_nonnull(strstr(viewed_row(STATUS), "... ^E"));
	viewed_close();
}
END_TEST

START_TEST(a_notice_stays_while_a_question_is_open)
{
	viewed_article(24, 80);
	viewed_press("w");
	viewed_expect("No client: ");
	viewed_press("m");
	shell_say(&viewed.ui.shell, "Read this");
	ui_tick(&viewed.ui, 1);
	ui_tick(&viewed.ui, INT64_MAX / 2);
	ui_layout(&viewed.ui, viewed.size);
	viewed_expect("Read this");
	viewed_close();
}
END_TEST

START_TEST(saving_asks_what_then_for_a_name)
{
	viewed_article(24, 80);
	viewed_press("s");
	viewed_expect_row(BOTTOM,
	    " Save:  s this session  c this session with comments  a all packets  Esc cancel");
	viewed_press("s");
	ck_assert_ptr_nonnull(strstr(viewed_row(BOTTOM), " Save the session as: "));
	/* ^U clears the line. */
	viewed_press("\x15\r");
	viewed_expect("Nothing saved");
	viewed_close();
}
END_TEST

START_TEST(a_file_that_is_there_is_replaced_only_if_wanted)
{
	char path[] = "/tmp/tcpviz-viewed-XXXXXX.pcap";
	close(mkstemps(path, 5));
	viewed_article(24, 120);
	viewed_press("sa\x15");
	viewed_press(path);
	viewed_press("\r");
	viewed_expect("exists: replace it?");
	viewed_press("n");
	viewed_expect("Nothing saved");
	viewed_press("sa\x15");
	viewed_press(path);
	viewed_press("\ry");
	viewed_expect("Saved 8 packets to ");
	unlink(path);
	viewed_close();
}
END_TEST

START_TEST(a_file_has_no_client_and_no_link)
{
	viewed_article(24, 80);
	viewed_press("w");
	viewed_expect("No client: packets come from");
	viewed_press("L");
	viewed_expect("No link to change");
	viewed_press("v");
	viewed_expect("There is only one vantage point");
	viewed_close();
}
END_TEST

START_TEST(the_client_is_offered_what_its_state_allows)
{
	struct err err;
	viewed_article(24, 80);
	viewed.run.client = client_new("127.0.0.1:8000", &err);
	ck_assert_ptr_nonnull(viewed.run.client);
	viewed_press("w");
	viewed_expect_row(BOTTOM, " Client:  c connect  w write  Esc cancel");
	viewed_expect("Client to 127.0.0.1:8000: not connected");
	viewed_press("\033");
	viewed_expect_no(" Client:");
	viewed_close();
}
END_TEST

START_TEST(playing_shows_one_segment_more_when_it_is_due)
{
	viewed_article(24, 80);
	viewed_press(" ");
	viewed_expect("PLAY 1x");
	viewed_expect_no(" 2 11:12:02");
	ui_tick(&viewed.ui, viewed.ui.shell.play.due_ns);
	ui_layout(&viewed.ui, viewed.size);
	viewed_expect(">    2 11:12:02");
	viewed_expect_no(" 3 11:12:02");
	viewed_press(">");
	viewed_expect("PLAY 2x");
	viewed_press(" ");
	viewed_expect_no("PLAY");
	viewed_close();
}
END_TEST

START_TEST(a_file_is_left_without_a_question)
{
	viewed_article(24, 80);
	viewed_press("q");
	ck_assert(viewed.ui.shell.done);
	viewed_close();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("chrome");
	TCase *tests = tcase_create("chrome");
	tcase_add_test(tests, the_title_tells_what_is_shown);
	tcase_add_test(tests, hints_can_be_clicked_where_they_stand);
	tcase_add_test(tests, a_number_being_typed_is_shown);
	tcase_add_test(tests, a_line_being_typed_has_the_cursor);
	tcase_add_test(tests, a_search_finds_labels_and_says_where_it_is_nowhere);
	tcase_add_test(tests, marks_are_set_and_jumped_to);
	tcase_add_test(tests, a_notice_never_hides_the_explanation);
	tcase_add_test(tests, a_long_explanation_scrolls);
	tcase_add_test(tests, a_notice_stays_while_a_question_is_open);
	tcase_add_test(tests, saving_asks_what_then_for_a_name);
	tcase_add_test(tests, a_file_that_is_there_is_replaced_only_if_wanted);
	tcase_add_test(tests, a_file_has_no_client_and_no_link);
	tcase_add_test(tests, the_client_is_offered_what_its_state_allows);
	tcase_add_test(tests, playing_shows_one_segment_more_when_it_is_due);
	tcase_add_test(tests, a_file_is_left_without_a_question);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
