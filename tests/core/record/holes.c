/* Holes beside a table of flags. */
#include "core/record/holes.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tests/suite.h"
#include "tests/wire/random.h"

/* Positions in the table; sequence numbers wrap within it. */
#define SPACE 4000
#define BASE UINT32_C(0xfffff800)

static bool missing[SPACE];

/* Returns the first position whose flag differs; SPACE if none does. Check's own assertions would
 * take a thousand times as long. */
static uint32_t differs_at(const struct gaps *gaps)
{
	uint32_t at = 0;
	for (unsigned i = 0; gaps != NULL && i < gaps->count; i++) {
		uint32_t start = gaps->gap[i].start - BASE, end = gaps->gap[i].end - BASE;
		if (start >= end || end > SPACE || (i > 0 && start <= at))
			return start;
		for (; at < start; at++)
			if (missing[at])
				return at;
		for (; at < end; at++)
			if (!missing[at])
				return at;
	}
	while (at < SPACE && !missing[at])
		at++;
	return at;
}

static void check(const struct gaps *gaps)
{
	ck_assert_uint_eq(differs_at(gaps), SPACE);
}

static uint32_t fill(uint32_t from, uint32_t to)
{
	uint32_t filled = 0;
	for (uint32_t at = from; at < to; at++) {
		filled += missing[at];
		missing[at] = false;
	}
	return filled;
}

/* Few enough holes for none to be forgotten. */
START_TEST(as_a_table_of_flags)
{
	struct gaps *gaps = NULL;
	uint32_t state = (uint32_t)_i + 1, next = 0;
	memset(missing, 0, sizeof(missing));
	ck_assert(!gaps_touch(gaps, BASE, BASE + 9));
	ck_assert_uint_eq(gaps_fill(gaps, BASE, BASE + 9, NULL), 0);
	gaps_forget(gaps, BASE);
	while (next + 40 < SPACE) {
		uint32_t start = next + 1 + pseudo_random(&state) % 20;
		uint32_t end = start + 1 + pseudo_random(&state) % 12;
		if (gaps == NULL || gaps->count < GAPS_MAX / 2) {
			gaps_open(&gaps, (struct gap){ .start = BASE + start, .end = BASE + end });
			memset(missing + start, true, end - start);
			next = end;
		}
		uint32_t from = pseudo_random(&state) % next;
		uint32_t to = from + 1 + pseudo_random(&state) % 30;
		to = to < next ? to : next;
		uint32_t first = from;
		while (first < to && !missing[first])
			first++;
		struct gap hole = { .start = 7 };
		ck_assert(gaps_touch(gaps, BASE + from, BASE + to) == (first < to));
		uint32_t filled = gaps_fill(gaps, BASE + from, BASE + to, &hole);
		ck_assert_uint_eq(filled, fill(from, to));
		if (filled > 0)
			ck_assert(hole.start - BASE <= first && first < hole.end - BASE);
		else
			ck_assert_uint_eq(hole.start, 7);
		check(gaps);
		if (pseudo_random(&state) % 8 == 0) {
			uint32_t before = pseudo_random(&state) % next;
			gaps_forget(gaps, BASE + before);
			fill(0, before);
			check(gaps);
		}
	}
	free(gaps);
}
END_TEST

/* Makes as many holes as there may be: [10, 15), [20, 25) and so on. */
static struct gaps *full(void)
{
	struct gaps *gaps = NULL;
	for (uint32_t i = 1; i <= GAPS_MAX; i++)
		gaps_open(&gaps, (struct gap){ 10 * i, 10 * i + 5, i, i, i, (uint16_t)i });
	return gaps;
}

START_TEST(the_oldest_is_forgotten)
{
	struct gaps *gaps = full();
	ck_assert_uint_eq(gaps->count, GAPS_MAX);
	gaps_open(&gaps, (struct gap){ .start = 5000, .end = 5001 });
	ck_assert_uint_eq(gaps->count, GAPS_MAX);
	ck_assert_uint_eq(gaps->gap[0].start, 20);
	ck_assert_uint_eq(gaps->gap[GAPS_MAX - 1].start, 5000);
	free(gaps);
}
END_TEST

START_TEST(a_full_table_forgets_the_tail_of_a_hole)
{
	struct gaps *gaps = full();
	struct gap hole;
	ck_assert_uint_eq(gaps_fill(gaps, 22, 23, &hole), 1);
	ck_assert_uint_eq(gaps->count, GAPS_MAX);
	ck_assert_uint_eq(gaps->gap[1].start, 20);
	ck_assert_uint_eq(gaps->gap[1].end, 22);
	ck_assert_uint_eq(gaps->gap[2].start, 30);
	ck_assert(hole.start == 20 && hole.end == 25 && hole.opened_by == 2 && hole.ts_val == 2 &&
	          hole.ip_id == 2 && hole.opened_ns == 2);
	ck_assert_uint_eq(gaps_fill(gaps, 0, 10 * GAPS_MAX + 9, NULL), 5 * GAPS_MAX - 3);
	ck_assert_uint_eq(gaps->count, 0);
	free(gaps);
}
END_TEST

/* What is left of a hole was opened by the same segment. */
START_TEST(parts_keep_what_opened_the_hole)
{
	struct gaps *gaps = NULL;
	gaps_open(&gaps, (struct gap){ 100, 200, 1, 2, 3, 4 });
	gaps_fill(gaps, 120, 150, NULL);
	ck_assert_uint_eq(gaps->count, 2);
	for (unsigned i = 0; i < 2; i++)
		ck_assert(gaps->gap[i].opened_ns == 1 && gaps->gap[i].opened_by == 2 &&
		          gaps->gap[i].ts_val == 3 && gaps->gap[i].ip_id == 4);
	ck_assert(!gaps_touch(gaps, 120, 150) && gaps_touch(gaps, 119, 120) &&
	          gaps_touch(gaps, 150, 151) && !gaps_touch(gaps, 200, 300) &&
	          !gaps_touch(gaps, 50, 100));
	gaps_forget(gaps, 120);
	ck_assert_uint_eq(gaps->count, 1);
	gaps_forget(gaps, 150);
	ck_assert_uint_eq(gaps->gap[0].start, 150);
	gaps_forget(gaps, 160);
	ck_assert_uint_eq(gaps->gap[0].start, 160);
	free(gaps);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_loop_test(all, as_a_table_of_flags, 0, 16);
	tcase_add_test(all, the_oldest_is_forgotten);
	tcase_add_test(all, a_full_table_forgets_the_tail_of_a_hole);
	tcase_add_test(all, parts_keep_what_opened_the_hole);
	Suite *suite = suite_create("holes");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
