/* The session list on the screen: narrow screens, sorting, searching, filtering. */
#include "core/base/array.h"
#include "tests/tui/made.h"
#include "tests/tui/program.h"

/* The second session has long addresses, the third the most packets. */
static const struct wire_ends ends[] = {
	{ .host = { 0x0a000001, 0x0a000002 }, .port = { 40000, 8000 } },
	{ .host = { 0x1a2b3c4d, 0x2a2b3c4d }, .port = { 40001, 8001 }, .v6 = true },
	{ .host = { 0x0a000003, 0x0a000002 }, .port = { 40002, 8000 } },
};

static struct made made;
static struct terminal *t;

static void add(uint32_t ms, unsigned session, uint32_t seq, const char *payload)
{
	struct wire_segment spec = { .ends = &ends[session],
		.flags = TCP_ACK | TCP_PSH,
		.payload = payload,
		.len = (uint32_t)strlen(payload),
		.seq = seq,
		.win = 500,
		.ack = 1 };
	made_add(&made, ms, &spec);
}

static void show(void)
{
	made_begin(&made);
	add(0, 0, 1000, "hello");
	add(1, 1, 1000, "sesame");
	add(2, 2, 1000, "port 8001 is somewhere else");
	add(3, 2, 1027, "more");
	/* Sent twice: retransmissions are problems. */
	add(900, 2, 1027, "more");
	made_end(&made);
	struct terminal_setup setup = { .argv = { tcpviz, "-n", made.path } };
	t = terminal_start(&setup);
	terminal_expect(t, "3 sessions");
	terminal_expect(t, "f filter");
}

static void end(void)
{
	terminal_free(t);
	made_remove(&made);
}

#define SELECTED(n) ">    " #n
#define SELECTED_TROUBLE(n) ">!   " #n

START_TEST(ports_are_seen_beside_the_number_of_packets)
{
	terminal_expect_in_row(t, 2, "Packets");
	terminal_expect_in_row(t, 4, ":40001");
	terminal_expect_in_row(t, 4, ":8001");
	terminal_expect_in_row(t, 4, "…");
	terminal_expect_in_row(t, 3, "10.0.0.1:40000");
}
END_TEST

static const struct {
	const char *keys, *title, *said;
	int session; /* first row */
} sorts[] = {
	{ "GS", "Packets↓", "Sorted by packets, most first", 3 },
	{ "GSR", "Packets↑", "Sorted by packets, fewest first", 2 },
	{ "SS", "Sent↓", "Sorted by bytes, most first", 3 },
	{ "SSS", "Duration↓", "Sorted by duration, longest first", 3 },
	{ "SSSS", "Problems↓", "Sorted by problems, most first", 3 },
	{ "jR", "No.↓", "Sorted by number, newest first", 3 },
};

START_TEST(what_is_sorted_by_is_seen_and_stands_on_top)
{
	char number[16];
	terminal_type(t, sorts[_i].keys);
	terminal_expect(t, sorts[_i].said);
	terminal_expect_in_row(t, 2, sorts[_i].title);
	snprintf(number, sizeof(number), " %d ", sorts[_i].session);
	terminal_expect_in_row(t, 3, number);
	terminal_expect_in_row(t, 3, ">");
}
END_TEST

/* First the matching rows, then the packets. */
START_TEST(search_looks_at_rows_and_then_at_what_was_said)
{
	terminal_type(t, "/8000\r");
	terminal_expect(t, "\"8000\" is in the row of session 1");
	terminal_type(t, "n");
	terminal_expect(t, "\"8000\" is in the row of session 3");
	terminal_expect(t, SELECTED_TROUBLE(3));
	terminal_type(t, "/8001\r");
	terminal_expect(t, "\"8001\" is in the row of session 2");
	terminal_expect(t, SELECTED(2));
	terminal_type(t, "n");
	terminal_expect(t, "session 3/3");
	terminal_expect(t, ">    3 ");
	terminal_type(t, "q");
	terminal_expect(t, "3 sessions");
	terminal_type(t, "/sesame\r");
	terminal_expect(t, "session 2/3");
}
END_TEST

START_TEST(a_filter_that_nothing_matches_says_how_to_get_out)
{
	terminal_type(t, "fnobody\r");
	terminal_expect(t, "0 of 3 sessions");
	terminal_expect(t, "No session matches the filter; f changes it, Esc removes it");
	terminal_type(t, KEY_TEXT_ESCAPE);
	terminal_expect(t, "10.0.0.1:40000");
	terminal_expect(t, " 3 sessions");
}
END_TEST

START_TEST(a_filter_of_the_command_line_is_in_force)
{
	struct terminal_setup setup = { .argv = { tcpviz, "-n", made.path, "--filter",
		                            "note:retransmission or text:sesame" } };
	struct terminal *own = terminal_start(&setup);
	terminal_expect(own, "2 of 3 sessions");
	terminal_expect(own, "filter: note:retransmission or text:sesame");
	terminal_type(own, "G\r");
	terminal_expect(own, "1 of 3 segments");
	terminal_type(own, KEY_TEXT_ESCAPE);
	terminal_expect(own, " 3 segments");
	terminal_free(own);
}
END_TEST

START_TEST(a_filter_is_mended_where_it_does_not_parse)
{
	terminal_type(t, "fport:8001 or stat\t\t");
	terminal_expect(t, "Filter sessions: port:8001 or state:");
	terminal_type(t, "sunny\r");
	terminal_expect(t, "state:sunny is no state, such as established or refused");
	terminal_type(t, "\027port:40002\r");
	terminal_expect(t, "2 of 3 sessions");
}
END_TEST

START_TEST(what_was_opened_over_the_ladder_closes_first)
{
	terminal_type(t, "\r\r");
	terminal_expect(t, "─ Frame 1");
	terminal_type(t, "q");
	terminal_expect(t, "─ Messages");
	terminal_expect(t, "session 1/3");
	terminal_type(t, "\\");
	terminal_expect_gone(t, "─ Messages");
	terminal_type(t, "q");
	terminal_expect(t, "─ Messages");
	terminal_type(t, "q");
	terminal_expect(t, "3 sessions");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("list");
	TCase *tests = tcase_create("list");
	tcase_add_checked_fixture(tests, show, end);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, ports_are_seen_beside_the_number_of_packets);
	tcase_add_loop_test(
	    tests, what_is_sorted_by_is_seen_and_stands_on_top, 0, (int)ARRAY_LEN(sorts));
	tcase_add_test(tests, search_looks_at_rows_and_then_at_what_was_said);
	tcase_add_test(tests, a_filter_that_nothing_matches_says_how_to_get_out);
	tcase_add_test(tests, a_filter_of_the_command_line_is_in_force);
	tcase_add_test(tests, a_filter_is_mended_where_it_does_not_parse);
	tcase_add_test(tests, what_was_opened_over_the_ladder_closes_first);
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
