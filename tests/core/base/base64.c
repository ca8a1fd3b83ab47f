#include "core/base/base64.h"

#include <string.h>

#include "core/base/array.h"
#include "tests/suite.h"

/* RFC 4648, 10, and the two last digits. */
static const struct {
	const char *bytes, *text;
} words[] = {
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
	{ "\xff\xef\xbe", "/+++" },
};

START_TEST(bytes_become_text)
{
	char out[16];
	size_t len = strlen(words[_i].bytes);
	base64_write((const uint8_t *)words[_i].bytes, len, out);
	ck_assert_str_eq(out, words[_i].text);
	ck_assert_uint_eq(strlen(out), BASE64_TEXT(len));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("base64");
	TCase *tests = tcase_create("base64");
	tcase_add_loop_test(tests, bytes_become_text, 0, (int)ARRAY_LEN(words));
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
