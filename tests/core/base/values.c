/* Small functions of core/base: check sums, durations, text built piece by piece. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/array.h"
#include "core/base/bytes.h"
#include "core/base/checksum.h"
#include "core/base/duration.h"
#include "core/base/memory.h"
#include "core/base/writer.h"
#include "tests/suite.h"

/* The example of RFC 1071, 3: the sum is ddf2. */
START_TEST(checksums)
{
	static const uint8_t example[] = { 0, 1, 0xf2, 3, 0xf4, 0xf5, 0xf6, 0xf7 };
	uint64_t sum = checksum_add(0, (struct bytes){ example, 8 });
	ck_assert_uint_eq(sum, 0x2ddf0);
	ck_assert_uint_eq(checksum_fold(sum), 0x220d);
	ck_assert_uint_eq(checksum_add(0, (struct bytes){ example, 3 }), 1 + 0xf200);
	ck_assert_uint_eq(checksum_add(5, (struct bytes){ example, 0 }), 5);
	uint64_t parts = checksum_add(0, (struct bytes){ example, 4 });
	ck_assert_uint_eq(checksum_add(parts, (struct bytes){ example + 4, 4 }), sum);
	ck_assert_uint_eq(checksum_fold(0), 0xffff);
	ck_assert_uint_eq(checksum_fold(0xffff), 0);
	ck_assert_uint_eq(checksum_fold(0x10000), 0xfffe);
	ck_assert_uint_eq(checksum_fold(0x1ffff), 0xfffe);
	ck_assert_uint_eq(checksum_fold(0xffffffff), 0);
}
END_TEST

#define US INT64_C(1000)
#define MS (1000 * US)
#define SECOND (1000 * MS)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)

static const struct {
	int64_t ns;
	const char *text;
} durations[] = {
	{ -1, "backwards" },
	{ 0, "0 us" },
	{ 999, "0 us" },
	{ 31 * US, "31 us" },
	{ MS - 1, "999 us" },
	{ MS, "1.0 ms" },
	{ 13 * MS + 60 * US, "13.1 ms" },
	{ SECOND - MS, "999.0 ms" },
	{ SECOND - 1, "1.00 s" },
	{ 13 * SECOND + 970 * MS, "13.97 s" },
	{ MINUTE - 10 * MS, "59.99 s" },
	{ MINUTE - 1, "1 min 00 s" },
	{ MINUTE, "1 min 00 s" },
	{ 31 * MINUTE + 59 * SECOND, "31 min 59 s" },
	{ HOUR - 1, "59 min 59 s" },
	{ HOUR, "1 h 00 min" },
	{ 2 * HOUR + 5 * MINUTE, "2 h 05 min" },
	{ DAY - 1, "23 h 59 min" },
	{ DAY, "1 d 0 h" },
	{ 3 * DAY + 4 * HOUR, "3 d 4 h" },
};

START_TEST(duration)
{
	char text[64];
	duration_format(durations[_i].ns, text, sizeof(text));
	ck_assert_str_eq(text, durations[_i].text);
}
END_TEST

START_TEST(text_in_pieces)
{
	char text[16];
	struct writer w = writer_begin(text, sizeof(text));
	ck_assert_str_eq(text, "");
	writer_text(&w, "ab");
	writer_number(&w, 0);
	writer_number(&w, 1234);
	ck_assert_str_eq(text, "ab01234");
	writer_print(&w, "%c%u", 'x', 9);
	ck_assert_str_eq(text, "ab01234x9");
	ck_assert_uint_eq(w.len, 9);
	writer_hex(&w, (struct bytes){ (const uint8_t *)"\x0f\xa0", 2 });
	ck_assert_str_eq(text, "ab01234x90fa0");
	writer_text(&w, "cdefg");
	ck_assert_str_eq(text, "ab01234x90fa0cd");
	ck_assert_uint_eq(w.len, 15);
	writer_print(&w, "%s", "more");
	writer_number(&w, 7);
	ck_assert_uint_eq(w.len, 15);
	writer_cut(&w, 2);
	ck_assert_str_eq(text, "ab");
	writer_print(&w, "%s", "0123456789abcdef");
	ck_assert_str_eq(text, "ab0123456789abc");
	ck_assert_uint_eq(w.len, 15);
}
END_TEST

