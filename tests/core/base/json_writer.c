#include "core/base/json_writer.h"

#include <signal.h>
#include <stdio.h>

#include "tests/suite.h"

static char text[512];
static struct writer w;
static struct json_writer j;

static void setup(void)
{
	w = writer_begin(text, sizeof(text));
	j = json_begin(&w);
}

START_TEST(values_members_and_elements)
{
	json_object(&j);
	json_member_string(&j, "s", "text");
	json_member_number(&j, "least", INT64_MIN);
	json_member_number(&j, "most", INT64_MAX);
	json_member_unsigned(&j, "u", UINT64_MAX);
	json_member_bool(&j, "yes", true);
	json_member_bool(&j, "no", false);
	json_member_null(&j, "null");
	json_member_known(&j, "known", 0);
	json_member_known(&j, "unknown", -1);
	json_end(&j);
	json_finish(&j);
	ck_assert_str_eq(text, "{\"s\":\"text\",\"least\":-9223372036854775808,"
	                       "\"most\":9223372036854775807,\"u\":18446744073709551615,"
	                       "\"yes\":true,\"no\":false,\"null\":null,\"known\":0,"
	                       "\"unknown\":null}");
}
END_TEST

START_TEST(bytes_are_base64)
{
	uint8_t bytes[100];
	memset(bytes, 0, sizeof(bytes));
	json_array(&j);
	json_base64(&j, bytes, 0);
	json_base64(&j, (const uint8_t *)"11111", 5);
	json_base64(&j, bytes, sizeof(bytes));
	json_end(&j);
	json_finish(&j);
	ck_assert_uint_eq(strlen(text), strlen("[\"\",\"MTExMTE=\",\"\"]") + 136);
	ck_assert_ptr_eq(strstr(text, "[\"\",\"MTExMTE=\",\"AAAA"), text);
	ck_assert_ptr_nonnull(strstr(text, "AAAAAA==\"]"));
}
END_TEST

START_TEST(decimals_are_exact)
{
	json_array(&j);
	json_decimal(&j, 0, 9);
	json_decimal(&j, 1, 9);
	json_decimal(&j, 100, 9);
	json_decimal(&j, 2600000000, 9);
	json_decimal(&j, 3000000000, 9);
	json_decimal(&j, -1050, 3);
	json_decimal(&j, 42, 0);
	json_decimal(&j, INT64_MIN, 18);
	json_end(&j);
	json_finish(&j);
	ck_assert_str_eq(text, "[0,0.000000001,0.0000001,2.6,3,-1.05,42,-9.223372036854775808]");
}
END_TEST

START_TEST(levels_nest)
{
	json_array(&j);
	json_array(&j);
	json_end(&j);
	json_object(&j);
	json_end(&j);
	json_object(&j);
	json_member_array(&j, "list");
	json_number(&j, 1);
	json_number(&j, 2);
	json_end(&j);
	json_member_object(&j, "object");
	json_member_null(&j, "a");
	json_end(&j);
	json_key(&j, "b");
	json_bool(&j, true);
	json_end(&j);
	json_string(&j, "last");
	json_end(&j);
	json_finish(&j);
	ck_assert_str_eq(
	    text, "[[],{},{\"list\":[1,2],\"object\":{\"a\":null},\"b\":true},\"last\"]");
}
END_TEST

static const char *string(const char *utf8)
{
	setup();
	json_string(&j, utf8);
	json_finish(&j);
	return text;
}

START_TEST(strings_escape_what_json_and_terminals_obey)
{
	ck_assert_str_eq(string(""), "\"\"");
	ck_assert_str_eq(string("a\"b\\c/"), "\"a\\\"b\\\\c/\"");
	ck_assert_str_eq(string("\b\t\n\f\r"), "\"\\b\\t\\n\\f\\r\"");
	ck_assert_str_eq(
	    string("\x01\x0b\x1b[31m\x1f\x7f"), "\"\\u0001\\u000b\\u001b[31m\\u001f\\u007f\"");
	ck_assert_str_eq(string("\xc2\x80\xc2\x9f\xc2\xa0"), "\"\\u0080\\u009f\xc2\xa0\"");
}
END_TEST

