/* Where packets come from: more origins than a chunk and than a table of slots begin with. */
#include "core/record/origin.h"

#include <stdio.h>

#include "tests/suite.h"

/* Keys as a hash gives them; those of neighbours meet in the same slots. */
static uint64_t key_of(uint32_t n)
{
	return (uint64_t)(n / 3 + 1) * UINT64_C(0x9e3779b97f4a7c15) + n % 3;
}

START_TEST(begins_with_the_source_itself)
{
	struct origins *o = origins_new();
	ck_assert_str_eq(origins_at(o, 0)->via, "");
	ck_assert_uint_eq(origins_at(o, 0)->path, 0);
	ck_assert_str_eq(origins_at(o, ORIGIN_OTHERS)->via, "more tunnels than can be told apart");
	ck_assert_uint_eq(origins_find(o, key_of(1)), 0);
	origins_free(o);
	origins_free(NULL);
}
END_TEST

START_TEST(each_is_found)
{
	enum { MANY = 5000 };
	struct origins *o = origins_new();
	char via[32];
	for (uint32_t n = 1; n <= MANY; n++) {
		snprintf(via, sizeof(via), "vlan %u", n);
		ck_assert_uint_eq(origins_find(o, key_of(n)), 0);
		/* Every fourth is of the source's own path; two others share one. */
		uint64_t path = n % 4 == 0 ? 0 : key_of(n / 2) ^ 1;
		ck_assert_uint_eq(origins_add(o, key_of(n), path, via, (uint16_t)(n % 7)), n);
	}
	for (uint32_t n = 1; n <= MANY; n++) {
		snprintf(via, sizeof(via), "vlan %u", n);
		ck_assert_uint_eq(origins_find(o, key_of(n)), n);
		const struct origin *at = origins_at(o, (uint16_t)n);
		ck_assert_str_eq(at->via, via);
		ck_assert_uint_eq(at->interface, n % 7);
		ck_assert((at->path == 0) == (n % 4 == 0));
		if (n % 4 == 3)
			ck_assert_uint_eq(at->path, origins_at(o, (uint16_t)(n - 1))->path);
		if (n % 4 == 2)
			ck_assert_uint_ne(at->path, origins_at(o, (uint16_t)(n - 1))->path);
	}
	origins_free(o);
}
END_TEST

START_TEST(too_many_are_the_others)
{
	struct origins *o = origins_new();
	for (uint32_t n = 1; n < ORIGIN_OTHERS; n++)
		ck_assert_uint_eq(origins_add(o, key_of(n), key_of(n), "", 0), n);
	ck_assert_uint_eq(
	    origins_add(o, key_of(ORIGIN_OTHERS), key_of(ORIGIN_OTHERS), "x", 0), ORIGIN_OTHERS);
	ck_assert_uint_eq(origins_find(o, key_of(ORIGIN_OTHERS)), 0);
	ck_assert_uint_eq(origins_find(o, key_of(ORIGIN_OTHERS - 1)), ORIGIN_OTHERS - 1);
	ck_assert_uint_eq(origins_at(o, ORIGIN_OTHERS - 1)->path, ORIGIN_OTHERS - 1);
	ck_assert_str_eq(origins_at(o, ORIGIN_OTHERS)->via, "more tunnels than can be told apart");
	origins_free(o);
}
END_TEST

int main(void)
{
	TCase *all = tcase_create("all");
	tcase_add_test(all, begins_with_the_source_itself);
	tcase_add_test(all, each_is_found);
	tcase_add_test(all, too_many_are_the_others);
	Suite *suite = suite_create("origin");
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