START_TEST(largest_numbers)
{
	char text[64];
	struct writer w = writer_begin(text, sizeof(text));
	writer_number(&w, UINT64_MAX);
	ck_assert_str_eq(text, "18446744073709551615");
	writer_cut(&w, 0);
	for (uint64_t n = 9; n < 100000; n = n * 10 + 9) {
		char right[32];
		snprintf(right, sizeof(right), "%llu%llu", (unsigned long long)n,
		    (unsigned long long)n + 1);
		writer_cut(&w, 0);
		writer_number(&w, n);
		writer_number(&w, n + 1);
		ck_assert_str_eq(text, right);
	}
}
END_TEST

START_TEST(nowhere_to_write)
{
	struct writer w = writer_begin(NULL, 0);
	writer_text(&w, "text");
	writer_number(&w, 5);
	writer_print(&w, "%d", 5);
	writer_hex(&w, (struct bytes){ (const uint8_t *)"x", 1 });
	writer_cut(&w, 0);
	ck_assert_uint_eq(w.len, 0);
}
END_TEST

static size_t sum_of(const unsigned char *bytes, size_t count)
{
	size_t sum = 0;
	for (size_t i = 0; i < count; i++)
		sum += bytes[i];
	return sum;
}

/* Pages are zero, and zero again once they are unused. */
START_TEST(zeroed_pages)
{
	size_t sizes[] = { 4096, MEMORY_PAGE, 2 * MEMORY_PAGE };
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		unsigned char *pages = memory_pages(sizes[i]);
		ck_assert_uint_eq((uintptr_t)pages % 64, 0);
		ck_assert_uint_eq(sum_of(pages, sizes[i]), 0);
		memset(pages, 5, sizes[i]);
		memory_pages_free(pages, sizes[i]);
	}
	memory_pages_free(NULL, MEMORY_PAGE);
	memory_pages_free(NULL, 64);
	unsigned char *pages = memory_pages_new(MEMORY_PAGE);
	ck_assert_uint_eq((uintptr_t)pages % MEMORY_PAGE, 0);
	memset(pages, 5, MEMORY_PAGE);
	memory_pages_unused(pages + 100, 3 * 4096);
	ck_assert_uint_eq(sum_of(pages, 4096), 5 * 4096);
	ck_assert_uint_eq(sum_of(pages + 4096, 2 * 4096), 0);
	ck_assert_uint_eq(
	    sum_of(pages + 3 * 4096, MEMORY_PAGE - 3 * 4096), 5 * (MEMORY_PAGE - 3 * 4096));
	memory_pages_unused(pages + 5 * 4096, 4095);
	ck_assert_uint_eq(pages[5 * 4096], 5);
	memory_pages_unused(pages + 5 * 4096, 4096);
	ck_assert_uint_eq(pages[5 * 4096], 0);
	ck_assert_uint_eq(pages[6 * 4096], 5);
	memory_pages_free(pages, MEMORY_PAGE);
}
END_TEST

static void out_of_memory(size_t size)
{
	_exit(size == SIZE_MAX / 4 ? 7 : 8);
}

/* Without memory, the handler is called with the size before the program ends. */
START_TEST(no_memory)
{
	memory_on_failure(out_of_memory);
	free(memory_new(SIZE_MAX / 4));
}
END_TEST

/* Sanitizers end the program themselves when memory runs out, unless told otherwise. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
	return "allocator_may_return_null=1";
}

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_test(all, checksums);
	tcase_add_loop_test(all, duration, 0, ARRAY_LEN(durations));
	tcase_add_test(all, text_in_pieces);
	tcase_add_test(all, largest_numbers);
	tcase_add_test(all, nowhere_to_write);
	tcase_add_test(all, zeroed_pages);
	tcase_add_exit_test(all, no_memory, 7);
	Suite *suite = suite_create("values");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
