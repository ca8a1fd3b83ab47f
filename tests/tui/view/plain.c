/* Plain mode: what each key says, and keys from bytes. */
#include "tests/tui/view/viewed.h"
#include "tui/text/key_bytes.h"
#include "tui/view/plain_words.h"

static struct plain_words words;

/* Presses keys and returns what is said. Valid until the next call. */
static const char *say(const char *keys)
{
	static char said[65536];
	said[0] = '\0';
	FILE *out = fmemopen(said, sizeof(said), "w");
	for (; *keys != '\0'; keys++)
		ui_key(&viewed.ui, *keys);
	ui_tick(&viewed.ui, 0);
	plain_words_say(&words, &viewed.ui, out);
	fclose(out);
	return said;
}

static void show(void)
{
	viewed_article(24, 80);
	viewed.ui.shell.ascii = true;
	words = (struct plain_words){ .begun = false };
}

START_TEST(a_step_says_the_segment_and_its_sentence)
{
	show();
	const char *first = say("");
	ck_assert_ptr_nonnull(strstr(first, "tcpviz article.pcap  session 1/1  8 segments\n"
	                                    "1, 11:12:02.534303, client to server: [S] seq "));
	const char *said = say("jjj");
	ck_assert_int_eq(strncmp(said,
	                     "4, 11:12:16.501177, client to server: [P.] seq 1:6, ack 1, win "
	                     "65536, length 5\nThe client sends 5 bytes",
	                     90),
	    0);
	ck_assert_str_eq(say(""), "");
	ck_assert_ptr_nonnull(strstr(say("G"), ", abort\nRST: "));
	viewed_close();
}
END_TEST

START_TEST(nothing_is_drawn)
{
	show();
	static const char *const keys[] = { "", "j", "i", "q", "\r", "\033", "P", "q", "o", "q",
		"\t", "?", "q" };
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		for (const char *c = say(keys[i]); *c != '\0'; c++)
			ck_assert((unsigned char)*c < 0x80 && *c != '|' && *c != '\033');
	viewed_close();
}
END_TEST

START_TEST(texts_rows_and_questions_are_said_once)
{
	show();
	say("");
	ck_assert_ptr_nonnull(strstr(say("i"), "Session 1\n"));
	ck_assert_str_eq(say("j"), "");
	ck_assert_str_eq(say("\t"), "Frame 4; Enter goes there\n");
	ck_assert_int_eq(strncmp(say("\r"), "4, ", 3), 0);
	ck_assert_int_eq(strncmp(say("s"), "Save:  s this session, ", 23), 0);
	say("\033");
	ck_assert_ptr_nonnull(strstr(say(":4"), "Command: 4\n"));
	say("\033");
	ck_assert_ptr_nonnull(strstr(say("o"), "Time "));
	ck_assert_ptr_nonnull(strstr(say("j"), "Sequence numbers "));
	viewed_close();
}
END_TEST

static const struct {
	const char *bytes;
	size_t len;
	bool whole;
	size_t taken;
	int key;
} sent[] = {
	{ "j", 1, false, 1, 'j' },
	{ "\n", 1, false, 1, PRESS_RETURN },
	{ "\r", 1, false, 1, PRESS_RETURN },
	{ "\177", 1, false, 1, PRESS_RUBOUT },
	{ "\033[Ax", 4, false, 3, PRESS_ARROW_UP },
	{ "\033[5~", 4, false, 4, PRESS_PAGE_UP },
	{ "\033[5", 3, false, 0, PRESS_ESCAPE },
	{ "\033[5", 3, true, 1, PRESS_ESCAPE },
	{ "\033", 1, false, 0, PRESS_ESCAPE },
	{ "\033", 1, true, 1, PRESS_ESCAPE },
	{ "\033q", 2, false, 1, PRESS_ESCAPE },
	{ "\033[99z", 5, false, 5, PRESS_NOTHING },
	{ "\303\251", 2, false, 2, 0xe9 },
	{ "\303", 1, false, 0, PRESS_NOTHING },
	{ "\303", 1, true, 1, PRESS_NOTHING },
	{ "\303x", 2, false, 1, PRESS_NOTHING },
	{ "\200", 1, false, 1, PRESS_NOTHING },
	{ "", 0, true, 0, PRESS_NOTHING },
};

START_TEST(bytes_become_keys)
{
	int key;
	ck_assert_uint_eq(
	    key_bytes_take(sent[_i].bytes, sent[_i].len, sent[_i].whole, &key), sent[_i].taken);
	if (sent[_i].taken > 0)
		ck_assert_int_eq(key, sent[_i].key);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("plain");
	TCase *tests = tcase_create("plain");
	tcase_add_test(tests, a_step_says_the_segment_and_its_sentence);
	tcase_add_test(tests, nothing_is_drawn);
	tcase_add_test(tests, texts_rows_and_questions_are_said_once);
	tcase_add_loop_test(tests, bytes_become_keys, 0, (int)ARRAY_LEN(sent));
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
