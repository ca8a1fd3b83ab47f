/* The sample at 80x24: the screen, and movement by keys. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "tests/tui/program.h"

#define ENDS_ROW 1
#define STATES_ROW 2
#define FIRST_ROW 3

static const struct arrow {
	const char *label, *begins, *ends, *left, *right;
} arrows[] = {
	{ "[S] seq 2639909369", "│══ ", "═▶│", "SYN-SENT", "SYN-RECEIVED" },
	{ "[S.] seq 1984808639, ack 2639909370", "│◀═ ", "═│", "ESTABLISHED", "SYN-RECEIVED" },
	{ "[.] ack 1, win 65536", "│┄┄ ", "┄▷│", "ESTABLISHED", "ESTABLISHED" },
	{ "[P.] seq 1:6, ack 1, win 65536", "│━━ ", "━▶│", "ESTABLISHED", "ESTABLISHED" },
	{ "[.] ack 6, win 14720", "│◁┄ ", "┄│", "ESTABLISHED", "ESTABLISHED" },
	{ "[P.] seq 6:12, ack 1, win 65536", "│━━ ", "━▶│", "ESTABLISHED", "ESTABLISHED" },
	{ "[.] ack 12, win 14720", "│◁┄ ", "┄│", "ESTABLISHED", "ESTABLISHED" },
	{ "[R.] seq 12, ack 1", "│━━ ", "━×│", "CLOSED", "CLOSED" },
};
#define ARROWS ((int)ARRAY_LEN(arrows))

static struct terminal *t;

static void show(void)
{
	t = show_article(24, 80);
}

static void end(void)
{
	terminal_free(t);
}

/* Waits until the frame's row has the marker. */
static void expect_selected(int frame)
{
	char marked[32];
	snprintf(marked, sizeof(marked), "> %4d ", frame);
	terminal_expect_in_row(t, FIRST_ROW + frame - 1, marked);
}

/* Returns true if an arrow is drawn from its label to its head at the end of the row. */
static bool arrow_is_whole(struct terminal *terminal, const void *arg)
{
	const struct arrow *arrow = arg;
	char row[TERMINAL_ROW];
	terminal_row(terminal, FIRST_ROW + (int)(arrow - arrows), row);
	size_t len = strlen(row), tail = strlen(arrow->ends);
	return strstr(row, arrow->label) != NULL && strstr(row, arrow->begins) != NULL &&
	       len > tail && strcmp(row + len - tail, arrow->ends) == 0;
}

START_TEST(the_whole_ladder_fits)
{
	terminal_expect_in_row(t, ENDS_ROW, "192.168.1.109:8886");
	terminal_expect_in_row(t, ENDS_ROW, "192.168.1.178:8000");
	for (int i = 0; i < ARROWS; i++)
		terminal_expect_that(t, arrow_is_whole, &arrows[i], arrows[i].label);
	terminal_expect(t, "11111");
	terminal_expect(t, "123321");
}
END_TEST

START_TEST(states_follow_the_selection)
{
	for (int i = 0; i < ARROWS; i++) {
		char row[TERMINAL_ROW], left[32] = "", right[32] = "";
		expect_selected(i + 1);
		terminal_row(t, STATES_ROW, row);
		ck_assert_int_eq(sscanf(row, " %31s %31s", left, right), 2);
		ck_assert_str_eq(left, arrows[i].left);
		ck_assert_str_eq(right, arrows[i].right);
		terminal_type(t, "j");
	}
}
END_TEST

static const struct step {
	const char *keys;
	int frame;
} steps[] = {
	{ "j", 2 },
	{ "jjj", 4 },
	{ "jjk", 2 },
	{ KEY_TEXT_DOWN KEY_TEXT_DOWN KEY_TEXT_UP, 2 },
	{ "G", 8 },
	{ "Gg", 1 },
	{ "5G", 5 },
	{ ":6\r", 6 },
	{ "kkk", 1 },
	{ "Gjjj", 8 },
	{ "\006", 8 },
	{ "G\002", 1 },
	{ "Ge", 8 },
	{ "GE", 2 },
	{ "gee", 8 },
	{ "/123321\r", 6 },
	{ "/1\r", 2 },
	{ "r/2639909375\r", 4 },
	{ "jjma"
	  "G'a",
	    3 },
};

START_TEST(keys_move_the_selection)
{
	terminal_type(t, steps[_i].keys);
	expect_selected(steps[_i].frame);
}
END_TEST

