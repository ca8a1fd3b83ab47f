/* A session with a loss: its problems, and the jumps from a segment to those it belongs to. */
#include "core/base/text.h"
#include "tests/tui/view/viewed.h"

enum { CLIENT, SERVER };

static const struct wire_ends ends[] = {
	{ .host = { 0x0a000001, 0x0a000002 }, .port = { 40000, 8000 } },
};

/* The server answers a request with five segments. The first is lost behind the capture point. */
static const struct {
	uint32_t ms;
	unsigned side;
	uint16_t flags, len;
	uint32_t seq, ack;
} frames[] = {
	{ 0, CLIENT, TCP_SYN, 0, 99, 0 },
	{ 20, SERVER, TCP_SYN | TCP_ACK, 0, 499, 100 },
	{ 20, CLIENT, TCP_ACK, 0, 100, 500 },
	{ 21, CLIENT, TCP_ACK | TCP_PSH, 10, 100, 500 },
	{ 41, SERVER, TCP_ACK, 100, 500, 110 },
	{ 42, SERVER, TCP_ACK, 100, 600, 110 },
	{ 43, SERVER, TCP_ACK, 100, 700, 110 },
	{ 44, SERVER, TCP_ACK, 100, 800, 110 },
	{ 45, SERVER, TCP_ACK | TCP_PSH, 100, 900, 110 },
	{ 46, CLIENT, TCP_ACK, 0, 110, 500 },
	{ 47, CLIENT, TCP_ACK, 0, 110, 500 },
	{ 48, CLIENT, TCP_ACK, 0, 110, 500 },
	{ 49, CLIENT, TCP_ACK, 0, 110, 500 },
	{ 68, SERVER, TCP_ACK, 100, 500, 110 },
	{ 71, CLIENT, TCP_ACK, 0, 110, 1000 },
};

