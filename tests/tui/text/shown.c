/* Canvas, pages, dumps, numbers and the clipboard sequence. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/text.h"
#include "tests/suite.h"
#include "tui/term/clipboard.h"
#include "tui/text/canvas.h"
#include "tui/text/human.h"
#include "tui/text/page.h"
#include "tui/text/pane_head.h"
#include "tui/view/replay_pace.h"

#define COLS 20
#define ROWS 5

/* A screen of plain text; only single cells, and text put at once, may be wide. */
struct paper {
	char row[ROWS][256];
	int last_row, last_col;
};

static void put(void *ctx, int row, int col, struct look look, const char *text, size_t len)
{
	struct paper *paper = ctx;
	(void)look;
	ck_assert_int_ge(row, 0);
	ck_assert_int_lt(row, ROWS);
	ck_assert_int_ge(col, 0);
	ck_assert_int_le(col + (int)text_width(text), COLS);
	ck_assert_uint_eq(len, strlen(text));
	char *at = paper->row[row];
	while (text_width(at) < (unsigned)col)
		strcat(at, " ");
	size_t before = text_fit(at, (unsigned)col, NULL);
	char rest[256];
	size_t over = text_fit(at + before, text_width(text), NULL);
	snprintf(rest, sizeof(rest), "%s", at + before + over);
	snprintf(at + before, 256 - before, "%s%s", text, rest);
}

static struct paper paper;
static const struct surface surface = { .put = put, .ctx = &paper };
static struct canvas canvas;

static void fresh(void)
{
	memset(&paper, 0, sizeof(paper));
	canvas = (struct canvas){ .surface = &surface, .at = { 0, 0, ROWS, COLS } };
}

static const struct {
	int col;
	const char *text, *row;
} clipped[] = {
	{ 0, "abc", "abc" },
	{ 18, "abc", "                  ab" },
	{ 20, "abc", "" },
	{ -1, "abc", "bc" },
	{ -3, "abc", "" },
	{ -1, "日本", " 本" },
	{ 19, "日", "" },
	{ 17, "日本", "                 日" },
	{ 0, "a\033[2Jb\x7f", "a\\x1b[2Jb\\x7f" },
	{ 0,
	    "a\xc2\x9b"
	    "b",
	    "a\\u{9b}b" },
	{ 0,
	    "a\xe2\x80\xae\xff"
	    "b",
	    "a\\u{202e}\\xffb" },
	{ 17, "a\033b", "                 a\\x" },
};

START_TEST(text_is_clipped_and_harmless)
{
	canvas_text(&canvas, 0, clipped[_i].col, look(ROLE_PLAIN), clipped[_i].text);
	ck_assert_str_eq(paper.row[0], clipped[_i].row);
}
END_TEST

START_TEST(ascii_canvases_show_only_ascii)
{
	canvas.ascii = true;
	canvas_text(&canvas, 0, 0, look(ROLE_PLAIN), "ü");
	ck_assert_str_eq(paper.row[0], "\\u{fc}");
	canvas_text(&canvas, 1, 0, look(ROLE_PLAIN), canvas_glyph(&canvas, GLYPH_RIGHT));
	ck_assert_str_eq(paper.row[1], ">");
}
END_TEST

START_TEST(rows_outside_are_not_written)
{
	canvas_text(&canvas, -1, 0, look(ROLE_PLAIN), "x");
	canvas_text(&canvas, ROWS, 0, look(ROLE_PLAIN), "x");
	for (int row = 0; row < ROWS; row++)
		ck_assert_str_eq(paper.row[row], "");
}
END_TEST

START_TEST(parts_clip_to_what_they_are_part_of)
{
	struct canvas part = canvas_part(&canvas, (struct rect){ 1, 2, 2, 5 });
	canvas_text(&part, 0, 0, look(ROLE_PLAIN), "abcdefgh");
	canvas_text(&part, 2, 0, look(ROLE_PLAIN), "below");
	ck_assert_str_eq(paper.row[1], "  abcde");
	ck_assert_str_eq(paper.row[3], "");
	part = canvas_part(&canvas, (struct rect){ 3, 15, 100, 100 });
	ck_assert_int_eq(part.at.rows, 2);
	ck_assert_int_eq(part.at.cols, 5);
	part = canvas_part(&part, (struct rect){ -5, -5, 3, 3 });
	ck_assert_int_eq(part.at.rows, 0);
}
END_TEST

