#include "core/base/pool.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tests/suite.h"

#define SIZE ((size_t)3 * CACHE_LINE)
#define PIECES 1000 /* more than a chunk holds */

static bool is_zero(const uint8_t *piece)
{
	for (size_t i = 0; i < SIZE; i++)
		if (piece[i] != 0)
			return false;
	return true;
}

START_TEST(pieces_lie_in_lines_of_their_own)
{
	struct pool *pool = pool_new(SIZE);
	uint8_t *piece[PIECES];
	for (unsigned i = 0; i < PIECES; i++) {
		piece[i] = pool_take(pool);
		ck_assert_uint_eq((uintptr_t)piece[i] % CACHE_LINE, 0);
		ck_assert(is_zero(piece[i]));
		memset(piece[i], (int)(i % UINT8_MAX) + 1, SIZE);
	}
	for (unsigned i = 0; i < PIECES; i++) {
		ck_assert_uint_eq(piece[i][0], i % UINT8_MAX + 1);
		ck_assert_uint_eq(piece[i][SIZE - 1], i % UINT8_MAX + 1);
	}
	pool_free(pool);
}
END_TEST

START_TEST(what_is_given_back_is_taken_again_and_zero)
{
	struct pool *pool = pool_new(SIZE);
	void *a = pool_take(pool), *b = pool_take(pool);
	memset(a, 1, SIZE);
	memset(b, 1, SIZE);
	pool_give(pool, a);
	pool_give(pool, NULL);
	pool_give(pool, b);
	void *c = pool_take(pool), *d = pool_take(pool);
	ck_assert((c == a && d == b) || (c == b && d == a));
	ck_assert(is_zero(c) && is_zero(d));
	pool_free(pool);
	pool_free(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("pool");
	TCase *all = tcase_create("all");
	tcase_add_test(all, pieces_lie_in_lines_of_their_own);
	tcase_add_test(all, what_is_given_back_is_taken_again_and_zero);
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
