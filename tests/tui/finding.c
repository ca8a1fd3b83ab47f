/* Searches for text, also across the boundary of two segments. */
#include <string.h>

#include "core/base/array.h"
#include "tests/tui/made.h"
#include "tests/tui/program.h"

/* Payload of each segment of one message. */
static const char *const parts[] = { "GET /the wh", "o", "le story HTTP/1.1" };

#define SEGMENT_LEN 1448

static struct made made;
static struct terminal *t;

static void write_capture(void)
{
	static const struct wire_ends ends = { .host = { 1, 2 }, .port = { 40000, 8000 } };
	uint32_t seq = 1000;
	made_begin(&made);
	for (uint32_t i = 0; i < ARRAY_LEN(parts); i++) {
		bool last = i + 1 == ARRAY_LEN(parts);
		struct wire_segment spec = { .ends = &ends,
			.flags = last ? TCP_ACK | TCP_PSH : TCP_ACK,
			.payload = parts[i],
			.len = (uint32_t)strlen(parts[i]),
			.seq = seq,
			.ack = 1 };
		made_add(&made, i, &spec);
		seq += spec.len;
	}
	made_end(&made);
}

static void show(void)
{
	write_capture();
	struct terminal_setup setup = { .argv = { tcpviz, "-n", made.path } };
	t = terminal_start(&setup);
	terminal_expect(t, "? help");
	terminal_expect(t, ">    1 ");
}

static void end(void)
{
	terminal_free(t);
	made_remove(&made);
}

static const struct {
	const char *keys, *selected;
} searches[] = {
	{ "/story\r", ">    3 " },
	{ "G/THE\r", ">    3 " }, /* case differs: no match */
	{ "G/the whole story\r", ">    1 " },
	{ "/ole\r", ">    2 " },
	{ "G/get\r", ">    1 " }, /* lower case matches any case */
	{ "/HTTP\r", ">    3 " },
};

START_TEST(search_finds_what_goes_on_in_the_next_segment)
{
	terminal_type(t, searches[_i].keys);
	terminal_expect(t, searches[_i].selected);
	if (_i != 1)
		ck_assert(!terminal_shows(t, "not found"));
}
END_TEST

/* A file that is truncated while the program runs, too large to be held in memory. */
START_TEST(what_could_not_be_read_is_told_of)
{
	static const struct wire_ends ends = { .host = { 1, 2 }, .port = { 40000, 8000 } };
	struct made large;
	made_begin(&large);
	for (uint32_t i = 0; i < 3000; i++) {
		struct wire_segment spec = { .ends = &ends,
			.flags = TCP_ACK,
			.len = SEGMENT_LEN,
			.win = 500,
			.seq = 1000 + i * SEGMENT_LEN,
			.ack = 1 };
		made_add(&large, i, &spec);
	}
	made_end(&large);
	struct terminal_setup setup = { .argv = { tcpviz, "-n", large.path } };
	struct terminal *other = terminal_start(&setup);
	terminal_expect(other, "3000 segments");
	terminal_expect_gone(other, " left");
	ck_assert_int_eq(truncate(large.path, 0), 0);
	terminal_type(other, "/no such words\r");
	terminal_expect(other, "was not found in this session; some frames could not be");
	terminal_free(other);
	made_remove(&large);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("finding");
	TCase *tests = tcase_create("finding");
	tcase_add_checked_fixture(tests, show, end);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(
	    tests, search_finds_what_goes_on_in_the_next_segment, 0, (int)ARRAY_LEN(searches));
	tcase_add_test(tests, what_could_not_be_read_is_told_of);
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
