/* The panes beside the ladder as text: messages, details, the kernel's windows. */
#include "capture/kernel/kernel_view.h"
#include "tests/tui/view/viewed.h"

START_TEST(messages_stand_with_time_direction_length_and_bytes)
{
	viewed_article(24, 80);
	int head = viewed_find("Messages");
	ck_assert_int_gt(head, 0);
	viewed_expect_row(head + 1, "  11:12:16.501177 →     5 11111");
	viewed_expect_row(head + 2, "  11:44:16.181474 →     6 123321");
	viewed_expect_row(head + 3, "");
	viewed_close();
}
END_TEST

START_TEST(the_message_of_the_selected_segment_is_marked)
{
	viewed_article(24, 80);
	viewed_press("\tG");
	viewed_expect_selected("> 11:44:16.181474");
	ck_assert_int_eq(viewed.ui.shell.packet, 6);
	viewed_close();
}
END_TEST

START_TEST(what_playing_has_not_come_to_has_no_message)
{
	viewed_article(24, 80);
	viewed_press(" ");
	ck_assert(viewed.ui.shell.play.on);
	viewed_expect("No data in this session yet");
	viewed_expect_no("[P.]");
	viewed_press(" ");
	viewed_expect_no("No data in this session yet");
	viewed_close();
}
END_TEST

START_TEST(details_tell_of_the_selected_segment)
{
	viewed_article(40, 120);
	viewed_press("jjj");
	viewed_expect("Frame 4 ");
	viewed_expect("Payload: 5 bytes");
	viewed_expect("Time: Fri 2015-09-25 11:12:16.501177 UTC");
	viewed_expect("Since the first segment: 13.97 s");
	viewed_expect("Since the previous segment: 13.97 s");
	viewed_press("j");
	viewed_expect("Frame 5 ");
	viewed_expect_no("Payload: ");
	viewed_close();
}
END_TEST

START_TEST(details_scroll_on_their_own)
{
	viewed_article(24, 80);
	viewed_press("jjj\r");
	viewed_expect_no("Urgent pointer: ");
	viewed_press("\rG");
	viewed_expect("Urgent pointer: 0");
	viewed_expect("> Frame 4 ");
	viewed_press("gg");
	viewed_expect_no("Urgent pointer: ");
	viewed_close();
}
END_TEST

START_TEST(without_a_kernel_the_plot_says_so)
{
	viewed_article(24, 80);
	viewed_press("W");
	viewed_expect("No kernel data for this session");
	viewed_expect_no("Messages ");
	viewed_close();
}
END_TEST

START_TEST(the_plot_has_a_scale_and_the_values_at_the_selection)
{
	struct kernel_view view = {
		.state = STATE_ESTABLISHED, .cwnd = 10, .ssthresh = KERNEL_INFINITE, .in_flight = 2
	};
	viewed_article(24, 80);
	packet_truth_add_view(viewed.run.truth, 1, PACKET_TRUTH_SENDER, &view);
	view.cwnd = 20;
	view.ssthresh = 7;
	packet_truth_add_view(viewed.run.truth, 4, PACKET_TRUTH_SENDER, &view);
	viewed_press("W");
	viewed_expect("cwnd 10");
	viewed_expect("ssthresh none");
	viewed_press("jjj");
	viewed_expect("cwnd 20");
	viewed_expect("ssthresh 7");
	int head = viewed_find("cwnd 20");
	ck_assert_int_eq(strncmp(viewed_row(head + 1), "   20", 5), 0);
	viewed_close();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("panes");
	TCase *tests = tcase_create("panes");
	tcase_add_test(tests, messages_stand_with_time_direction_length_and_bytes);
	tcase_add_test(tests, the_message_of_the_selected_segment_is_marked);
	tcase_add_test(tests, what_playing_has_not_come_to_has_no_message);
	tcase_add_test(tests, details_tell_of_the_selected_segment);
	tcase_add_test(tests, details_scroll_on_their_own);
	tcase_add_test(tests, without_a_kernel_the_plot_says_so);
	tcase_add_test(tests, the_plot_has_a_scale_and_the_values_at_the_selection);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
