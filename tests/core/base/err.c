/* Error messages: one line, safe to show. */
#include "core/base/err.h"

#include <string.h>

#include "tests/suite.h"

START_TEST(says_what_failed)
{
	struct err err;
	ck_assert(!err_set(&err, "cannot open %s: error %d", "a.pcap", 2));
	ck_assert_str_eq(err.text, "cannot open a.pcap: error 2");
	ck_assert(!err_prefix(&err, "line %u", 7U));
	ck_assert_str_eq(err.text, "line 7: cannot open a.pcap: error 2");
}
END_TEST

START_TEST(nobody_wants_to_know)
{
	ck_assert(!err_set(NULL, "cannot open %s", "a.pcap"));
	ck_assert(!err_prefix(NULL, "line %u", 7U));
}
END_TEST

START_TEST(names_are_cleaned)
{
	struct err err;
	err_set(&err, "cannot open %s", "a\x1b[2J\n\xff");
	ck_assert_ptr_null(strchr(err.text, '\x1b'));
	ck_assert_ptr_null(strchr(err.text, '\n'));
	ck_assert_ptr_nonnull(strstr(err.text, "cannot open a"));
}
END_TEST

START_TEST(long_messages_end)
{
	struct err err;
	char name[2000];
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	err_set(&err, "%s", name);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
	err_prefix(&err, "before");
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
	ck_assert_int_eq(strncmp(err.text, "before: xxx", 11), 0);
	err_prefix(&err, "%s", name);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_test(all, says_what_failed);
	tcase_add_test(all, nobody_wants_to_know);
	tcase_add_test(all, names_are_cleaned);
	tcase_add_test(all, long_messages_end);
	Suite *suite = suite_create("err");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