static const struct {
	int cells;
	const char *text, *row;
} fitted[] = {
	{ 5, "abcde", "abcde" },
	{ 5, "abcdef", "abcd…" },
	{ 4, "日本語", "日…" },
	{ 1, "ab", "…" },
	{ 0, "ab", "" },
};

START_TEST(what_does_not_fit_ends_in_an_ellipsis)
{
	canvas_fitted(&canvas, 0, 0, fitted[_i].cells, look(ROLE_PLAIN), fitted[_i].text);
	ck_assert_str_eq(paper.row[0], fitted[_i].row);
}
END_TEST

START_TEST(the_focused_pane_says_so_without_colour)
{
	pane_head_draw(&canvas, (struct rect){ 0, 0, 1, COLS }, "Text", "hex", true);
	ck_assert_str_eq(paper.row[0], "─ > Text ───── hex ─");
	pane_head_draw(&canvas, (struct rect){ 1, 0, 1, COLS }, "Text", "hex", false);
	ck_assert_str_eq(paper.row[1], "─ Text ─────── hex ─");
}
END_TEST

START_TEST(lines_break_at_blanks)
{
	struct lines lines = { 0 };
	lines_wrap(&lines, ROLE_PLAIN, "  one two three four", 10, 2);
	ck_assert_uint_eq(lines.count, 3);
	ck_assert_str_eq(lines_text(&lines, 0), "  one two");
	ck_assert_str_eq(lines_text(&lines, 1), "    three");
	ck_assert_str_eq(lines_text(&lines, 2), "    four");
	lines_clear(&lines);
	lines_wrap(&lines, ROLE_PLAIN, "abcdefghijklmnopqrst", 10, 0);
	ck_assert_str_eq(lines_text(&lines, 1), "klmnopqrst");
	lines_clear(&lines);
	lines_wrap(&lines, ROLE_PLAIN, "", 10, 0);
	ck_assert_uint_eq(lines.count, 1);
	lines_free(&lines);
}
END_TEST

static void show(struct page *page, const char *bytes, enum form form)
{
	page_clear(page);
	page_add_bytes(page, (const uint8_t *)bytes, strlen(bytes));
	page_layout(page, form, COLS, false, 0);
}

START_TEST(bytes_are_text_or_hex_or_both)
{
	struct page page = { 0 };
	show(&page, "one\ntwo", FORM_TEXT);
	ck_assert_uint_eq(page_lines(&page), 2);
	show(&page, "one\ntwo", FORM_HEX);
	ck_assert_uint_eq(page.dump.per_line, 4);
	ck_assert_uint_eq(page_lines(&page), 2);
	show(&page, "one\ntwo", FORM_BOTH);
	ck_assert_uint_eq(page_lines(&page), 4);
	ck_assert(dump_whole(&page.dump));
	page_settle(&page, canvas.at.rows);
	page_draw(&page, &canvas);
	ck_assert_str_eq(paper.row[0], "one\\n");
	ck_assert_str_eq(paper.row[1], "two");
	ck_assert_ptr_nonnull(strstr(paper.row[2], "6f 6e 65 0a"));
	page_free(&page);
}
END_TEST

START_TEST(every_byte_stands_in_some_line)
{
	char bytes[1000], text[DUMP_LINE], all[4 * sizeof(bytes)] = "";
	for (size_t i = 0; i < sizeof(bytes) - 1; i++)
		bytes[i] = (char)('a' + i % 26);
	bytes[sizeof(bytes) - 1] = '\0';
	struct page page = { 0 };
	show(&page, bytes, FORM_TEXT);
	for (size_t i = 0; i < page_lines(&page); i++) {
		dump_line(&page.dump, i, text, sizeof(text));
		ck_assert_uint_le(text_width(text), COLS);
		strcat(all, text);
	}
	ck_assert_str_eq(all, bytes);
	page_free(&page);
}
END_TEST

