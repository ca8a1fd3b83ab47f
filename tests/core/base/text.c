#include "core/base/text.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "core/base/array.h"
#include "tests/suite.h"
#include "tests/wire/random.h"

#define BYTES(text)                                                                                \
	{                                                                                          \
		(const uint8_t *)(text), sizeof(text) - 1                                          \
	}
#define E_ACUTE "e\xcc\x81"  /* e and a combining acute accent */
#define KANJI "\xe6\xbc\xa2" /* takes two cells */

static const struct {
	struct bytes in;
	bool ascii;
	unsigned cells;
	const char *out;
	size_t shown;
} lines[] = {
	{ BYTES("hello"), false, 5, "hello", 5 },
	{ BYTES(""), false, 5, "", 0 },
	{ BYTES("a\nb\tc\rd\0e\x1b[31m"), false, 80, "a\\nb\\tc\\rd\\0e\\x1b[31m", 14 },
	{ BYTES("\x7f\\"), false, 80, "\\x7f\\\\", 2 },
	{ BYTES("\xff\xc3"), false, 80, "\\xff\\xc3", 2 },
	{ BYTES("\xc0\xaf\xed\xa0\x80"), false, 80, "\\xc0\\xaf\\xed\\xa0\\x80", 5 },
	{ BYTES("\xf5\x80\x80\x80"), false, 80, "\\xf5\\x80\\x80\\x80", 4 },
	{ BYTES("\xc2\x9b"
	        "2J"),
	    false, 80, "\\u{9b}2J", 4 },
	{ BYTES("\xe2\x80\xae"), false, 80, "\\u{202e}", 3 },
	{ BYTES("\xe2\x81\xa6"), false, 80, "\\u{2066}", 3 },
	{ BYTES("\xe2\x80\x8b\xef\xbb\xbf"), false, 80, "\\u{200b}\\u{feff}", 6 },
	{ BYTES("\xe2\x80\xa8"), false, 80, "\\u{2028}", 3 },
	{ BYTES("\xef\xb8\x8f"), false, 80, "\\u{fe0f}", 3 },
	{ BYTES("\xf4\x8f\xbf\xbf"), false, 80, "\\u{10ffff}", 4 },
	{ BYTES("gr\xc3\xbc\xc3\x9f"), false, 80, "gr\xc3\xbc\xc3\x9f", 6 },
	{ BYTES("gr\xc3\xbc"), true, 80, "gr\\u{fc}", 4 },
	{ BYTES(KANJI KANJI), false, 4, KANJI KANJI, 6 },
	{ BYTES(KANJI KANJI), false, 3, KANJI "…", 3 },
	{ BYTES(KANJI KANJI), false, 2, "…", 0 },
	{ BYTES(E_ACUTE "x"), false, 2, E_ACUTE "x", 4 },
	{ BYTES(E_ACUTE), true, 80, "e\\u{301}", 3 },
	{ BYTES("\xcc\x81"
	        "x"),
	    false, 80, "\\u{301}x", 3 },
	{ BYTES("\n\xcc\x81"), false, 80, "\\n\\u{301}", 3 },
	{ BYTES("hello"), false, 4, "hel…", 3 },
	{ BYTES("hello"), true, 4, "h...", 1 },
	{ BYTES("hello"), true, 2, "..", 0 },
	{ BYTES("hello"), false, 1, "…", 0 },
	{ BYTES("hello"), false, 0, "", 0 },
	{ BYTES("a\x1b"), false, 4, "a…", 1 },
	{ BYTES("a" E_ACUTE "b"), false, 2, "a…", 1 },
};

START_TEST(shows_a_line)
{
	char out[128];
	size_t shown = text_line(lines[_i].in, lines[_i].ascii, lines[_i].cells, out, sizeof out);
	ck_assert_str_eq(out, lines[_i].out);
	ck_assert_uint_eq(shown, lines[_i].shown);
}
END_TEST

START_TEST(too_many_marks_are_escaped)
{
	struct bytes in = BYTES("e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81");
	char out[64];
	ck_assert_uint_eq(text_line(in, false, 80, out, sizeof out), 11);
	ck_assert_str_eq(out, "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\\u{301}");
}
END_TEST

