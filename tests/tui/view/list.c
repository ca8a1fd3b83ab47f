/* The session list and the problems as text: rows, order, filter, selection. */
#include "core/record/event.h"
#include "tests/tui/view/viewed.h"

enum { CLIENT, SERVER };

static const struct wire_ends ends[] = {
	{ .host = { 0x0a000001, 0x0a000002 }, .port = { 40000, 8000 } },
	{ .host = { 0x0a000003, 0x0a000002 }, .port = { 40001, 8001 } },
};

static const struct {
	uint32_t ms;
	unsigned session, side;
	uint16_t flags, len;
	uint32_t seq, ack;
} frames[] = {
	{ 0, 0, CLIENT, TCP_SYN, 0, 99, 0 },
	{ 1, 0, SERVER, TCP_SYN | TCP_ACK, 0, 499, 100 },
	{ 2, 0, CLIENT, TCP_ACK, 0, 100, 500 },
	{ 3, 0, CLIENT, TCP_ACK | TCP_PSH, 10, 100, 500 },
	{ 500, 0, CLIENT, TCP_ACK | TCP_PSH, 10, 100, 500 },
	{ 501, 0, SERVER, TCP_ACK, 0, 500, 110 },
	{ 600, 1, CLIENT, TCP_SYN, 0, 99, 0 },
	{ 601, 1, SERVER, TCP_RST | TCP_ACK, 0, 0, 100 },
};

static void show(int rows, int cols)
{
	made_begin(&viewed.made);
	for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
		struct wire_segment spec = { .ends = &ends[frames[i].session],
			.side = frames[i].side,
			.flags = frames[i].flags,
			.len = frames[i].len,
			.win = 500,
			.seq = frames[i].seq,
			.ack = frames[i].ack };
		made_add(&viewed.made, frames[i].ms, &spec);
	}
	made_end(&viewed.made);
	viewed_open(viewed.made.path, rows, cols);
}

START_TEST(a_file_of_several_sessions_begins_with_the_list)
{
	show(24, 100);
	viewed_expect("2 sessions");
	viewed_expect_selected("10.0.0.1:40000");
	ck_assert_int_eq(viewed_find("10.0.0.3:40001"), viewed_find("10.0.0.1:40000") + 1);
	viewed_press("j");
	viewed_expect_selected("10.0.0.3:40001");
	viewed_close();
}
END_TEST

START_TEST(columns_have_titles_and_the_sorted_one_a_sign)
{
	show(24, 100);
	int titles = viewed_find("Client");
	ck_assert_ptr_nonnull(strstr(viewed_row(titles), "No."));
	ck_assert_ptr_nonnull(strstr(viewed_row(titles), "Server"));
	viewed_press("S");
	viewed_expect("Sorted by packets, most first");
	viewed_expect_selected("10.0.0.1:40000");
	viewed_press("R");
	viewed_expect_selected("10.0.0.3:40001");
	viewed_close();
}
END_TEST

static const struct {
	int cols;
	const char *titles;
} widths[] = {
	{ 100, "  No.↑  Client           Server           State        Problems  Packets    Sent  "
	       "Received" },
	{ 130, "  No.↑  Client           Server           State        Problems  Packets    Sent  "
	       "Received     Duration  Verdict              RTT" },
	{ 160, "  No.↑  Start     Client           Server           State        Problems  Packets"
	       "    Sent  Received     Duration  Verdict              RTT    Goodput  Resent" },
};

START_TEST(a_wide_list_shows_more_of_each_session)
{
	show(24, widths[_i].cols);
	int titles = viewed_find("Client");
	ck_assert_str_eq(viewed_row(titles), widths[_i].titles);
	viewed_close();
}
END_TEST

START_TEST(a_wide_row_has_verdict_and_figures)
{
	show(24, 160);
	const char *row = viewed_row(viewed_find("10.0.0.1:40000"));
	ck_assert_ptr_nonnull(strstr(row, "timeout"));
	ck_assert_ptr_nonnull(strstr(row, "1.0 ms"));
	ck_assert_ptr_nonnull(strstr(row, "25 %"));
	ck_assert_ptr_nonnull(strstr(row, "22:13:20"));
	ck_assert_ptr_nonnull(strstr(viewed_row(viewed_find("10.0.0.3:40001")), "refused"));
	viewed_close();
}
END_TEST

START_TEST(a_filter_leaves_rows_out_until_it_is_taken_away)
{
	show(24, 100);
	viewed_press("f8001\r");
	viewed_expect("1 of 2 sessions");
	viewed_expect_no("10.0.0.1:40000");
	viewed_press("fnowhere\r");
	viewed_expect("No session matches the filter");
	viewed_press("\033");
	viewed_expect("10.0.0.1:40000");
	viewed_close();
}
END_TEST

START_TEST(a_session_opens_and_the_list_comes_back_to_it)
{
	show(24, 100);
	viewed_press("j\r");
	viewed_expect("session 2/2");
	viewed_expect("[S] seq 99");
	viewed_press("q");
	viewed_expect_selected("10.0.0.3:40001");
	viewed_close();
}
END_TEST

START_TEST(problems_are_counted_by_kind)
{
	show(24, 100);
	viewed_press("P");
	viewed_expect("Problems in all sessions");
	viewed_expect(event_words(NOTE_REFUSED));
	viewed_press("q\rP");
	viewed_expect("Problems in session 1");
	viewed_expect_no(event_words(NOTE_REFUSED));
	viewed_press("P");
	viewed_expect("Problems in all sessions");
	viewed_close();
}
END_TEST

START_TEST(a_kind_of_problem_opens_into_its_frames_and_these_into_the_ladder)
{
	show(24, 100);
	while (viewed_press("P"), viewed_find(event_words(NOTE_REFUSED)) < 0)
		;
	int row = viewed_find(event_words(NOTE_REFUSED));
	for (int i = viewed_find("Problems in") + 1; i < row; i++)
		viewed_press("j");
	viewed_press("\r");
	viewed_expect(": 1 of 1");
	viewed_expect(">        8");
	viewed_press("\r");
	ck_assert_int_eq(viewed.ui.shell.packet, 8);
	viewed_expect("session 2/2");
	viewed_close();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("list");
	TCase *tests = tcase_create("list");
	tcase_add_test(tests, a_file_of_several_sessions_begins_with_the_list);
	tcase_add_test(tests, columns_have_titles_and_the_sorted_one_a_sign);
	tcase_add_loop_test(
	    tests, a_wide_list_shows_more_of_each_session, 0, (int)ARRAY_LEN(widths));
	tcase_add_test(tests, a_wide_row_has_verdict_and_figures);
	tcase_add_test(tests, a_filter_leaves_rows_out_until_it_is_taken_away);
	tcase_add_test(tests, a_session_opens_and_the_list_comes_back_to_it);
	tcase_add_test(tests, problems_are_counted_by_kind);
	tcase_add_test(tests, a_kind_of_problem_opens_into_its_frames_and_these_into_the_ladder);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
