/* The store keeps findings in order, finds, replaces, removes and forgets them. */
#include "core/store/findings.h"

#include "tests/suite.h"

#define RUN (1U << FINDINGS_RUN_BITS)

static struct findings *kept;

static void begin(void)
{
	kept = findings_new();
}

static void end(void)
{
	findings_free(kept);
}

static void put(uint32_t packet, enum rule rule, uint32_t cause)
{
	findings_put(kept, &(struct finding){ .packet = packet,
	                       .note = rule_of(rule)->note,
	                       .rule = (uint8_t)rule,
	                       .cause = cause });
}

START_TEST(those_of_a_packet_stand_together)
{
	unsigned count;
	put(7, RULE_SPURIOUS_DSACK, 9);
	put(7, RULE_RTO_SILENCE, 3);
	put(6, RULE_HOLE, 5);
	const struct finding *f = findings_of(kept, 7, &count);
	ck_assert_uint_eq(count, 2);
	ck_assert_uint_eq(f[0].rule, RULE_RTO_SILENCE);
	ck_assert_uint_eq(f[1].rule, RULE_SPURIOUS_DSACK);
	ck_assert_ptr_null(findings_of(kept, 8, &count));
	ck_assert_uint_eq(count, 0);
	ck_assert_ptr_null(findings_of(kept, 0, &count));
	ck_assert_ptr_null(findings_of(kept, UINT32_MAX, &count));
	ck_assert_uint_eq(findings_count(kept), 3);
}
END_TEST

START_TEST(one_of_the_same_note_is_replaced)
{
	put(7, RULE_RTO_SILENCE, 3);
	put(7, RULE_RTO_UNHEARD, 4);
	ck_assert_uint_eq(findings_count(kept), 1);
	ck_assert_uint_eq(findings_find(kept, 7, NOTE_RTO_RETRANSMISSION)->cause, 4);
	findings_remove(kept, 7, NOTE_RTO_RETRANSMISSION);
	findings_remove(kept, 7, NOTE_RTO_RETRANSMISSION);
	ck_assert_uint_eq(findings_count(kept), 0);
	ck_assert_ptr_null(findings_find(kept, 7, NOTE_RTO_RETRANSMISSION));
}
END_TEST

/* Every third packet has one, and some get a second one later, out of order. */
START_TEST(late_ones_find_their_place)
{
	struct findings_cursor cursor = { 0 };
	uint32_t last = 5 * RUN, late = 0;
	for (uint32_t n = 1; n <= last; n++) {
		if (n % 3 == 0)
			put(n, RULE_RTO_SILENCE, n - 1);
		if (n % 6 == 0) {
			put(n / 2 / 3 * 3, RULE_SPURIOUS_DSACK, n);
			late = n / 2 / 3 * 3;
		}
	}
	for (uint32_t n = 1; n <= last; n++) {
		unsigned count, next;
		const struct finding *f = findings_of(kept, n, &count);
		ck_assert_uint_eq(count, n % 3 != 0 ? 0U : n <= late ? 2U : 1U);
		ck_assert(findings_next(kept, &cursor, n, &next) == f && next == count);
	}
}
END_TEST

START_TEST(forgotten_with_their_run)
{
	for (uint32_t n = 1; n <= 3 * RUN; n++)
		put(n, RULE_HOLE, 0);
	findings_forget(kept, RUN + 1);
	ck_assert_uint_eq(findings_count(kept), 2 * RUN);
	ck_assert_ptr_null(findings_find(kept, RUN, NOTE_LOST_SEGMENT));
	ck_assert_ptr_nonnull(findings_find(kept, RUN + 1, NOTE_LOST_SEGMENT));
	findings_forget(kept, 10 * RUN + 1);
	ck_assert_uint_eq(findings_count(kept), 0);
	put(10 * RUN + 1, RULE_HOLE, 0);
	ck_assert_uint_eq(findings_count(kept), 1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("findings_store");
	TCase *tests = tcase_create("findings_store");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, those_of_a_packet_stand_together);
	tcase_add_test(tests, one_of_the_same_note_is_replaced);
	tcase_add_test(tests, late_ones_find_their_place);
	tcase_add_test(tests, forgotten_with_their_run);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