static const struct change {
	const char *keys, *brings, *away;
} changes[] = {
	{ "t", "Time: date and time of day", NULL },
	{ "tt", "13.966874", "11:12:16.501177" },
	{ "ttt", "+13.966649", "11:12:16.501177" },
	{ "tttt", "11:12:16.501177", "13.966" },
	{ "r", "seq 2639909370", "seq 1:6" },
	{ "rr", "seq 1:6", "seq 2639909370" },
	{ "x", "31 32 33 33 32 31", NULL },
	{ "\r", "Frame 1", "─ Messages" },
	{ "G\r", "Frame 8", NULL },
	{ "\\", "[R.] seq 12", "─ Messages" },
	{ "\\\\", "─ Messages", NULL },
	{ "?", "Keys in", "[R.] seq 12" },
	{ KEY_TEXT_F1, "Keys in", NULL },
	{ "?q", "[R.] seq 12", "Keys in" },
	{ "??", "[R.] seq 12", "Keys in" },
	{ "p", "Capture has ended; nothing to pause", NULL },
	{ ":x\r", "No command \"x\"", NULL },
	{ "/no such words\r", "not found", NULL },
	{ "/12332", "Search:", NULL },
};

START_TEST(keys_change_what_is_shown)
{
	const struct change *c = &changes[_i];
	terminal_type(t, c->keys);
	if (c->away != NULL)
		terminal_expect_gone(t, c->away);
	terminal_expect(t, c->brings);
}
END_TEST

/* A notice disappears without a key. */
START_TEST(a_notice_passes)
{
	terminal_type(t, "p");
	terminal_expect(t, "Capture has ended; nothing to pause");
	terminal_expect_gone(t, "Capture has ended; nothing to pause");
}
END_TEST

/* Selecting a segment selects its message, and the reverse. */
START_TEST(segment_and_message_are_selected_together)
{
	terminal_type(t, "4G");
	expect_selected(4);
	terminal_expect(t, "> 11:12:16.501177 →     5 11111");
	terminal_type(t, "6G");
	terminal_expect(t, "> 11:44:16.181474 →     6 123321");
	terminal_type(t, "\tk");
	terminal_expect(t, "> 11:12:16.501177 →     5 11111");
	expect_selected(4);
}
END_TEST

START_TEST(details_tell_every_header)
{
	static const char *const some[] = { "Acknowledged by: frame 5",
		"RTO (Linux): ", "Window left: ", "Ethernet", "IPv4", "TCP", "Window" };
	terminal_resize(t, 120, 100);
	terminal_type(t, "4G\r");
	for (size_t i = 0; i < ARRAY_LEN(some); i++)
		terminal_expect(t, some[i]);
}
END_TEST

/* On a screen of 80x24 the payload shows without scrolling. */
START_TEST(details_begin_with_the_payload)
{
	terminal_type(t, "6G\r");
	terminal_expect(t, "Payload: 6 bytes");
	terminal_expect_in_row(t, terminal_row_of(t, "Payload: 6 bytes") + 1, "123321");
	terminal_type(t, "x");
	terminal_expect_in_row(t, terminal_row_of(t, "Payload: 6 bytes") + 1, "31 32 33 33 32 31");
}
END_TEST

START_TEST(the_session_in_words)
{
	terminal_type(t, "i");
	terminal_expect(t, "connected to 192.168.1.178:8000");
	terminal_type(t, "G");
	terminal_expect(
	    t, "Completeness  47: SYN + SYN-ACK + ACK + DATA + RST, complete, with data");
	terminal_type(t, "q");
	terminal_expect(t, "[R.] seq 12");
}
END_TEST

START_TEST(escape_alone_goes_back)
{
	terminal_type(t, "?");
	terminal_expect(t, "Keys in");
	terminal_type(t, KEY_TEXT_ESCAPE);
	terminal_expect(t, "[R.] seq 12");
}
END_TEST

START_TEST(the_mouse_selects)
{
	/* Press and release of the left button in the row of frame 5 (mode 1006). */
	char click[64];
	snprintf(
	    click, sizeof(click), "\033[<0;40;%dM\033[<0;40;%dm", FIRST_ROW + 5, FIRST_ROW + 5);
	terminal_type(t, click);
	expect_selected(5);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("stepping");
	TCase *tests = tcase_create("stepping");
	tcase_add_checked_fixture(tests, show, end);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, the_whole_ladder_fits);
	tcase_add_test(tests, states_follow_the_selection);
	tcase_add_loop_test(tests, keys_move_the_selection, 0, ARRAY_LEN(steps));
	tcase_add_loop_test(tests, keys_change_what_is_shown, 0, ARRAY_LEN(changes));
	tcase_add_test(tests, a_notice_passes);
	tcase_add_test(tests, segment_and_message_are_selected_together);
	tcase_add_test(tests, details_tell_every_header);
	tcase_add_test(tests, details_begin_with_the_payload);
	tcase_add_test(tests, the_session_in_words);
	tcase_add_test(tests, escape_alone_goes_back);
	tcase_add_test(tests, the_mouse_selects);
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
