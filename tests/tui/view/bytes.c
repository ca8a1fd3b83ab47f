/* The bytes of a session on the screen: turns, forms, sides, parts, the name of a file. */
#include "tests/tui/view/viewed.h"
#include "tui/view/bytes_text.h"

static const struct wire_ends ends[] = {
	{ .host = { 0x0a000001, 0x0a000002 }, .port = { 4000, 80 } },
	{ .host = { 0x0a000001, 0x0a000002 }, .port = { 4001, 80 } },
};

static void add(
    unsigned session, unsigned side, uint32_t seq, uint32_t ack, const char *payload, uint32_t len)
{
	static uint32_t ms;
	struct wire_segment spec = { .ends = &ends[session],
		.side = side,
		.flags = TCP_ACK | TCP_PSH,
		.win = 60000,
		.seq = seq,
		.ack = ack,
		.id = (uint16_t)++ms,
		.payload = payload,
		.len = len };
	made_add(&viewed.made, ms, &spec);
}

/* A question that arrives in the wrong order, an answer with a hole; another session of two
 * parts. */
static void open_dialogue(int rows)
{
	made_begin(&viewed.made);
	add(0, 0, 1, 1, "GET ", 4);
	add(0, 0, 10, 1, "HTTP\r\n", 6);
	add(0, 0, 5, 1, "/one ", 5);
	add(0, 1, 1, 16, "200 ", 4);
	add(0, 1, 8, 16, "fine\n", 5);
	for (uint32_t i = 0; i < 300; i++)
		add(1, 0, 1 + 1024 * i, 1, NULL, 1024);
	made_end(&viewed.made);
	viewed_open(viewed.made.path, rows, 80);
	/* The list of sessions comes first. */
	viewed_press("g\r");
}

START_TEST(both_sides_take_turns)
{
	open_dialogue(24);
	viewed_press("B");
	viewed_expect("Session 1: 24 bytes from both sides");
	int row = viewed_find("→ client, frame 1, 15 bytes");
	ck_assert_int_gt(row, 0);
	viewed_expect_row(row + 1, "   GET /one HTTP\\r\\n");
	viewed_expect_row(row + 2, " ← server, frame 4, 4 bytes");
	viewed_expect_row(row + 3, "   200");
	viewed_expect_row(row + 4, "   [the capture lacks 3 bytes of the server]");
	viewed_expect_row(row + 5, " ← server, frame 5, 5 bytes");
	viewed_expect_row(row + 6, "   fine\\n");
	viewed_press("x");
	viewed_expect("0000  47 45 54 20 2f 6f 6e 65");
	/* Offsets count what is missing. */
	viewed_expect("0007  66 69 6e 65 0a");
	viewed_press("q");
	viewed_expect("[P.] seq");
	viewed_close();
}
END_TEST

START_TEST(one_side_at_a_time)
{
	open_dialogue(24);
	viewed_press("Ba");
	viewed_expect("Session 1: 15 bytes from the client");
	viewed_expect_no("200");
	viewed_press("a");
	viewed_expect("Session 1: 9 bytes from the server");
	viewed_expect_no("GET");
	viewed_press("J");
	viewed_expect("Session 2: 0 bytes from the server");
	viewed_expect("The server sent no data.");
	viewed_press("J");
	viewed_expect("This is the last session");
	viewed_press("K");
	viewed_expect("Session 1: 9 bytes from the server");
	viewed_close();
}
END_TEST

START_TEST(a_long_stream_is_shown_in_parts)
{
	open_dialogue(24);
	viewed_press("BJ");
	viewed_expect("Session 2: 307200 bytes from both sides");
	viewed_expect("part 1 of 2");
	viewed_expect("client, frame 6, 262144 bytes");
	viewed_press("G");
	viewed_expect("part 2 of 2");
	viewed_press("g");
	viewed_expect("part 1 of 2");
	viewed_press("Gg9999jj");
	viewed_expect("part 2 of 2");
	viewed_expect("client, frame 262, 45056 bytes");
	viewed_press("k");
	viewed_expect("part 1 of 2");
	viewed_close();
}
END_TEST

/* Every byte of a part is on the screen once, in either form. */
START_TEST(parts_together_are_the_stream)
{
	struct byte_stream stream;
	size_t letters = 0;
	open_dialogue(24);
	byte_stream_read(viewed.run.model, 2, BYTES_OF_BOTH, UINT32_MAX, &stream);
	ck_assert_uint_eq(bytes_parts(&stream), 2);
	for (uint64_t part = 0; part < 2; part++) {
		struct lines lines = { 0 };
		bytes_text(&viewed.ui.shell, &stream, part, 80, &lines);
		for (size_t i = 0; i < lines.count; i++)
			for (const char *c = lines_text(&lines, i); *c != '\0'; c++)
				letters += *c == 'x';
		lines_free(&lines);
	}
	ck_assert_uint_eq(letters, 300 * 1024);
	byte_stream_free(&stream);
	viewed_close();
}
END_TEST

START_TEST(a_search_goes_through_all_parts)
{
	open_dialogue(24);
	viewed_press("B/one\r");
	ck_assert_str_eq(viewed.ui.shell.status, "");
	viewed_press("/TWO\r");
	ck_assert_str_eq(viewed.ui.shell.status, "\"TWO\" is not in these bytes");
	viewed_press("J/frame 2..,\r");
	viewed_expect("part 2 of 2");
	viewed_expect("client, frame 262,");
	viewed_press("/frame 6\r");
	viewed_expect("part 1 of 2");
	viewed_press("n");
	viewed_expect("part 1 of 2");
	viewed_press("/frame\r");
	viewed_press("n");
	viewed_expect("part 2 of 2");
	viewed_press("N");
	viewed_expect("part 1 of 2");
	viewed_close();
}
END_TEST

START_TEST(a_name_is_proposed_for_the_bytes)
{
	open_dialogue(24);
	viewed_press("Bs");
	viewed_expect("Save the bytes as:");
	viewed_expect("tcpviz-10.0.0.1.4000-10.0.0.2.80-both.bytes");
	viewed_press("\x1b"
	             "as");
	viewed_expect("tcpviz-10.0.0.1.4000-10.0.0.2.80-client.bytes");
	viewed_press("\x15\r");
	ck_assert_str_eq(viewed.ui.shell.status, "Nothing saved");
	viewed_close();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bytes");
	TCase *tests = tcase_create("bytes");
	tcase_add_test(tests, both_sides_take_turns);
	tcase_add_test(tests, one_side_at_a_time);
	tcase_add_test(tests, a_long_stream_is_shown_in_parts);
	tcase_add_test(tests, parts_together_are_the_stream);
	tcase_add_test(tests, a_search_goes_through_all_parts);
	tcase_add_test(tests, a_name_is_proposed_for_the_bytes);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
