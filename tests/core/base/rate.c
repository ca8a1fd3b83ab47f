#include "core/base/rate.h"

#include "core/base/array.h"
#include "tests/suite.h"

static const struct {
	double rate;
	const char *bytes, *bits;
} rates[] = {
	{ -1, "0 B/s", "0 bit/s" },
	{ 0.9, "0 B/s", "7 bit/s" },
	{ 734, "734 B/s", "5.9 kbit/s" },
	{ 999, "999 B/s", "8.0 kbit/s" },
	{ 1000, "1.0 kB/s", "8.0 kbit/s" },
	{ 14648, "14.6 kB/s", "117 kbit/s" },
	{ 99949, "99.9 kB/s", "800 kbit/s" },
	{ 99950, "100 kB/s", "800 kbit/s" },
	{ 999499, "999 kB/s", "8.0 Mbit/s" },
	{ 999500, "1.0 MB/s", "8.0 Mbit/s" },
	{ 94352151, "94.4 MB/s", "755 Mbit/s" },
	{ 1.25e9, "1.3 GB/s", "10.0 Gbit/s" },
	{ 1e30, "100 PB/s", "100 Pbit/s" },
};

START_TEST(rates_have_three_digits)
{
	char bytes[32], bits[32];
	struct writer w = writer_begin(bytes, sizeof(bytes));
	rate_write(&w, rates[_i].rate);
	w = writer_begin(bits, sizeof(bits));
	rate_write_bits(&w, rates[_i].rate);
	ck_assert_str_eq(bytes, rates[_i].bytes);
	ck_assert_str_eq(bits, rates[_i].bits);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rate");
	TCase *tests = tcase_create("rate");
	tcase_add_loop_test(tests, rates_have_three_digits, 0, (int)ARRAY_LEN(rates));
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
