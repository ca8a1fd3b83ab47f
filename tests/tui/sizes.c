/* The screen at every size: it survives and is redrawn. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/base/text.h"
#include "tests/tui/program.h"

static void copy_screen(struct terminal *t, char *out, size_t size)
{
	size_t used = 0;
	char row[TERMINAL_ROW];
	out[0] = '\0';
	for (int i = 0; i < terminal_rows(t); i++) {
		terminal_row(t, i, row);
		used += (size_t)snprintf(out + used, size - used, "%s\n", row);
	}
}

/* Returns true if both lifelines and the heads of the first arrows are where the width puts
 * them. */
static bool ladder_is_whole(struct terminal *t, const void *arg)
{
	(void)arg;
	char syn[TERMINAL_ROW], syn_ack[TERMINAL_ROW];
	int at = terminal_row_of(t, "[S] seq");
	if (at < 0)
		return false;
	terminal_row(t, at, syn);
	terminal_row(t, at + 1, syn_ack);
	const char *head = strstr(syn, "▶│"), *other = strstr(syn_ack, "│◀═ [S.]");
	return head != NULL && other != NULL && strstr(syn, "│══ [S] seq") != NULL &&
	       strstr(other + 1, "═│") != NULL;
}

static const struct {
	int rows, cols;
} sizes[] = { { 10, 40 }, { 24, 80 }, { 12, 50 }, { 40, 200 }, { 10, 300 }, { 60, 66 }, { 24, 65 },
	{ 11, 41 }, { 100, 120 } };

START_TEST(a_ladder_at_every_size)
{
	struct terminal *t = show_article(sizes[_i].rows, sizes[_i].cols);
	terminal_expect_that(t, ladder_is_whole, NULL, "a whole ladder");
	terminal_free(t);
}
END_TEST

static bool asks_for_room(struct terminal *t, const void *arg)
{
	(void)arg;
	char row[TERMINAL_ROW];
	for (int i = 0; i < terminal_rows(t); i++) {
		terminal_row(t, i, row);
		if (strstr(row, "40x10") != NULL || strstr(row, "needs") != NULL)
			return true;
	}
	return false;
}

START_TEST(too_small_asks_for_room_and_recovers)
{
	struct terminal *t = show_article(24, 80);
	terminal_resize(t, 5, 20);
	terminal_expect_that(t, asks_for_room, NULL, "a word about the size");
	terminal_resize(t, 24, 80);
	terminal_expect_that(t, ladder_is_whole, NULL, "a whole ladder");
	terminal_free(t);
}
END_TEST

/* Down to a single cell. */
START_TEST(resizing_leaves_no_trace)
{
	static char first[1 << 16], last[1 << 16];
	struct terminal *t = show_article(24, 80);
	terminal_expect_that(t, ladder_is_whole, NULL, "a whole ladder");
	terminal_expect(t, "? help");
	copy_screen(t, first, sizeof(first));
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		terminal_resize(t, sizes[i].rows, sizes[i].cols);
		terminal_expect_that(t, ladder_is_whole, NULL, "a whole ladder");
		terminal_resize(t, 5, 20);
		terminal_expect_that(t, asks_for_room, NULL, "a word about the size");
	}
	terminal_resize(t, 1, 1);
	terminal_resize(t, 24, 80);
	terminal_expect_that(t, ladder_is_whole, NULL, "a whole ladder");
	terminal_expect(t, "? help");
	copy_screen(t, last, sizeof(last));
	ck_assert_str_eq(first, last);
	terminal_free(t);
}
END_TEST

static bool is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text & 0x80)
			return false;
	return true;
}

static const struct plain {
	const char *option, *env;
} plain[] = {
	{ "--ascii", NULL },
	{ NULL, "LC_ALL=C" },
};

START_TEST(ascii_where_asked_for_or_needed)
{
	struct terminal_setup setup = { .argv = { tcpviz, "-n", article, plain[_i].option },
		.env = { plain[_i].env } };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "|== [S] seq");
	terminal_expect(t, "=>|");
	terminal_expect(t, "|<= [S.]");
	terminal_expect(t, "-X|");
	ck_assert(is_ascii(terminal_output(t)));
	terminal_free(t);
}
END_TEST

static const struct coloured {
	const char *option, *env;
	bool color;
} coloured[] = {
	{ NULL, NULL, true },
	{ "--no-color", NULL, false },
	{ NULL, "NO_COLOR=1", false },
	{ NULL, "TERM=vt100", false },
};

START_TEST(colours_only_where_wanted)
{
	struct terminal_setup setup = { .argv = { tcpviz, "-n", article, coloured[_i].option },
		.env = { coloured[_i].env } };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "[R.] seq 12");
	terminal_expect(t, "? help");
	ck_assert_int_eq(terminal_has_color(t), coloured[_i].color);
	terminal_free(t);
}
END_TEST

static const struct {
	const char *env[3], *option;
	bool utf8;
	const char *says; /* or NULL */
} encodings[] = {
	/* The terminal is asked. */
	{ { "LANG=" }, NULL, true, NULL },
	{ { "LANG=xx_YY" }, NULL, true, NULL },
	{ { "LANG=xx_YY.UTF-8" }, NULL, true, NULL },
	{ { "LC_ALL=C" }, NULL, false, "the locale C is not UTF-8; --utf8" },
	{ { "LC_ALL=C" }, "--utf8", true, NULL },
	{ { "LANG=", "TERM=vt220" }, NULL, false, "no locale is set (LANG)" },
	{ { "TERM=vt220" }, NULL, false, "terminals of type vt220 are older than UTF-8" },
	{ { "TERM=vt220" }, "--utf8", true, NULL },
	{ { "LC_ALL=C" }, "--ascii", false, NULL },
};

START_TEST(utf8_where_the_terminal_takes_it)
{
	struct terminal_setup setup = { .argv = { tcpviz, article, encodings[_i].option },
		.env = { encodings[_i].env[0], encodings[_i].env[1] } };
	struct terminal *t = terminal_start(&setup);
	terminal_expect(t, "[P.] seq 1:6");
	if (encodings[_i].says != NULL)
		terminal_expect(t, encodings[_i].says);
	else
		ck_assert(!terminal_shows(t, "Drawn in ASCII"));
	ck_assert(terminal_shows(t, "│") == encodings[_i].utf8);
	/* The question has left nothing, and the keys work. */
	terminal_type(t, "q");
	terminal_expect_end(t);
	terminal_free(t);
}
END_TEST

int main(int argc, char **argv)
{
	Suite *suite = suite_create("sizes");
	TCase *tests = tcase_create("sizes");
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, a_ladder_at_every_size, 0, ARRAY_LEN(sizes));
	tcase_add_test(tests, too_small_asks_for_room_and_recovers);
	tcase_add_test(tests, resizing_leaves_no_trace);
	tcase_add_loop_test(tests, ascii_where_asked_for_or_needed, 0, ARRAY_LEN(plain));
	tcase_add_loop_test(tests, utf8_where_the_terminal_takes_it, 0, ARRAY_LEN(encodings));
	tcase_add_loop_test(tests, colours_only_where_wanted, 0, ARRAY_LEN(coloured));
	suite_add_tcase(suite, tests);
	return program_main(suite, argc, argv);
}
