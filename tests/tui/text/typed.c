/* Prompts, and escapes in messages. */
#include <string.h>

#include "core/base/array.h"
#include "tests/suite.h"
#include "tui/text/escape.h"
#include "tui/text/keys.h"
#include "tui/text/prompt.h"

/* Types plain characters. */
static enum prompt_result type(struct prompt *p, const char *text)
{
	enum prompt_result result = PROMPT_EDITING;
	for (; *text != '\0'; text++)
		result = prompt_key(p, *text);
	return result;
}

static const struct {
	const char *prefilled;
	int key[8];
	const char *text;
	size_t cursor;
} edits[] = {
	{ "", { 'a', 'b' }, "ab", 2 },
	{ "ab", { PRESS_ARROW_LEFT, 'x' }, "axb", 2 },
	{ "ab", { PRESS_CTRL('a'), 'x', PRESS_CTRL('e'), 'y' }, "xaby", 4 },
	{ "ab", { PRESS_HOME, PRESS_DELETE }, "b", 0 },
	{ "ab", { PRESS_RUBOUT, PRESS_RUBOUT, PRESS_RUBOUT }, "", 0 },
	{ "one two", { PRESS_CTRL('w') }, "one ", 4 },
	{ "one two ", { PRESS_CTRL('w') }, "one ", 4 },
	{ "one two", { PRESS_ARROW_LEFT, PRESS_CTRL('u') }, "o", 0 },
	{ "one two", { PRESS_HOME, PRESS_ARROW_RIGHT, PRESS_CTRL('k') }, "o", 1 },
	{ "", { 0xfc, 0x65e5, 0x1f600 }, "ü日😀", 9 },
	{ "ü日😀", { PRESS_ARROW_LEFT, PRESS_ARROW_LEFT, PRESS_RUBOUT }, "日😀", 0 },
	{ "日", { PRESS_HOME, PRESS_DELETE }, "", 0 },
	{ "", { 0x07f, 0x1b + 1, 0x85, 0xd800, PRESS_FUNCTION + 3 }, "", 0 },
};

START_TEST(editing)
{
	struct prompt p;
	prompt_begin(&p, edits[_i].prefilled, NULL);
	for (size_t i = 0; edits[_i].key[i] != 0; i++)
		ck_assert_int_eq(prompt_key(&p, edits[_i].key[i]), PROMPT_EDITING);
	ck_assert_str_eq(p.text, edits[_i].text);
	ck_assert_uint_eq(p.cursor, edits[_i].cursor);
	ck_assert_uint_eq(p.len, strlen(p.text));
}
END_TEST

START_TEST(part_of_a_line_is_replaced)
{
	struct prompt p;
	prompt_begin(&p, "one tw three", NULL);
	for (int i = 0; i < 6; i++)
		prompt_key(&p, PRESS_ARROW_LEFT);
	prompt_replace(&p, 4, "twenty", 6);
	ck_assert_str_eq(p.text, "one twenty three");
	ck_assert_uint_eq(p.cursor, 10);
	ck_assert_uint_eq(p.len, 16);
}
END_TEST

START_TEST(a_mark_stays_until_the_next_key)
{
	struct prompt p;
	prompt_begin(&p, "one two", NULL);
	prompt_mark(&p, 4, 2);
	ck_assert_uint_eq(p.wrong_at, 4);
	ck_assert_uint_eq(p.wrong, 2);
	ck_assert_uint_eq(p.cursor, 6);
	prompt_key(&p, PRESS_ARROW_LEFT);
	ck_assert_uint_eq(p.wrong, 0);
	prompt_mark(&p, 6, 9);
	ck_assert_uint_eq(p.wrong, 1);
	prompt_mark(&p, 20, 1);
	ck_assert_uint_eq(p.cursor, 7);
	ck_assert_uint_eq(p.wrong, 0);
}
END_TEST