START_TEST(scrolling_stays_within_the_page)
{
	struct page page = { 0 };
	for (int i = 0; i < 12; i++)
		lines_addf(&page.lines, ROLE_PLAIN, "%d", i);
	page_scroll(&page, LONG_MAX, ROWS);
	ck_assert_uint_eq(page.top, 7);
	page_scroll(&page, 1, ROWS);
	ck_assert_uint_eq(page.top, 7);
	page_scroll(&page, -3, ROWS);
	ck_assert_uint_eq(page.top, 4);
	page_scroll(&page, LONG_MIN, ROWS);
	ck_assert_uint_eq(page.top, 0);
	page.top = 7;
	page_scroll(&page, 0, 100);
	page_clear(&page);
	lines_add(&page.lines, ROLE_PLAIN, "only");
	page_settle(&page, canvas.at.rows);
	page_draw(&page, &canvas);
	ck_assert_str_eq(paper.row[0], "only");
	page_free(&page);
}
END_TEST

static const struct {
	int64_t ns;
	const char *text;
} durations[] = {
	{ 0, "0 us" },
	{ 31000, "31 us" },
	{ 1500000, "1.5 ms" },
	{ 13966649000, "13.97 s" },
	{ INT64_C(1919680266000), "31 min 59 s" },
	{ INT64_C(7500000000000), "2 h 05 min" },
	{ INT64_C(273600000000000), "3 d 4 h" },
	{ -1, "backwards" },
};

START_TEST(durations_in_words)
{
	char text[HUMAN_TEXT];
	human_duration(durations[_i].ns, text, sizeof(text));
	ck_assert_str_eq(text, durations[_i].text);
}
END_TEST

static const struct {
	uint64_t n;
	const char *text;
} counts[] = {
	{ 0, "0" },
	{ 9999, "9999" },
	{ 16384, "16.4k" },
	{ 188417, "188k" },
	{ 1234567, "1.2M" },
	{ 999999999, "1000M" },
	{ UINT64_MAX, "18.4E" },
};

START_TEST(numbers)
{
	char text[HUMAN_TEXT];
	human_count(counts[_i].n, text, sizeof(text));
	ck_assert_str_eq(text, counts[_i].text);
}
END_TEST

static const struct {
	int64_t s;
	const char *text;
} guesses[] = { { 0, "<1 s" }, { 1, "1 s" }, { 119, "119 s" }, { 120, "2 min" },
	{ 7199, "119 min" }, { 7200, "2 h" } };

START_TEST(guessed_times)
{
	char text[HUMAN_TEXT];
	human_seconds(guesses[_i].s * 1000000000, text, sizeof(text));
	ck_assert_str_eq(text, guesses[_i].text);
}
END_TEST

START_TEST(times_of_day)
{
	char text[HUMAN_TEXT];
	human_clock(INT64_C(1443179522534303000), 0, text, sizeof(text));
	ck_assert_str_eq(text, "11:12:02.534303");
	human_clock(INT64_C(1443179522534303000), 8 * 3600, text, sizeof(text));
	ck_assert_str_eq(text, "19:12:02.534303");
	human_clock(-1000, 0, text, sizeof(text));
	ck_assert_str_eq(text, "23:59:59.999999");
}
END_TEST

/* Test vectors of RFC 4648, 10. */
static const struct {
	const char *text, *sequence;
} copies[] = {
	{ "", "\033]52;c;\a" },
	{ "f", "\033]52;c;Zg==\a" },
	{ "fo", "\033]52;c;Zm8=\a" },
	{ "foo", "\033]52;c;Zm9v\a" },
	{ "foobar", "\033]52;c;Zm9vYmFy\a" },
};

