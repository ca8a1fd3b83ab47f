/* Where a recovery begins, how far it extends, and when the next one begins. */
#include "core/model/model.h"
#include "core/record/note.h"
#include "core/record/recovery.h"
#include "tests/core/play.h"
#include "tests/suite.h"

/* At the client: 20 ms to the server and back. */
#define HANDSHAKE "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"

/* Ten segments of 100 bytes, 4 to 13; the first is lost, what follows is reported, 14 to 16. */
#define TEN_SENT                                                                                   \
	"30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n30 a . 201:301 ack 1\n30 a . 301:401 ack 1\n"   \
	"30 a . 401:501 ack 1\n30 a . 501:601 ack 1\n30 a . 601:701 ack 1\n"                       \
	"30 a . 701:801 ack 1\n30 a . 801:901 ack 1\n30 a . 901:1001 ack 1\n"
#define THREE_REPORTS                                                                              \
	"50 b . 1 ack 1 sack 101:201\n50 b . 1 ack 1 sack 101:301\n"                               \
	"50 b . 1 ack 1 sack 101:401\n"

static const struct recovery *recovery(void)
{
	return model_session(played, 1)->flow[SIDE_A].recovery;
}

/* Expects a recovery of the client's data that lasts until that relative number. */
static void expect_recovery(enum recovery_mode mode, uint32_t until)
{
	ck_assert_int_eq(recovery()->mode, mode);
	ck_assert_uint_eq(recovery()->until - PLAY_ISN_A, until);
}

START_TEST(follows_a_side_from_its_second_packet)
{
	play(played, "0 a S 0\n20 b S. 0 ack 1\n");
	ck_assert_ptr_null(recovery());
	ck_assert_ptr_null(model_session(played, 1)->flow[SIDE_B].recovery);
	play(played, "20.1 a . 1 ack 1\n");
	ck_assert_ptr_nonnull(recovery());
	ck_assert_ptr_null(model_session(played, 1)->flow[SIDE_B].recovery);
	/* The SYN was the last that took numbers, and the handshake showed a round trip. */
	ck_assert_int_eq(recovery()->sent_ns, 0);
	ck_assert_int_eq(recovery()->rtt.smooth_ns, 20000000);
}
END_TEST

START_TEST(begins_with_what_is_sent_again)
{
	play(played, HANDSHAKE TEN_SENT THREE_REPORTS);
	ck_assert_int_eq(recovery()->mode, RECOVERY_NONE);
	play(played, "50.1 a . 1:101 ack 1\n");
	ck_assert(play_has(17, NOTE_FAST_RETRANSMISSION));
	expect_recovery(RECOVERY_FAST, 1001);
}
END_TEST

/* RFC 6675, 5: the point is that of the first loss. */
START_TEST(new_data_does_not_prolong_it)
{
	play(played, HANDSHAKE TEN_SENT THREE_REPORTS
	    "50.1 a . 1:101 ack 1\n50.2 a . 1001:1101 ack 1\n"
	    "70 b . 1 ack 501 sack 601:1001\n70.1 a . 501:601 ack 1\n");
	ck_assert(play_has(20, NOTE_RETRANSMISSION));
	expect_recovery(RECOVERY_FAST, 1001);
}
END_TEST

START_TEST(ends_with_an_ack_of_its_point)
{
	play(played, HANDSHAKE TEN_SENT THREE_REPORTS "50.1 a . 1:101 ack 1\n70 b . 1 ack 1000\n");
	ck_assert_int_eq(recovery()->mode, RECOVERY_FAST);
	play(played, "70 b . 1 ack 1001\n");
	ck_assert_int_eq(recovery()->mode, RECOVERY_NONE);
}
END_TEST

/* The ACK that ends it reports another hole: the next one begins at once, up to the highest number
 * sent by then. */
START_TEST(the_next_begins_with_the_ack_that_ends_it)
{
	play(played, HANDSHAKE TEN_SENT THREE_REPORTS
	    "50.1 a . 1:101 ack 1\n50.2 a . 1001:1101 ack 1\n50.3 a . 1101:1201 ack 1\n"
	    "70 b . 1 ack 1001 sack 1101:1201\n");
	expect_recovery(RECOVERY_FAST, 1201);
	play(played, "70.1 a . 1001:1101 ack 1\n");
	ck_assert(play_has(21, NOTE_RETRANSMISSION));
	expect_recovery(RECOVERY_FAST, 1201);
	play(played, "90 b . 1 ack 1201\n");
	ck_assert_int_eq(recovery()->mode, RECOVERY_NONE);
}
END_TEST

/* A tail loss probe is no recovery: the next retransmission begins one, up to the highest number
 * sent by then. */
START_TEST(one_begins_after_a_probe)
{
	play(played, HANDSHAKE "30 a P. 1:101 ack 1\n250 a P. 1:101 ack 1\n");
	ck_assert(play_has(5, NOTE_TAIL_LOSS_PROBE));
	expect_recovery(RECOVERY_PROBE, 101);
	play(played, "251 a . 101:201 ack 1\n251 a . 201:301 ack 1\n251 a . 301:401 ack 1\n"
	             "271 b . 1 ack 1 sack 101:201\n271 b . 1 ack 1 sack 101:301\n"
	             "271 b . 1 ack 1 sack 101:401\n271.1 a P. 1:101 ack 1\n");
	ck_assert(play_has(12, NOTE_FAST_RETRANSMISSION));
	expect_recovery(RECOVERY_FAST, 401);
}
END_TEST

/* A timeout within it begins another one, up to the highest number sent. */
START_TEST(a_timeout_begins_anew)
{
	play(played, HANDSHAKE TEN_SENT THREE_REPORTS
	    "50.1 a . 1:101 ack 1\n50.2 a . 1001:1101 ack 1\n2050 a . 1:101 ack 1\n");
	ck_assert(play_has(19, NOTE_RTO_RETRANSMISSION));
	expect_recovery(RECOVERY_TIMEOUT, 1101);
	ck_assert_uint_eq(recovery()->timeouts, 1);
	play(played, "2070 b . 1 ack 1101\n");
	ck_assert_int_eq(recovery()->mode, RECOVERY_NONE);
	ck_assert_uint_eq(recovery()->timeouts, 0);
}
END_TEST

/* After a timeout no further recovery begins. */
START_TEST(a_timeout_ends_without_another)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n1030 a . 1:101 ack 1\n"
	                       "1030.1 a . 201:301 ack 1\n1030.1 a . 301:401 ack 1\n"
	                       "1050 b . 1 ack 201 sack 301:401\n");
	ck_assert(play_has(6, NOTE_RTO_RETRANSMISSION));
	ck_assert_int_eq(recovery()->mode, RECOVERY_NONE);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("track recovery");
	TCase *tests = tcase_create("recovery");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_test(tests, follows_a_side_from_its_second_packet);
	tcase_add_test(tests, begins_with_what_is_sent_again);
	tcase_add_test(tests, new_data_does_not_prolong_it);
	tcase_add_test(tests, ends_with_an_ack_of_its_point);
	tcase_add_test(tests, the_next_begins_with_the_ack_that_ends_it);
	tcase_add_test(tests, one_begins_after_a_probe);
	tcase_add_test(tests, a_timeout_begins_anew);
	tcase_add_test(tests, a_timeout_ends_without_another);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
