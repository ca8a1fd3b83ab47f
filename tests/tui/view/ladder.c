/* The ladder pane as text: endpoints, states, arrows, the selection; scrolled, moved sideways,
 * zoomed; and the details beside it. */
#include "tests/tui/view/viewed.h"

START_TEST(endpoints_states_and_arrows_stand_in_their_rows)
{
	static const char *const rows[] = {
		"                       192.168.1.109:8886                     192.168.1.178:8000",
		"                       SYN-SENT                                     SYN-RECEIVED",
		">    1 11:12:02.534303 │══ [S] seq 2639909369, win 8192, length 0 ════════════▶│",
		"•    2 11:12:02.534339 │◀═ [S.] seq 1984808639, ack 2639909370, length 0 ══════│",
		"     3 11:12:02.534528 │┄┄ [.] ack 1, win 65536, length 0 ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄▷│",
		"     4 11:12:16.501177 │━━ [P.] seq 1:6, ack 1, win 65536, length 5 ━━━━━━━━━━▶│",
		"     5 11:12:16.501208 │◁┄ [.] ack 6, win 14720, length 0 ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄│",
		"     6 11:44:16.181474 │━━ [P.] seq 6:12, ack 1, win 65536, length 6 ━━━━━━━━━▶│",
		"     7 11:44:16.181508 │◁┄ [.] ack 12, win 14720, length 0 ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄│",
		"     8 11:50:55.047977 │━━ [R.] seq 12, ack 1, win 0, length 0 * abort ━━━━━━━×│",
		"",
	};
	viewed_article(24, 80);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		viewed_expect_row(1 + (int)i, rows[i]);
	viewed_close();
}
END_TEST

START_TEST(the_selected_row_is_marked_and_what_it_answers_has_a_dot)
{
	viewed_article(24, 80);
	viewed_press("jjjj");
	ck_assert_int_eq(viewed.ui.shell.packet, 5);
	viewed_expect_selected(">    5 ");
	viewed_expect("•    4 ");
	viewed_press("G");
	viewed_expect_selected(">    8 ");
	viewed_close();
}
END_TEST

static const struct wire_ends ends = { .host = { 0x0a000001, 0x0a000002 }, .port = { 4000, 80 } };

/* Forty segments, two hours apart, from 22:13:20 on. */
static void open_days(int rows)
{
	made_begin(&viewed.made);
	for (uint32_t i = 0; i < 40; i++) {
		struct wire_segment spec = { .ends = &ends,
			.flags = TCP_ACK | TCP_PSH,
			.win = 100,
			.seq = 1 + i,
			.ack = 1,
			.len = 1 };
		made_add(&viewed.made, i * 7200000, &spec);
	}
	made_end(&viewed.made);
	viewed_open(viewed.made.path, rows, 80);
}

START_TEST(a_rule_shows_where_the_day_changes)
{
	open_days(24);
	int row = viewed_find(" 2 00:13:20.000000 │");
	ck_assert_int_gt(row, 0);
	viewed_expect_row(row - 1,
	    "                       ├── Wed 2023-11-15 ─────────────────────────────────────┤");
	ck_assert_int_eq(viewed_find(">    1 22:13:20.000000 │"), row - 2);
	viewed_press("tttt");
	viewed_expect("Wed 2023-11-15");
	viewed_press("t");
	viewed_expect_no("Wed 2023-11-15");
	viewed_close();
}
END_TEST

/* Rules take rows; the selected segment stays on the screen, and a click finds its row. */
START_TEST(rules_leave_the_selection_on_the_screen)
{
	char mark[16];
	open_days(14);
	for (unsigned i = 1; i <= 40; i++) {
		snprintf(mark, sizeof(mark), ">   %2u ", i);
		viewed_expect_selected(mark);
		viewed_press("j");
	}
	for (unsigned i = 40; i >= 1; i--) {
		snprintf(mark, sizeof(mark), ">   %2u ", i);
		viewed_expect_selected(mark);
		viewed_press("k");
	}
	viewed_close();
}
END_TEST

START_TEST(few_rows_scroll_with_the_selection)
{
	viewed_article(10, 80);
	ck_assert_int_lt(viewed_find(" 8 11:50:55"), 0);
	viewed_press("G");
	viewed_expect(">    8 ");
	ck_assert_int_lt(viewed_find(" 1 11:12:02"), 0);
	viewed_close();
}
END_TEST

START_TEST(a_ladder_moved_sideways_shows_labels_in_full)
{
	viewed_article(24, 50);
	viewed_expect_no("win 8192, options [mss 1460");
	viewed_press("lll");
	viewed_expect("8192, options [mss 1460");
	/* Only labels move. */
	viewed_expect(">    1 11:12:02.534 │");
	viewed_expect("SYN-SENT");
	viewed_press("hhhhhhhhhhhh");
	viewed_expect_no("win 8192, options [mss 1460");
	viewed_close();
}
END_TEST

START_TEST(ascii_draws_with_ascii)
{
	viewed_article(24, 80);
	viewed.ui.shell.ascii = true;
	viewed_layout();
	for (int row = 0; row < viewed.size.rows; row++)
		for (const char *c = viewed_row(row); *c != '\0'; c++)
			ck_assert_int_lt((unsigned char)*c, 0x80);
	viewed_close();
}
END_TEST

START_TEST(layout_changes_nothing)
{
	static char before[100][VIEWED_ROW];
	viewed_article(40, 120);
	for (int row = 0; row < viewed.size.rows; row++)
		snprintf(before[row], sizeof(before[row]), "%s", viewed_row(row));
	viewed_layout();
	for (int row = 0; row < viewed.size.rows; row++)
		viewed_expect_row(row, before[row]);
	viewed_close();
}
END_TEST

START_TEST(a_small_screen_says_what_it_needs)
{
	viewed_article(5, 30);
	viewed_expect_row(0, "needs 40x10, has 30x5");
	viewed_expect_row(1, "");
	viewed_close();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ladder");
	TCase *tests = tcase_create("ladder");
	tcase_add_test(tests, endpoints_states_and_arrows_stand_in_their_rows);
	tcase_add_test(tests, the_selected_row_is_marked_and_what_it_answers_has_a_dot);
	tcase_add_test(tests, a_rule_shows_where_the_day_changes);
	tcase_add_test(tests, rules_leave_the_selection_on_the_screen);
	tcase_add_test(tests, few_rows_scroll_with_the_selection);
	tcase_add_test(tests, a_ladder_moved_sideways_shows_labels_in_full);
	tcase_add_test(tests, ascii_draws_with_ascii);
	tcase_add_test(tests, layout_changes_nothing);
	tcase_add_test(tests, a_small_screen_says_what_it_needs);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
