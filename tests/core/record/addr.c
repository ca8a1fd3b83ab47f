#include "core/record/addr.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/base/array.h"
#include "tests/suite.h"
#include "tests/wire/random.h"

static struct addr parse(const char *text)
{
	uint8_t b[16];
	if (inet_pton(AF_INET, text, b) == 1)
		return addr_from_v4(b);
	ck_assert_int_eq(inet_pton(AF_INET6, text, b), 1);
	return addr_from_v6(b);
}

/* Given in any form, written as RFC 5952 has it. */
static const char *const forms[][2] = {
	{ "192.0.2.1", "192.0.2.1" },
	{ "0.0.0.0", "0.0.0.0" },
	{ "255.255.255.255", "255.255.255.255" },
	{ "::", "::" },
	{ "::1", "::1" },
	{ "1::", "1::" },
	{ "2001:DB8:0:0:0:0:0:1", "2001:db8::1" },
	{ "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1" },
	{ "2001:0:0:1:0:0:0:1", "2001:0:0:1::1" },
	{ "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1" },
	{ "fe80::0202:b3ff:fe1e:8329", "fe80::202:b3ff:fe1e:8329" },
	{ "0:0:0:0:0:1:0:0", "::1:0:0" },
	{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
	{ "::ffff:192.0.2.1", "192.0.2.1" },
};

START_TEST(writes_addresses)
{
	struct addr addr = parse(forms[_i][0]);
	char text[ADDR_TEXT];
	ck_assert_uint_eq(addr_format(&addr, text, sizeof text), strlen(forms[_i][1]));
	ck_assert_str_eq(text, forms[_i][1]);
}
END_TEST

/* The system's own function reads back what was written, and writes the same. */
START_TEST(agrees_with_the_system)
{
	uint32_t state = 5;
	for (int i = 0; i < 5000; i++) {
		uint8_t b[16];
		for (int group = 0; group < 8; group++) {
			uint32_t value = pseudo_random(&state);
			bool zero = value >> 16 & 1;
			b[2 * group] = zero ? 0 : (uint8_t)(value >> 8);
			b[2 * group + 1] = zero ? 0 : (uint8_t)value;
		}
		b[0] = 0x20; /* not one of those that are written with a dotted end */
		struct addr addr = addr_from_v6(b);
		char ours[ADDR_TEXT], theirs[INET6_ADDRSTRLEN];
		addr_format(&addr, ours, sizeof ours);
		inet_ntop(AF_INET6, b, theirs, sizeof theirs);
		ck_assert_str_eq(ours, theirs);
	}
}
END_TEST

START_TEST(knows_ipv4)
{
	struct addr v4 = parse("192.0.2.1"), v6 = parse("2001:db8::1"), any = parse("::");
	ck_assert(addr_is_v4(&v4));
	ck_assert(!addr_is_v4(&v6));
	ck_assert(!addr_is_v4(&any));
}
END_TEST

START_TEST(orders_addresses_then_ports)
{
	struct endpoint a = { parse("192.0.2.1"), 9 }, b = { parse("192.0.2.1"), 10 };
	struct endpoint c = { parse("192.0.2.2"), 1 };
	ck_assert_int_lt(endpoint_compare(&a, &b), 0);
	ck_assert_int_gt(endpoint_compare(&b, &a), 0);
	ck_assert_int_eq(endpoint_compare(&a, &a), 0);
	ck_assert_int_lt(endpoint_compare(&b, &c), 0);
	ck_assert_int_lt(addr_compare(&a.addr, &c.addr), 0);
	ck_assert_int_eq(addr_compare(&a.addr, &b.addr), 0);
}
END_TEST

START_TEST(writes_endpoints)
{
	struct endpoint v4 = { parse("192.0.2.1"), 8000 }, v6 = { parse("2001:db8::1"), 65535 };
	char text[ENDPOINT_TEXT];
	ck_assert_uint_eq(endpoint_format(&v4, NULL, text, sizeof text), 14);
	ck_assert_str_eq(text, "192.0.2.1:8000");
	endpoint_format(&v6, NULL, text, sizeof text);
	ck_assert_str_eq(text, "[2001:db8::1]:65535");
	endpoint_format(&v6, "http", text, sizeof text);
	ck_assert_str_eq(text, "[2001:db8::1]:http");
}
END_TEST

START_TEST(longest_texts_fit)
{
	struct endpoint end = { parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), 65535 };
	char text[ENDPOINT_TEXT];
	ck_assert_uint_eq(endpoint_format(&end, NULL, text, sizeof text), 47);
	ck_assert_int_eq(text[46], '5');
	char small[8];
	ck_assert_uint_eq(endpoint_format(&end, NULL, small, sizeof small), 7);
	ck_assert_str_eq(small, "[ffff:f");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("addr");
	TCase *all = tcase_create("all");
	tcase_add_loop_test(all, writes_addresses, 0, ARRAY_LEN(forms));
	tcase_add_test(all, agrees_with_the_system);
	tcase_add_test(all, knows_ipv4);
	tcase_add_test(all, orders_addresses_then_ports);
	tcase_add_test(all, writes_endpoints);
	tcase_add_test(all, longest_texts_fit);
	suite_add_tcase(suite, all);
	return suite_main(suite);
}