static void show(int rows, int cols)
{
	made_begin(&viewed.made);
	for (size_t i = 0; i < ARRAY_LEN(frames); i++) {
		struct wire_segment spec = { .ends = &ends[0],
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

START_TEST(a_series_is_one_problem_with_its_frames)
{
	show(24, 100);
	viewed_expect("2 problems");
	viewed_press("P");
	viewed_expect("       1  retransmission ");

	viewed_expect("       1  duplicate ACK                4 frames ");
	viewed_press("G\r");
	viewed_expect("duplicate ACK: 1 of 1");
	viewed_expect(" x4 ");
	viewed_expect_selected(">       10 ");
	viewed_close();
}
END_TEST

static uint32_t selected(void)
{
	return viewed.ui.shell.packet;
}

/* The mark of the cell after a text on the screen. */
static unsigned mark_after(const char *text)
{
	int row = viewed_find(text);
	ck_assert_int_ge(row, 0);
	const char *line = viewed_row(row), *at = strstr(line, text);
	char before[VIEWED_ROW];
	snprintf(before, sizeof(before), "%.*s", (int)(at - line + (int)strlen(text)), line);
	return scene_look(&viewed.ui.scene, row, (int)text_width(before)).mark;
}

START_TEST(related_segments_are_one_key_away)
{
	show(24, 100);
	viewed_press("4G%");
	ck_assert_uint_eq(selected(), 5);
	viewed_expect("Frame 5 is its ACK; % returns");
	viewed_press("%");
	ck_assert_uint_eq(selected(), 4);
	/* From a lost segment to its retransmission and its ACK, and from there to the original. */
	viewed_press("5G%");
	ck_assert_uint_eq(selected(), 14);
	viewed_expect("Frame 14 is its retransmission; % returns; 2% goes to its ACK, frame 15");
	viewed_press("%2%");
	ck_assert_uint_eq(selected(), 15);
	viewed_press("14G%");
	ck_assert_uint_eq(selected(), 5);
	viewed_expect("Frame 5 is its original");
	/* A duplicate ACK belongs to the segment that ended the series. */
	viewed_press("12G%");
	ck_assert_uint_eq(selected(), 14);
	viewed_press("9%");
	viewed_expect("related to this one, no more");
	viewed_close();
}
END_TEST

START_TEST(jumps_go_back_and_forward)
{
	show(24, 100);
	viewed_press("4Gj5Gjj14G");
	ck_assert_uint_eq(selected(), 14);
	viewed_press("\017");
	ck_assert_uint_eq(selected(), 7);
	viewed_press("\017\017");
	ck_assert_uint_eq(selected(), 1);
	viewed_press("\017");
	viewed_expect("No jump to go back from");
	viewed_press("O");
	ck_assert_uint_eq(selected(), 7);
	viewed_press("O");
	ck_assert_uint_eq(selected(), 14);
	viewed_press("O");
	viewed_expect("No jump to go forward to");
	viewed_close();
}
END_TEST

START_TEST(frame_numbers_of_the_explanation_are_links)
{
	show(24, 100);
	viewed_press("12G");
	viewed_expect("rame 14");
	ck_assert_uint_eq(mark_after("rame "), MARK_LINK);
	viewed_press("}");
	ck_assert_uint_ne(viewed.ui.shell.links.chosen, 0);
	uint32_t frame = frame_links_chosen(&viewed.ui.shell.links)->frame;
	viewed_press("\r");
	ck_assert_uint_eq(selected(), frame);
	viewed_press("\017");
	ck_assert_uint_eq(selected(), 12);
	ck_assert_uint_eq(viewed.ui.shell.links.chosen, 0);
	viewed_press("}\033");
	ck_assert_uint_eq(viewed.ui.shell.links.chosen, 0);
	ck_assert_uint_eq(viewed.ui.shell.stacked, 1);
	viewed_close();
}
END_TEST

START_TEST(details_and_story_have_links_too)
{
	show(40, 120);
	viewed_press("4G");
	viewed_expect("Acknowledged by: frame 5, ");
	viewed_press("{");
	viewed_press("\r");
	ck_assert_uint_ne(selected(), 4);
	viewed_press("4Gi");
	viewed_expect("Tab frame");
	viewed_press("\t");
	ck_assert_uint_eq(mark_after("frames "), MARK_SELECTED);
	viewed_press("\r");
	viewed_expect("Frame ");
	/* Back to the story, as it was. */
	viewed_press("q");
	viewed_expect("Tab frame");
	viewed_press("15\r");
	ck_assert_uint_eq(selected(), 15);
	viewed_close();
}
END_TEST

/* Help over the story does not replace it. */
START_TEST(texts_are_stacked)
{
	show(40, 100);
	viewed_press("i?");
	viewed_expect("Keys in a text view");
	viewed_press("q");
	viewed_expect("Duration ");
	viewed_press("q");
	viewed_expect("[S]");
	viewed_close();
}
END_TEST

START_TEST(the_message_of_a_segment_is_one_key_away)
{
	show(24, 100);
	viewed_press("4GM");
	viewed_expect("Message of 10 bytes");
	viewed_close();
}
END_TEST

static void type_line(const char *keys, const char *line)
{
	viewed_press(keys);
	for (const char *c = line; *c != '\0'; c++)
		ui_key(&viewed.ui, *c);
	viewed_press("\r");
}

START_TEST(a_search_takes_regular_expressions_and_marks_matches)
{
	show(24, 100);
	type_line("/", "seq 0*1:[0-9]+");
	ck_assert_uint_eq(selected(), 4);
	ck_assert_uint_eq(mark_after("[P.] "), MARK_MATCH);
	viewed_press("n");
	ck_assert_uint_eq(selected(), 5);
	type_line("/", "dup.*ack$");
	ck_assert_uint_eq(selected(), 10);
	type_line("/", "[a");
	viewed_expect("\"[a\" is no regular expression: ");
	ck_assert_uint_eq(selected(), 10);
	/* Esc removes the marks first. */
	type_line("/", "seq 1:11");
	ck_assert_uint_eq(mark_after("[P.] "), MARK_MATCH);
	viewed_press("\033");
	ck_assert_uint_ne(mark_after("[P.] "), MARK_MATCH);
	viewed_close();
}
END_TEST

START_TEST(payload_is_searched_over_the_seams_of_segments)
{
	show(24, 100);
	type_line("/", "x{150}");
	ck_assert_uint_eq(selected(), 5);
	viewed_close();
}
END_TEST

START_TEST(a_text_is_searched_copied_and_saved)
{
	show(12, 80);
	viewed_press("i");
	type_line("/", "^last seg.*frame");
	viewed_expect("Last segment");
	ck_assert_uint_eq(mark_after("Last seg"), MARK_MATCH);
	viewed_press("n");
	viewed_expect("No other match for");
	type_line("/", "nowhere at all");
	viewed_expect("\"nowhere at all\" is not in this text");
	viewed_press("y");
	viewed_expect("Copied");
	viewed_press("s");
	viewed_expect("Save the text as: tcpviz-session-1.txt");
	viewed_close();
}
END_TEST

START_TEST(texts_go_on_in_place)
{
	show(24, 80);
	viewed_press("4GMJ");
	viewed_expect("Message of 500 bytes");
	ck_assert_uint_eq(selected(), 5);
	viewed_press("J");
	viewed_expect("This is the last message");
	viewed_press("K");
	viewed_expect("Message of 10 bytes");
	viewed_press("q");
	viewed_expect("> ");
	viewed_press("iJ");
	viewed_expect("This is the last session");
	viewed_close();
}
END_TEST

START_TEST(problems_are_searched)
{
	show(24, 100);
	viewed_press("P");
	type_line("/", "dup(licate)? ack");
	viewed_expect_selected("duplicate ACK");
	viewed_press("\r");
	type_line("/", "ack 999");
	viewed_expect("\"ack 999\" is in no row");
	type_line("/", "ack 1,");
	viewed_expect_no("is in no row");
	viewed_close();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("jumps");
	TCase *tests = tcase_create("jumps");
	tcase_add_test(tests, a_series_is_one_problem_with_its_frames);
	tcase_add_test(tests, related_segments_are_one_key_away);
	tcase_add_test(tests, jumps_go_back_and_forward);
	tcase_add_test(tests, frame_numbers_of_the_explanation_are_links);
	tcase_add_test(tests, details_and_story_have_links_too);
	tcase_add_test(tests, texts_are_stacked);
	tcase_add_test(tests, the_message_of_a_segment_is_one_key_away);
	tcase_add_test(tests, a_search_takes_regular_expressions_and_marks_matches);
	tcase_add_test(tests, payload_is_searched_over_the_seams_of_segments);
	tcase_add_test(tests, a_text_is_searched_copied_and_saved);
	tcase_add_test(tests, texts_go_on_in_place);
	tcase_add_test(tests, problems_are_searched);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
