#include "core/base/bytes.h"

#include "tests/suite.h"

static const uint8_t sample[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };

static struct bytes cursor(size_t n)
{
	return (struct bytes){ sample, n };
}

START_TEST(reads_in_network_order)
{
	struct bytes b = cursor(7);
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	ck_assert(bytes_u8(&b, &u8));
	ck_assert_uint_eq(u8, 1);
	ck_assert(bytes_be16(&b, &u16));
	ck_assert_uint_eq(u16, 0x0203);
	ck_assert(bytes_be32(&b, &u32));
	ck_assert_uint_eq(u32, 0x04050607);
	ck_assert_uint_eq(b.left, 0);
}
END_TEST

START_TEST(reads_little_endian)
{
	struct bytes b = cursor(4);
	uint32_t u32;
	ck_assert(bytes_le32(&b, &u32));
	ck_assert_uint_eq(u32, 0x04030201);
}
END_TEST

/* Whatever is asked for: one byte too few changes nothing. */
START_TEST(too_few_bytes_change_nothing)
{
	const struct bytes before = cursor(3), nothing = cursor(0);
	struct bytes b = before, empty = nothing, taken = cursor(9);
	uint8_t u8 = 0x55, copied[4] = { 0x55, 0x55, 0x55, 0x55 };
	uint16_t u16 = 0x5555;
	uint32_t u32 = 0x55555555;
	ck_assert(!bytes_be32(&b, &u32));
	ck_assert(!bytes_le32(&b, &u32));
	ck_assert(!bytes_copy(&b, copied, 4));
	ck_assert(!bytes_skip(&b, 4));
	ck_assert(!bytes_skip(&b, SIZE_MAX));
	ck_assert(!bytes_take(&b, 4, &taken));
	ck_assert(!bytes_u8(&empty, &u8));
	ck_assert(!bytes_be16(&empty, &u16));
	ck_assert_mem_eq(&b, &before, sizeof b);
	ck_assert_mem_eq(&empty, &nothing, sizeof b);
	ck_assert_uint_eq(taken.left, 9);
	ck_assert_uint_eq(u8, 0x55);
	ck_assert_uint_eq(u16, 0x5555);
	ck_assert_uint_eq(u32, 0x55555555);
	ck_assert_uint_eq(copied[0], 0x55);
}
END_TEST

START_TEST(takes_a_part_as_a_cursor)
{
	struct bytes b = cursor(10), part;
	const struct bytes from = b;
	ck_assert(bytes_skip(&b, 2));
	ck_assert(bytes_take(&b, 3, &part));
	ck_assert_uint_eq(part.left, 3);
	ck_assert_mem_eq(part.at, sample + 2, 3);
	ck_assert_uint_eq(bytes_since(&b, &from), 5);
	uint8_t copied[3];
	ck_assert(bytes_copy(&part, copied, 3));
	ck_assert_mem_eq(copied, sample + 2, 3);
}
END_TEST

START_TEST(nothing_can_be_taken_from_nothing)
{
	struct bytes none = { NULL, 0 }, part;
	ck_assert(bytes_take(&none, 0, &part));
	ck_assert(bytes_skip(&none, 0));
	ck_assert(bytes_copy(&none, NULL, 0));
	ck_assert_uint_eq(part.left, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("bytes");
	TCase *all = tcase_create("all");
	tcase_add_test(all, reads_in_network_order);
	tcase_add_test(all, reads_little_endian);
	tcase_add_test(all, too_few_bytes_change_nothing);
	tcase_add_test(all, takes_a_part_as_a_cursor);
	tcase_add_test(all, nothing_can_be_taken_from_nothing);
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
