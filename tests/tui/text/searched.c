/* Patterns of searches, and frame numbers in a text. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "tests/suite.h"
#include "tui/text/frame_links.h"
#include "tui/text/pattern.h"

static const struct {
	const char *pattern, *text;
	int start, end; /* -1: no match */
} searches[] = {
	{ "ack", "[.] ack 5", 4, 7 },
	{ "ack", "[.] ACK 5", 4, 7 },
	{ "Ack", "[.] ack 5", -1, -1 },
	{ "ack", "no a", -1, -1 },
	{ "a.k [0-9]+", "[.] ack 57,", 4, 10 },
	{ "\\Sck", "xACK", 1, 4 },
	{ "win$", "seq, win", 5, 8 },
	{ "^win", "seq, win", -1, -1 },
	{ "[S.]", "x.S [S.] seq", 4, 8 },
	{ "[S.] seq [0-9]", "[S] [S.] seq 9", 4, 14 },
	{ "[SX]", "aX", 1, 2 },
	{ "x*", "aaxx", 2, 4 },
	{ "1|2", "012", 1, 2 },
};

START_TEST(a_pattern_finds_its_first_match)
{
	struct pattern p = { .compiled = false };
	struct match match = { 0, 0 };
	struct err err;
	ck_assert(pattern_set(&p, searches[_i].pattern, &err));
	bool found = pattern_find(&p, searches[_i].text, strlen(searches[_i].text), 0, &match);
	ck_assert_int_eq(found, searches[_i].start >= 0);
	if (found) {
		ck_assert_int_eq((int)match.start, searches[_i].start);
		ck_assert_int_eq((int)match.end, searches[_i].end);
	}
	pattern_free(&p);
}
END_TEST

START_TEST(a_wrong_pattern_keeps_the_one_before)
{
	struct pattern p = { .compiled = false };
	struct err err;
	ck_assert(!pattern_holds(&p, "anything"));
	ck_assert(!pattern_set(&p, "", &err));
	ck_assert(pattern_set(&p, "a+", &err));
	ck_assert(!pattern_set(&p, "(", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "\"(\" is no regular expression: "));
	ck_assert(pattern_set(&p, "", &err));
	ck_assert_str_eq(p.text, "a+");
	ck_assert(pattern_holds(&p, "baa"));
	pattern_free(&p);
}
END_TEST

START_TEST(bytes_are_searched_past_zeros_and_line_by_line)
{
	static const char bytes[] = "a\0b\nc GET /x";
	struct pattern p = { .compiled = false };
	struct match match;
	struct err err;
	ck_assert(pattern_set(&p, "^c .*x", &err));
	ck_assert(pattern_find(&p, bytes, sizeof(bytes) - 1, 0, &match));
	ck_assert_uint_eq(match.start, 4);
	ck_assert_uint_eq(match.end, sizeof(bytes) - 1);
	ck_assert(!pattern_find(&p, bytes, sizeof(bytes) - 1, 5, &match));
	ck_assert(pattern_set(&p, "b.c", &err));
	ck_assert(!pattern_find(&p, bytes, sizeof(bytes) - 1, 0, &match));
	pattern_free(&p);
}
END_TEST

static const struct {
	const char *line[2];
	const char *frames; /* a blank before each */
} texts[] = {
	{ { "It answers frame 5, 30.1 ms later." }, " 5" },
	{ { "frames 6 to 9, 30 ms after" }, " 6 9" },
	{ { "a handshake: frames 1, 2 and 3, 20.8 ms" }, " 1 2 3" },
	{ { "Frame 12: segment 2 of 9 in session 1" }, " 12" },
	{ { "overtaken by frames 24-27 (frame 30)" }, " 24 27 30" },
	{ { "triggered by frame", "36, and frames 7 and" }, " 36 7" },
	{ { "frames 7 and", "8" }, " 7 8" },
	{ { "timeframe 5, frame 5ms, frame 0, frame 99999999999" }, "" },
	{ { "3 frames" }, "" },
};

START_TEST(frame_numbers_are_found)
{
	struct lines lines = { 0 };
	struct frame_links links = { 0 };
	char found[100] = "";
	for (int i = 0; i < 2 && texts[_i].line[i] != NULL; i++)
		lines_add(&lines, ROLE_PLAIN, texts[_i].line[i]);
	frame_links_find(&links, &lines, 99);
	for (size_t i = 0; i < links.count; i++)
		snprintf(found + strlen(found), sizeof(found) - strlen(found), " %u",
		    links.link[i].frame);
	ck_assert_str_eq(found, texts[_i].frames);
	frame_links_free(&links);
	lines_free(&lines);
}
END_TEST

START_TEST(links_are_chosen_in_order)
{
	struct lines lines = { 0 };
	struct frame_links links = { 0 };
	lines_add(&lines, ROLE_PLAIN, "frame 1");
	lines_add(&lines, ROLE_PLAIN, "é frame 2, frame 3 and frame 4");
	frame_links_find(&links, &lines, 3);
	ck_assert_uint_eq(links.count, 3);
	ck_assert_uint_eq(frame_links_turn(&links, false, 1)->frame, 2);
	ck_assert_int_eq(frame_links_chosen(&links)->col, 8);
	ck_assert_uint_eq(frame_links_turn(&links, false, 1)->frame, 4);
	ck_assert_ptr_null(frame_links_turn(&links, false, 1));
	ck_assert_uint_eq(frame_links_turn(&links, true, 1)->frame, 1);
	ck_assert_ptr_null(frame_links_turn(&links, true, 1));
	ck_assert_uint_eq(frame_links_at(&links, 1, 8)->frame, 2);
	ck_assert_ptr_null(frame_links_at(&links, 1, 9));
	frame_links_free(&links);
	lines_free(&lines);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("searched");
	TCase *tests = tcase_create("searched");
	tcase_add_loop_test(tests, a_pattern_finds_its_first_match, 0, (int)ARRAY_LEN(searches));
	tcase_add_test(tests, a_wrong_pattern_keeps_the_one_before);
	tcase_add_test(tests, bytes_are_searched_past_zeros_and_line_by_line);
	tcase_add_loop_test(tests, frame_numbers_are_found, 0, (int)ARRAY_LEN(texts));
	tcase_add_test(tests, links_are_chosen_in_order);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