START_TEST(a_line_has_an_end)
{
	struct prompt p;
	prompt_begin(&p, "", NULL);
	for (int i = 0; i < PROMPT_TEXT; i++)
		prompt_key(&p, 0x65e5);
	ck_assert_uint_lt(p.len, PROMPT_TEXT);
	ck_assert_uint_eq(p.len % 3, 0);
	ck_assert_int_eq(p.text[p.len], '\0');
}
END_TEST

START_TEST(entering_and_cancelling)
{
	struct prompt p;
	prompt_begin(&p, "", NULL);
	type(&p, "x");
	ck_assert_int_eq(prompt_key(&p, PRESS_RETURN), PROMPT_ENTERED);
	ck_assert_str_eq(p.text, "x");
	ck_assert_int_eq(prompt_key(&p, PRESS_ESCAPE), PROMPT_CANCELLED);
}
END_TEST

START_TEST(history_comes_back_newest_first)
{
	struct history history = { 0 };
	struct prompt p;
	for (int i = 0; i < HISTORY_LINES + 5; i++) {
		char line[2] = { (char)('a' + i), '\0' };
		prompt_begin(&p, line, &history);
		prompt_key(&p, PRESS_RETURN);
		prompt_begin(&p, line, &history);
		prompt_key(&p, PRESS_RETURN);
	}
	ck_assert_uint_eq(history.count, HISTORY_LINES);

	prompt_begin(&p, "", &history);
	prompt_key(&p, PRESS_ARROW_UP);
	ck_assert_str_eq(p.text, "u");
	prompt_key(&p, PRESS_ARROW_UP);
	ck_assert_str_eq(p.text, "t");
	for (int i = 0; i < 100; i++)
		prompt_key(&p, PRESS_ARROW_UP);
	ck_assert_str_eq(p.text, "f");
	prompt_key(&p, PRESS_ARROW_DOWN);
	ck_assert_str_eq(p.text, "g");
	for (int i = 0; i < 100; i++)
		prompt_key(&p, PRESS_ARROW_DOWN);
	ck_assert_str_eq(p.text, "");
}
END_TEST

static const struct {
	const char *text, *bytes;
	size_t len;
} escapes[] = {
	{ "", "", 0 },
	{ "11111", "11111", 5 },
	{ "a\\r\\n", "a\r\n", 3 },
	{ "\\t\\0\\e\\\\", "\t\0\033\\", 4 },
	{ "\\xff\\x00\\x41B",
	    "\xff\0A"
	    "B",
	    4 },
	{ "ü", "\xc3\xbc", 2 },
};

START_TEST(escapes_stand_for_bytes)
{
	uint8_t out[64];
	size_t len;
	struct err err;
	ck_assert(escape_decode(escapes[_i].text, out, &len, &err));
	ck_assert_uint_eq(len, escapes[_i].len);
	ck_assert_mem_eq(out, escapes[_i].bytes, len);
}
END_TEST

static const char *const wrong[] = { "\\", "\\q", "ab\\x", "\\x1", "\\xg0", "\\x0g" };

START_TEST(wrong_escapes_are_told)
{
	uint8_t out[64];
	size_t len;
	struct err err = { "" };
	ck_assert(!escape_decode(wrong[_i], out, &len, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "unknown escape"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("typed");
	TCase *tests = tcase_create("typed");
	tcase_add_loop_test(tests, editing, 0, (int)ARRAY_LEN(edits));
	tcase_add_test(tests, part_of_a_line_is_replaced);
	tcase_add_test(tests, a_mark_stays_until_the_next_key);
	tcase_add_test(tests, a_line_has_an_end);
	tcase_add_test(tests, entering_and_cancelling);
	tcase_add_test(tests, history_comes_back_newest_first);
	tcase_add_loop_test(tests, escapes_stand_for_bytes, 0, (int)ARRAY_LEN(escapes));
	tcase_add_loop_test(tests, wrong_escapes_are_told, 0, (int)ARRAY_LEN(wrong));
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