START_TEST(cleans_a_name)
{
	char out[64];
	ck_assert_uint_eq(text_clean("C:\\a", false, out, sizeof out), 4);
	ck_assert_str_eq(out, "C:\\a");
	text_clean("\033[31m\n" E_ACUTE "\xe2\x80\xae\xff", false, out, sizeof out);
	ck_assert_str_eq(out, "\\x1b[31m\\n" E_ACUTE "\\u{202e}\\xff");
	text_clean(E_ACUTE, true, out, sizeof out);
	ck_assert_str_eq(out, "e\\u{301}");
	ck_assert_uint_eq(text_clean("ab" E_ACUTE, false, out, 4), 2);
	ck_assert_str_eq(out, "ab");
	ck_assert_uint_eq(text_clean("abcd", false, out, 4), 3);
	ck_assert_str_eq(out, "abc");
}
END_TEST

START_TEST(wraps_to_the_end)
{
	struct bytes in = BYTES("ab\ncd" KANJI "e");
	static const char *const wanted[] = { "ab\\n", ("cd" KANJI), "e" };
	char out[64];
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		size_t n = text_wrap(in, false, 4, out, sizeof out);
		ck_assert_str_eq(out, wanted[i]);
		ck_assert(bytes_skip(&in, n));
	}
	ck_assert_uint_eq(text_wrap(in, false, 4, out, sizeof out), 0);
	ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(wraps_where_nothing_fits)
{
	struct bytes in = BYTES("\x1b" KANJI);
	char out[64];
	ck_assert_uint_eq(text_wrap(in, false, 1, out, sizeof out), 1);
	ck_assert_str_eq(out, "?");
	ck_assert(bytes_skip(&in, 1));
	ck_assert_uint_eq(text_wrap(in, false, 1, out, sizeof out), 3);
	ck_assert_uint_eq(text_wrap(in, false, 0, out, sizeof out), 3);
	ck_assert_str_eq(out, "");
	ck_assert_uint_eq(text_wrap(in, false, 4, NULL, 0), 3);
}
END_TEST

START_TEST(measures_cells)
{
	ck_assert_uint_eq(text_width(""), 0);
	ck_assert_uint_eq(text_width("abc"), 3);
	ck_assert_uint_eq(text_width(KANJI E_ACUTE "…"), 4);
	/* A Hangul syllable of three letters is one character of two cells. */
	ck_assert_uint_eq(text_width("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"), 2);
}
END_TEST

START_TEST(fits_without_tearing)
{
	unsigned used;
	ck_assert_uint_eq(text_fit("abc", 2, &used), 2);
	ck_assert_uint_eq(used, 2);
	ck_assert_uint_eq(text_fit("a" KANJI, 2, &used), 1);
	ck_assert_uint_eq(used, 1);
	ck_assert_uint_eq(text_fit(E_ACUTE "b", 1, &used), 3);
	ck_assert_uint_eq(used, 1);
	ck_assert_uint_eq(text_fit("abc", 0, NULL), 0);
}
END_TEST

START_TEST(dumps_in_hex)
{
	struct bytes in = BYTES("11111\n\x1b\xff");
	char out[128];
	ck_assert_uint_eq(text_hex(in, 16, 16, out, sizeof out), 8);
	ck_assert_str_eq(out, "0010  31 31 31 31 31 0a 1b ff"
	                      "                          11111...");
	ck_assert_uint_eq(text_hex(in, 0, 4, out, sizeof out), 4);
	ck_assert_str_eq(out, "0000  31 31 31 31  1111");
	ck_assert_uint_eq(strlen(out), text_hex_width(4));
	ck_assert_uint_eq(text_hex(in, 0, 99, out, sizeof out), 8);
	ck_assert_uint_eq(text_hex_width(99), text_hex_width(16));
}
END_TEST

/* Printable throughout: nothing that a terminal could take for a command, or that has no place. */
static bool is_safe(const char *out)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)out;
	while (*at != 0) {
		utf8proc_int32_t code;
		utf8proc_ssize_t len = utf8proc_iterate(at, -1, &code);
		const char *category = len > 0 ? utf8proc_category_string(code) : "Cn";
		if (category[0] == 'C' || strcmp(category, "Zl") == 0 ||
		    strcmp(category, "Zp") == 0)
			return false;
		at += len;
	}
	return true;
}

