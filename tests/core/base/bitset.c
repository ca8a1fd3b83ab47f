/* Sets of numbers beside a table of flags. */
#include "core/base/bitset.h"

#include <stdbool.h>
#include <string.h>

#include "tests/suite.h"
#include "tests/wire/random.h"

#define NUMBERS 6000

static bool member[NUMBERS + 1];
static uint32_t least;

static uint32_t after(uint32_t number)
{
	uint32_t n = number < least ? least : number + 1;
	while (n <= NUMBERS && !member[n])
		n++;
	return n <= NUMBERS ? n : 0;
}

static uint32_t before(uint32_t number)
{
	uint32_t n = number <= NUMBERS ? number : NUMBERS + 1;
	while (n > least && !member[n - 1])
		n--;
	return n > least ? n - 1 : 0;
}

static void check(const struct numberset *set, uint32_t number)
{
	ck_assert_uint_eq(numberset_after(set, number), after(number));
	ck_assert_uint_eq(numberset_before(set, number), before(number));
}

/* The steps between members are small in some rounds and large in others. */
START_TEST(as_a_table_of_flags)
{
	struct numberset set = { 0 };
	uint32_t state = (uint32_t)_i + 1, step = 1 + (uint32_t)_i * 37;
	memset(member, 0, sizeof(member));
	least = 0;
	check(&set, 0);
	check(&set, NUMBERS);
	for (uint32_t n = 1; n <= NUMBERS; n += 1 + pseudo_random(&state) % step) {
		numberset_add(&set, n);
		numberset_add(&set, n);
		member[n] = true;
		if (pseudo_random(&state) % 64 == 0 && n > least) {
			least += pseudo_random(&state) % (n - least);
			numberset_forget(&set, least);
			memset(member, 0, least);
		}
		check(&set, n);
		check(&set, n - 1);
		check(&set, n + 1);
		check(&set, least);
		check(&set, least + 1);
		check(&set, pseudo_random(&state) % NUMBERS);
		check(&set, NUMBERS + pseudo_random(&state) % NUMBERS);
	}
	numberset_forget(&set, NUMBERS + 1);
	memset(member, 0, sizeof(member));
	least = NUMBERS + 1;
	ck_assert_uint_eq(numberset_after(&set, 0), 0);
	ck_assert_uint_eq(numberset_before(&set, UINT32_MAX), 0);
	numberset_add(&set, NUMBERS + 500);
	ck_assert_uint_eq(numberset_after(&set, 0), NUMBERS + 500);
	ck_assert_uint_eq(numberset_before(&set, UINT32_MAX), NUMBERS + 500);
	numberset_free(&set);
	ck_assert_uint_eq(numberset_after(&set, 0), 0);
}
END_TEST

/* Words begin at multiples of 64. */
START_TEST(edges_of_words)
{
	for (uint32_t n = 62; n <= 130; n++) {
		struct numberset set = { 0 };
		numberset_add(&set, n);
		ck_assert_uint_eq(numberset_after(&set, 0), n);
		ck_assert_uint_eq(numberset_after(&set, n - 1), n);
		ck_assert_uint_eq(numberset_after(&set, n), 0);
		ck_assert_uint_eq(numberset_before(&set, n), 0);
		ck_assert_uint_eq(numberset_before(&set, n + 1), n);
		ck_assert_uint_eq(numberset_before(&set, UINT32_MAX), n);
		numberset_forget(&set, n);
		ck_assert_uint_eq(numberset_before(&set, n + 1), n);
		ck_assert_uint_eq(numberset_after(&set, 0), n);
		numberset_forget(&set, n + 1);
		ck_assert_uint_eq(numberset_before(&set, UINT32_MAX), 0);
		ck_assert_uint_eq(numberset_after(&set, 0), 0);
		numberset_free(&set);
	}
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_loop_test(all, as_a_table_of_flags, 0, 8);
	tcase_add_test(all, edges_of_words);
	Suite *suite = suite_create("bitset");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
