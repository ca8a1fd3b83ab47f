/* The problems view: kinds with counts, worst first; their frames; and going to them. */
#include <string.h>

#include "core/base/array.h"
#include "tests/tui/made.h"
#include "tests/tui/program.h"

enum { CLIENT, SERVER };

static const struct wire_ends ends[] = { { .host = { 1, 2 }, .port = { 40000, 8000 } },
	{ .host = { 1, 2 }, .port = { 40001, 8001 } } };

static const struct {
	uint32_t ms;
	unsigned session, side;
	uint16_t flags, len, win;
	uint32_t seq, ack;
} frames[] = {
	{ 0, 0, CLIENT, TCP_SYN, 0, 500, 99, 0 },
	{ 1, 0, SERVER, TCP_SYN | TCP_ACK, 0, 500, 499, 100 },
	{ 2, 0, CLIENT, TCP_ACK, 0, 500, 100, 500 },
	{ 3, 0, CLIENT, TCP_ACK | TCP_PSH, 10, 500, 100, 500 },
	{ 206, 0, CLIENT, TCP_ACK | TCP_PSH, 10, 500, 100, 500 },
	{ 207, 0, SERVER, TCP_ACK, 0, 0, 500, 110 },
	{ 208, 0, SERVER, TCP_ACK, 0, 500, 500, 110 },
	{ 500, 1, CLIENT, TCP_SYN, 0, 500, 99, 0 },
	{ 501, 1, SERVER, TCP_RST | TCP_ACK, 0, 0, 0, 100 },
	{ 600, 0, SERVER, TCP_RST | TCP_ACK, 0, 0, 500, 110 },
};

static struct made made;
static struct terminal *t;

static void add_frame(size_t i)
{
	struct wire_segment spec = { .ends = &ends[frames[i].session],
		.side = frames[i].side,
		.flags = frames[i].flags,
		.len = frames[i].len,
		.win = frames[i].win,
		.seq = frames[i].seq,
		.ack = frames[i].ack };
	made_add(&made, frames[i].ms, &spec);
}

static void show(void)
{
	made_begin(&made);
	for (size_t i = 0; i < ARRAY_LEN(frames); i++)
		add_frame(i);
	made_end(&made);
	struct terminal_setup setup = { .argv = { tcpviz, "-n", made.path } };
	t = terminal_start(&setup);
	terminal_expect(t, "2 sessions");
	terminal_expect(t, "P problems");
}

static void end(void)
{
	terminal_free(t);
	made_remove(&made);
}

START_TEST(all_sessions_have_their_kinds_worst_first)
{
	terminal_type(t, "P");
	terminal_expect(t, "Problems in all sessions");
	terminal_expect_in_row(t, 2, "1  connection refused");
	terminal_expect_in_row(t, 3, "1  connection aborted");
	terminal_expect_in_row(t, 4, "1  zero window");
	terminal_expect_in_row(t, 5, "1  tail loss probe");
	terminal_expect_in_row(t, 6, "1  window shrinks");
	terminal_expect_in_row(t, 7, "1  window update");
	terminal_type(t, "q");
	terminal_expect(t, "2 sessions");
}
END_TEST

START_TEST(a_kind_lists_its_frames_and_a_frame_is_gone_to)
{
	terminal_type(t, "!jjj\r");
	terminal_expect(t, "tail loss probe: 1 of 1");
	terminal_expect_in_row(t, 2, "seq 1:11");
	terminal_type(t, "\r");
	terminal_expect(t, ">    5 ");
	terminal_expect(t, "session 1/2");
	/* And back, one step at a time. */
	terminal_type(t, "q");
	terminal_expect(t, "tail loss probe: 1 of 1");
	terminal_type(t, "qq");
	terminal_expect(t, "2 sessions");
}
END_TEST

START_TEST(a_session_has_its_own)
{
	terminal_type(t, "j\r");
	terminal_expect(t, "session 2/2");
	terminal_type(t, "P");
	terminal_expect(t, "Problems in session 2");
	terminal_expect_in_row(t, 2, "1  connection refused");
	ck_assert(!terminal_shows(t, "tail loss"));
	terminal_type(t, "P");
	terminal_expect(t, "Problems in all sessions");
	terminal_expect(t, "tail loss probe");
}
END_TEST

/* P on a frame that was opened from the view goes back to the same view. */
START_TEST(the_panel_is_there_once)
{
	for (int i = 0; i < 6; i++) {
		terminal_type(t, "P\r");
		terminal_expect(t, "connection refused: 1 of 1");
		terminal_type(t, "\r");
		terminal_expect(t, "session 2/2");
		terminal_type(t, "P");
		terminal_expect(t, "connection refused: 1 of 1");
		terminal_type(t, "q");
		terminal_expect(t, "Problems in");
	}
	terminal_type(t, "q");
	terminal_expect(t, "2 sessions");
}
END_TEST

/* The original of a retransmission, and the ACK of both, are marked. */
START_TEST(linked_segments_light_up)
{
	terminal_type(t, "\r5G");
	terminal_expect(t, ">    5 ");
	terminal_expect(t, "•    4 ");
	terminal_expect(t, "•    6 ");
	ck_assert(!terminal_shows(t, "•    3 "));
	terminal_type(t, "4G");
	terminal_expect(t, ">    4 ");
	terminal_expect(t, "•    5 ");
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("problems");
	TCase *tests = tcase_create("problems");
	tcase_add_checked_fixture(tests, show, end);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, all_sessions_have_their_kinds_worst_first);
	tcase_add_test(tests, a_kind_lists_its_frames_and_a_frame_is_gone_to);
	tcase_add_test(tests, a_session_has_its_own);
	tcase_add_test(tests, the_panel_is_there_once);
	tcase_add_test(tests, linked_segments_light_up);
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
