/* Filters on the screen: of the list and of the ladder; errors, completion, what hides and what
 * comes back. */
#include "tests/tui/view/viewed.h"

enum { CLIENT, SERVER };

static const struct wire_ends ends[] = {
	{ .host = { 0x0a000001, 0x0a000002 }, .port = { 40000, 8000 } },
	{ .host = { 0x0a000003, 0x0a000002 }, .port = { 40001, 8001 } },
};

/* Frame 5 is a retransmission. */
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

static void show(void)
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
	viewed_open(viewed.made.path, 24, 110);
}

static const struct {
	const char *text, *shown, *hidden;
} lists[] = {
	{ "port:8001", "10.0.0.3:40001", "10.0.0.1:40000" },
	{ "note:retransmission", "10.0.0.1:40000", "10.0.0.3:40001" },
	{ "!note:retransmission", "10.0.0.3:40001", "10.0.0.1:40000" },
	{ "state:refused or port:5", "10.0.0.3:40001", "10.0.0.1:40000" },
	{ "bpf:\"tcp port 8001\"", "10.0.0.3:40001", "10.0.0.1:40000" },
	{ "flags:R dir:ba", "10.0.0.3:40001", "10.0.0.1:40000" },
	{ "rtt<2ms 8001", "10.0.0.3:40001", "10.0.0.1:40000" },
	{ "duration>100ms", "10.0.0.1:40000", "10.0.0.3:40001" },
};

START_TEST(the_list_shows_the_sessions_that_fit)
{
	show();
	viewed_press("f");
	viewed_expect("Filter sessions:");
	viewed_press(lists[_i].text);
	viewed_press("\r");
	viewed_expect("1 of 2 sessions");
	viewed_expect("filter: ");
	viewed_expect(lists[_i].shown);
	viewed_expect_no(lists[_i].hidden);
	viewed_press("\033");
	viewed_expect(lists[_i].hidden);
	viewed_close();
}
END_TEST

START_TEST(without_a_match_the_list_says_what_was_looked_at)
{
	show();
	viewed_press("fnote:zero_window\r");
	viewed_expect("No session matches the filter; f changes it, Esc removes it");
	viewed_expect("Looked at 2 sessions, 8 segments");
	viewed_close();
}
END_TEST

START_TEST(an_error_is_marked_and_can_be_mended)
{
	show();
	viewed_press("fport:8001 prot:3\r");
	viewed_expect("there is no term prot");
	int row = viewed_find("Filter sessions: port:8001 prot:3");
	ck_assert_int_eq(row, 23);
	/* The wrong part alone, and the cursor behind it. */
	int col = 1 + (int)strlen("Filter sessions: port:8001 ");
	ck_assert_uint_eq(scene_look(&viewed.ui.scene, row, col).tint, TINT_ERROR);
	ck_assert_uint_eq(scene_look(&viewed.ui.scene, row, col + 3).tint, TINT_ERROR);
	ck_assert_uint_ne(scene_look(&viewed.ui.scene, row, col + 4).tint, TINT_ERROR);
	ck_assert_uint_ne(scene_look(&viewed.ui.scene, row, col - 1).tint, TINT_ERROR);
	ck_assert_int_eq(viewed.ui.chrome.cursor.col, col + 4);
	viewed_expect("10.0.0.1:40000");
	viewed_press("\005\025port:8001\r");
	viewed_expect("1 of 2 sessions");
	viewed_close();
}
END_TEST

START_TEST(a_wrong_bpf_expression_is_an_error)
{
	show();
	viewed_press("fbpf:\"tcp prt 80\"\r");
	viewed_expect("bpf: ");
	viewed_expect("Filter sessions: bpf:\"tcp prt 80\"");
	viewed_close();
}
END_TEST

START_TEST(tab_completes_terms_and_values)
{
	show();
	viewed_press("fno\t\t");
	viewed_expect("note: not");
	viewed_press("e:retr\t");
	viewed_expect("Filter sessions: note:retransmission");
	viewed_press(" du\t");
	viewed_expect("note:retransmission duration>");
	viewed_press("1ms\r");
	viewed_expect("1 of 2 sessions");
	viewed_close();
}
END_TEST

START_TEST(the_ladder_shows_the_segments_that_fit)
{
	show();
	viewed_press("\r");
	viewed_expect("6 segments");
	viewed_press("f");
	viewed_expect("Filter segments:");
	viewed_press("dir:ba\r");
	viewed_expect("2 of 6 segments");
	viewed_expect("filter: dir:ba");
	viewed_expect_no("[P.]");
	/* The selection moves to a row that fits. */
	ck_assert_uint_eq(viewed.ui.shell.packet, 2);
	viewed_press("j");
	ck_assert_uint_eq(viewed.ui.shell.packet, 6);
	viewed_press("j");
	ck_assert_uint_eq(viewed.ui.shell.packet, 6);
	viewed_press("g");
	ck_assert_uint_eq(viewed.ui.shell.packet, 2);
	viewed_press("\033");
	viewed_expect("The filter is off");
	viewed_expect("6 segments");
	viewed_expect("[P.]");
	viewed_close();
}
END_TEST

START_TEST(the_ladder_says_that_nothing_fits)
{
	show();
	viewed_press("\rfflags:R\r");
	viewed_expect("No segment matches the filter; f changes it, Esc removes it");
	viewed_expect("Looked at 6 segments");
	viewed_expect("0 of 6 segments");
	viewed_press("jkgGe");
	viewed_press("\033\033");
	viewed_expect("2 sessions");
	viewed_close();
}
END_TEST

START_TEST(the_filter_stays_from_session_to_session)
{
	show();
	viewed_press("\rfflags:S\r");
	viewed_expect("2 of 6 segments");
	viewed_press("J");
	viewed_expect("1 of 2 segments");
	ck_assert_uint_eq(viewed.ui.shell.packet, 7);
	/* A session term: all of it or nothing. */
	viewed_press("f\025port:8001\r");
	viewed_expect("2 of 2 segments");
	viewed_press("K");
	viewed_expect("0 of 6 segments");
	viewed_close();
}
END_TEST

START_TEST(a_jump_to_a_hidden_segment_takes_the_filter_away)
{
	show();
	viewed_press("\rfdir:ba\r:5\r");
	ck_assert_uint_eq(viewed.ui.shell.packet, 5);
	viewed_expect("The filter hides frame 5");
	viewed_expect("6 segments");
	/* The next notable one is looked for among those shown. */
	viewed_press("gfdir:ba\re");
	ck_assert_uint_eq(viewed.ui.shell.packet, 2);
	viewed_expect("2 of 6 segments");
	viewed_close();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("filters");
	TCase *tests = tcase_create("filters");
	tcase_add_loop_test(tests, the_list_shows_the_sessions_that_fit, 0, (int)ARRAY_LEN(lists));
	tcase_add_test(tests, without_a_match_the_list_says_what_was_looked_at);
	tcase_add_test(tests, an_error_is_marked_and_can_be_mended);
	tcase_add_test(tests, a_wrong_bpf_expression_is_an_error);
	tcase_add_test(tests, tab_completes_terms_and_values);
	tcase_add_test(tests, the_ladder_shows_the_segments_that_fit);
	tcase_add_test(tests, the_ladder_says_that_nothing_fits);
	tcase_add_test(tests, the_filter_stays_from_session_to_session);
	tcase_add_test(tests, a_jump_to_a_hidden_segment_takes_the_filter_away);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