START_TEST(strings_keep_valid_utf8)
{
	static const char *const valid[] = { "\xc3\xa9", "\xdf\xbf", "\xe0\xa0\x80", "\xe2\x82\xac",
		"\xed\x9f\xbf", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf" };
	for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++) {
		char expected[16];
		snprintf(expected, sizeof(expected), "\"%s\"", valid[i]);
		ck_assert_str_eq(string(valid[i]), expected);
	}
}
END_TEST

START_TEST(strings_replace_bytes_that_are_not_utf8)
{
	ck_assert_str_eq(string("a\xff\xfe"
	                        "b"),
	    "\"a\\ufffd\\ufffdb\"");
	/* An overlong form, a surrogate, beyond the last character, cut off. */
	ck_assert_str_eq(string("\xc0\xaf"), "\"\\ufffd\\ufffd\"");
	ck_assert_str_eq(string("\xe0\x9f\xbf"), "\"\\ufffd\\ufffd\\ufffd\"");
	ck_assert_str_eq(string("\xed\xa0\x80"), "\"\\ufffd\\ufffd\\ufffd\"");
	ck_assert_str_eq(string("\xf4\x90\x80\x80"), "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
	ck_assert_str_eq(string("\xe2\x82"), "\"\\ufffd\\ufffd\"");
	ck_assert_str_eq(string("\xf0\x9f\x98x"), "\"\\ufffd\\ufffd\\ufffdx\"");
	ck_assert_str_eq(string("\xc3"), "\"\\ufffd\"");
}
END_TEST

START_TEST(what_does_not_fit_is_left_out)
{
	char small[8];
	w = writer_begin(small, sizeof(small));
	json_object(&j);
	json_member_string(&j, "key", "a long text");
	json_end(&j);
	json_finish(&j);
	ck_assert_str_eq(small, "{\"key\":");
}
END_TEST

/* Each of these is a mistake of the caller. */
START_TEST(a_member_needs_a_key)
{
	json_object(&j);
	json_number(&j, 1);
}
END_TEST

START_TEST(an_element_has_no_key)
{
	json_array(&j);
	json_key(&j, "key");
}
END_TEST

START_TEST(a_key_needs_a_value)
{
	json_object(&j);
	json_key(&j, "key");
	json_end(&j);
}
END_TEST

START_TEST(what_has_not_begun_cannot_end)
{
	json_end(&j);
}
END_TEST

START_TEST(what_begins_ends)
{
	json_array(&j);
	json_finish(&j);
}
END_TEST

START_TEST(one_value_is_all)
{
	json_null(&j);
	json_null(&j);
}
END_TEST

START_TEST(a_key_needs_no_escape)
{
	json_object(&j);
	json_key(&j, "a\"b");
}
END_TEST

START_TEST(levels_are_limited)
{
	for (unsigned i = 0; i <= JSON_DEPTH_MAX; i++)
		json_array(&j);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json_writer");
	TCase *tc = tcase_create("json_writer");
	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, values_members_and_elements);
	tcase_add_test(tc, bytes_are_base64);
	tcase_add_test(tc, decimals_are_exact);
	tcase_add_test(tc, levels_nest);
	tcase_add_test(tc, strings_escape_what_json_and_terminals_obey);
	tcase_add_test(tc, strings_keep_valid_utf8);
	tcase_add_test(tc, strings_replace_bytes_that_are_not_utf8);
	tcase_add_test(tc, what_does_not_fit_is_left_out);
	tcase_add_test_raise_signal(tc, a_member_needs_a_key, SIGABRT);
	tcase_add_test_raise_signal(tc, an_element_has_no_key, SIGABRT);
	tcase_add_test_raise_signal(tc, a_key_needs_a_value, SIGABRT);
	tcase_add_test_raise_signal(tc, what_has_not_begun_cannot_end, SIGABRT);
	tcase_add_test_raise_signal(tc, what_begins_ends, SIGABRT);
	tcase_add_test_raise_signal(tc, one_value_is_all, SIGABRT);
	tcase_add_test_raise_signal(tc, a_key_needs_no_escape, SIGABRT);
	tcase_add_test_raise_signal(tc, levels_are_limited, SIGABRT);
	suite_add_tcase(suite, tc);
	return suite_main(suite);
}
