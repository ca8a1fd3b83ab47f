/* Stacks, by the options of their SYNs. */
#include "core/record/stack.h"

#include "core/base/array.h"
#include "core/decode/decode_parts.h"
#include "tests/suite.h"

static const struct {
	uint8_t options[40];
	uint8_t len, ttl, stack;
} syns[] = {
	/* mss, sackOK, TS, nop, wscale */
	{ { 2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7 }, 20, 64, STACK_LINUX },
	{ { 2, 4, 5, 180, 1, 1, 4, 2, 1, 3, 3, 7 }, 12, 57, STACK_LINUX },
	/* and a Fast Open cookie request */
	{ { 2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7, 34, 2, 1, 1 }, 24, 64,
	    STACK_LINUX },
	/* mss, nop, wscale, sackOK, TS */
	{ { 2, 4, 5, 180, 1, 3, 3, 6, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0 }, 20, 64,
	    STACK_FREEBSD },
	{ { 2, 4, 5, 180, 1, 3, 3, 8, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0 }, 20, 116,
	    STACK_WINDOWS },
	/* mss, nop, wscale, nop, nop, sackOK */
	{ { 2, 4, 5, 180, 1, 3, 3, 8, 1, 1, 4, 2 }, 12, 128, STACK_WINDOWS },
	{ { 2, 4, 5, 180, 1, 1, 4, 2 }, 8, 127, STACK_WINDOWS },
	/* mss, nop, wscale, nop, nop, TS, sackOK, eol */
	{ { 2, 4, 5, 180, 1, 3, 3, 6, 1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 4, 2, 0, 0 }, 24, 64,
	    STACK_MACOS },
	{ { 2, 4, 5, 180 }, 4, 255, STACK_LWIP },
	{ { 2, 4, 5, 180, 1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 0, 1, 1, 4, 2 }, 24, 254,
	    STACK_LWIP },
	{ { 2, 4, 5, 180 }, 4, 64, STACK_UNKNOWN },
	{ { 0 }, 0, 64, STACK_UNKNOWN },
};

START_TEST(options_name_the_stack)
{
	struct segment s = { .flags = TCP_SYN, .ttl = syns[_i].ttl };
	options_decode((struct bytes){ syns[_i].options, syns[_i].len }, syns[_i].len, &s);
	ck_assert_uint_eq(stack_of(&s), syns[_i].stack);
	s.flags = TCP_SYN | TCP_ACK;
	ck_assert_uint_eq(stack_of(&s), syns[_i].stack);
	s.flags = TCP_ACK;
	ck_assert_uint_eq(stack_of(&s), STACK_UNKNOWN);
}
END_TEST

/* A SYN with SACK blocks is nobody's. */
START_TEST(blocks_are_no_order)
{
	static const uint8_t options[] = { 2, 4, 5, 180, 1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 9 };
	struct segment s = { .flags = TCP_SYN, .ttl = 255 };
	options_decode((struct bytes){ options, sizeof(options) }, sizeof(options), &s);
	ck_assert_uint_eq(s.sack_count, 1);
	ck_assert_uint_eq(s.sack[0].start, 1);
	ck_assert_uint_eq(stack_of(&s), STACK_UNKNOWN);
}
END_TEST

START_TEST(names_and_probes)
{
	ck_assert_ptr_null(stack_name(STACK_UNKNOWN));
	ck_assert_str_eq(stack_name(STACK_LINUX), "Linux");
	ck_assert_str_eq(stack_name(STACK_FREEBSD), "FreeBSD");
	ck_assert_str_eq(stack_name(STACK_MACOS), "macOS");
	ck_assert_str_eq(stack_name(STACK_WINDOWS), "Windows");
	ck_assert_str_eq(stack_name(STACK_LWIP), "lwIP");
	ck_assert(stack_probes(STACK_UNKNOWN) && stack_probes(STACK_LINUX));
	ck_assert(stack_probes(STACK_MACOS) && stack_probes(STACK_WINDOWS));
	ck_assert(!stack_probes(STACK_FREEBSD) && !stack_probes(STACK_LWIP));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("stack");
	TCase *tests = tcase_create("stack");
	tcase_add_loop_test(tests, options_name_the_stack, 0, ARRAY_LEN(syns));
	tcase_add_test(tests, blocks_are_no_order);
	tcase_add_test(tests, names_and_probes);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
