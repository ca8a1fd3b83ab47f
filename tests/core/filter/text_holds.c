/* A text in bytes: small letters stand for both kinds. */
#include "core/filter/text_holds.h"

#include <string.h>

#include "core/base/array.h"
#include "tests/suite.h"

static const struct {
	const char *text, *bytes;
	bool holds;
} cases[] = {
	{ "get", "GET / HTTP/1.1", true },
	{ "get", "forget", true },
	{ "GET", "forget", false },
	{ "GET", "x GET", true },
	{ "get", "ge gE GeT", true },
	{ "get", "ggggget", true },
	{ "get", "gegege", false },
	{ "get", "ge", false },
	{ "get", "GE", false },
	{ "get", "", false },
	{ "", "get", false },
	{ "g", "G", true },
	{ "g", "g", true },
	{ "g", "t", false },
	{ "1.1", "HTTP/1.1", true },
	{ "1.1", "1x1", false },
	{ "xy", "x xY", true },
	{ "xy", "XxXy", true },
	{ "Get", "GET get", false },
	{ "Get", "gGet", true },
};

START_TEST(holds)
{
	ck_assert(text_holds(cases[_i].text, cases[_i].bytes, strlen(cases[_i].bytes)) ==
	          cases[_i].holds);
}
END_TEST

/* The bytes end where they are said to. */
START_TEST(not_beyond_the_end)
{
	ck_assert(!text_holds("get", "xget", 3));
	ck_assert(text_holds("get", "xget", 4));
	ck_assert(text_holds("get", "a\0get", 5));
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_loop_test(all, holds, 0, ARRAY_LEN(cases));
	tcase_add_test(all, not_beyond_the_end);
	Suite *suite = suite_create("text_holds");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