static void random_bytes(uint8_t *out, size_t n, uint32_t *state)
{
	/* Leading and following bytes of UTF-8, controls, and anything else. */
	static const uint8_t often[] = { 0xc2, 0xe2, 0x80, 0x8b, 0xae, 0xf0, 0x9f, 0x1b, 0xcc, 0x81,
		'a', '\n', '\\', 0xef, 0xbb, 0xbf, 0xe3, 0x82 };
	for (size_t i = 0; i < n; i++) {
		uint32_t value = pseudo_random(state);
		out[i] = value & 0x100 ? often[(value >> 9) % sizeof often] : (uint8_t)value;
	}
}

/* Asserting costs a system call each time, so the loops below do it only when
 * something is wrong. */

struct attempt {
	struct bytes in;
	bool ascii;
	unsigned cells;
	size_t size;
};

static bool line_holds(const struct attempt *a)
{
	char out[96];
	memset(out, '#', sizeof out);
	size_t shown = text_line(a->in, a->ascii, a->cells, out, a->size);
	return shown <= a->in.left && strlen(out) < a->size && text_width(out) <= a->cells &&
	       (a->size == sizeof out || out[a->size] == '#') && is_safe(out);
}

/* What is clean stays as it is. */
static bool clean_holds(const struct attempt *a)
{
	char text[25], out[96], again[96];
	memcpy(text, a->in.at, a->in.left);
	text[a->in.left] = '\0';
	size_t len = text_clean(text, a->ascii, out, a->size);
	return len == strlen(out) && len < a->size && is_safe(out) &&
	       text_clean(out, a->ascii, again, sizeof again) == len && strcmp(out, again) == 0;
}

static bool wrap_holds(const struct attempt *a)
{
	char out[96];
	size_t consumed = text_wrap(a->in, a->ascii, a->cells, out, a->size);
	return (consumed > 0 || a->in.left == 0) && consumed <= a->in.left &&
	       strlen(out) < a->size && text_width(out) <= a->cells && is_safe(out);
}

START_TEST(any_bytes_are_safe_and_fit)
{
	uint32_t state = 99;
	for (int i = 0; i < 50000; i++) {
		uint8_t bytes[24];
		size_t n = pseudo_random(&state) % sizeof bytes;
		random_bytes(bytes, n, &state);
		struct attempt a = { { bytes, n }, pseudo_random(&state) & 1,
			pseudo_random(&state) % 40, 1 + pseudo_random(&state) % 96 };
		if (!line_holds(&a) || !wrap_holds(&a) || !clean_holds(&a))
			ck_abort_msg("attempt %d does not hold", i);
	}
}
END_TEST

/* Each character alone, all of Unicode. */
START_TEST(every_character_is_safe)
{
	for (utf8proc_int32_t code = 0; code < 0x110000; code++) {
		utf8proc_uint8_t bytes[4];
		char out[32];
		if (code >= 0xd800 && code < 0xe000)
			continue;
		size_t n = (size_t)utf8proc_encode_char(code, bytes);
		struct bytes in = { bytes, n };
		size_t shown = text_line(in, false, 12, out, sizeof out);
		if (shown != n || !is_safe(out) || text_width(out) == 0)
			ck_abort_msg("U+%04X is shown as [%s]", (unsigned)code, out);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("text");
	TCase *all = tcase_create("all");
	tcase_set_timeout(all, 60);
	tcase_add_loop_test(all, shows_a_line, 0, ARRAY_LEN(lines));
	tcase_add_test(all, too_many_marks_are_escaped);
	tcase_add_test(all, cleans_a_name);
	tcase_add_test(all, wraps_to_the_end);
	tcase_add_test(all, wraps_where_nothing_fits);
	tcase_add_test(all, measures_cells);
	tcase_add_test(all, fits_without_tearing);
	tcase_add_test(all, dumps_in_hex);
	tcase_add_test(all, any_bytes_are_safe_and_fit);
	tcase_add_test(all, every_character_is_safe);
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
