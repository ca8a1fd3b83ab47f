/* A session with a loss: its problems, and the jumps from a segment to those it belongs to. */
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

int main(void)
{
	Suite *suite = suite_create("jumps");
	TCase *tests = tcase_create("jumps");
	tcase_add_test(tests, a_series_is_one_problem_with_its_frames);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