START_TEST(clipboard_sequences)
{
	char out[CLIPBOARD_SIZE(16)];
	size_t len = strlen(copies[_i].text);
	ck_assert_uint_eq(clipboard_sequence(copies[_i].text, len, out), strlen(out));
	ck_assert_uint_lt(strlen(out), CLIPBOARD_SIZE(len));
	ck_assert_str_eq(out, copies[_i].sequence);
}
END_TEST

#define SECOND INT64_C(1000000000)

static const struct {
	int faster; /* steps; slower if negative */
	int64_t gap_ns, wait_ns, skipped_ns;
} paces[] = {
	{ 0, SECOND, SECOND, 0 },
	{ 0, 5 * SECOND, 5 * SECOND, 0 },
	{ 0, 6 * SECOND, 2 * SECOND, 6 * SECOND },
	{ 3, 6 * SECOND, SECOND * 6 / 10, 0 },
	{ -3, SECOND, 2 * SECOND, SECOND },
	{ -100, SECOND / 10, SECOND, 0 },
	{ 100, 500 * SECOND, 5 * SECOND, 0 },
	{ 0, -SECOND, 0, 0 },
	{ -100, INT64_MAX, 2 * SECOND, INT64_MAX },
};

START_TEST(playing_keeps_the_pace_and_cuts_silence)
{
	struct play play;
	play_init(&play);
	for (int i = 0; i < paces[_i].faster; i++)
		play_faster(&play);
	for (int i = 0; i > paces[_i].faster; i--)
		play_slower(&play);
	play_schedule(&play, 1000, paces[_i].gap_ns);
	ck_assert_int_eq(play.due_ns - 1000, paces[_i].wait_ns);
	ck_assert_int_eq(play.skipped_ns, paces[_i].skipped_ns);
}
END_TEST

START_TEST(speeds_go_from_a_tenth_to_a_hundred)
{
	struct play play;
	play_init(&play);
	ck_assert_str_eq(play_speed(&play), "1x");
	for (int i = 0; i < 100; i++)
		play_faster(&play);
	ck_assert_str_eq(play_speed(&play), "100x");
	for (int i = 0; i < 100; i++)
		play_slower(&play);
	ck_assert_str_eq(play_speed(&play), "0.1x");
}
END_TEST

static void add_loops(TCase *tests)
{
	tcase_add_loop_test(tests, text_is_clipped_and_harmless, 0, (int)ARRAY_LEN(clipped));
	tcase_add_loop_test(
	    tests, what_does_not_fit_ends_in_an_ellipsis, 0, (int)ARRAY_LEN(fitted));
	tcase_add_loop_test(tests, durations_in_words, 0, (int)ARRAY_LEN(durations));
	tcase_add_loop_test(tests, numbers, 0, (int)ARRAY_LEN(counts));
	tcase_add_loop_test(tests, clipboard_sequences, 0, (int)ARRAY_LEN(copies));
	tcase_add_loop_test(
	    tests, playing_keeps_the_pace_and_cuts_silence, 0, (int)ARRAY_LEN(paces));
}

int main(void)
{
	Suite *suite = suite_create("shown");
	TCase *tests = tcase_create("shown");
	tcase_add_checked_fixture(tests, fresh, NULL);
	add_loops(tests);
	tcase_add_test(tests, ascii_canvases_show_only_ascii);
	tcase_add_test(tests, rows_outside_are_not_written);
	tcase_add_test(tests, parts_clip_to_what_they_are_part_of);
	tcase_add_test(tests, the_focused_pane_says_so_without_colour);
	tcase_add_test(tests, lines_break_at_blanks);
	tcase_add_test(tests, bytes_are_text_or_hex_or_both);
	tcase_add_test(tests, every_byte_stands_in_some_line);
	tcase_add_test(tests, scrolling_stays_within_the_page);
	tcase_add_loop_test(tests, guessed_times, 0, (int)ARRAY_LEN(guesses));
	tcase_add_test(tests, times_of_day);
	tcase_add_test(tests, speeds_go_from_a_tenth_to_a_hundred);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
