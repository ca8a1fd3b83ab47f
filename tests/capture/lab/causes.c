/* Causes made by real kernels: why a segment waited, why a connection was reset, why a handshake
 * stalls. Each is noted where the capture shows it, and nowhere else. */
#include "core/explain/explain.h"
#include "tests/capture/lab/truth.h"
#include "tests/suite.h"

#define NOTE_OF(i) ((enum note)(i))

/* Notes that are absent from a scenario without trouble. */
static const uint64_t causes =
    NOTES_RESET | NOTE_BIT(NOTE_ORIGINAL_UNSEEN) | NOTE_BIT(NOTE_RECEIVER_LIMITED) |
    NOTE_BIT(NOTE_APPLICATION_LIMITED) | NOTE_BIT(NOTE_DELAYED_ACK) | NOTE_BIT(NOTE_NAGLE_DELAY) |
    NOTE_BIT(NOTE_SYN_TIMEOUT) | NOTE_BIT(NOTE_LISTEN_OVERFLOW) | NOTE_BIT(NOTE_OLD_TIMESTAMP);

/* Checks that a host's capture has no cause except these. */
static void expect_only(const struct played *p, enum lab_place at, uint64_t allowed)
{
	for (unsigned note = 0; note < NOTE_COUNT; note++)
		if (causes & ~allowed & NOTE_BIT(note))
			ck_assert_msg(noted(p, at, NOTE_OF(note)) == 0, "%s at %c",
			    note_name(NOTE_OF(note)), 'a' + at);
}

/* Checks that the reset of a scenario has that note and no other cause, as captured at a host. */
static void expect_reset(const char *name, enum note why)
{
	struct played p = play_true(name);
	for (int at = LAB_A; at < LAB_HOSTS; at++) {
		ck_assert_uint_eq(noted(&p, (enum lab_place)at, why), 1);
		expect_only(&p, (enum lab_place)at,
		    NOTE_BIT(why) | NOTE_BIT(NOTE_RECEIVER_LIMITED) | NOTE_BIT(NOTE_DELAYED_ACK));
	}
	played_free(&p);
}

START_TEST(resets)
{
	static const struct {
		const char *name;
		enum note why;
	} each[] = {
		{ "refused", NOTE_REFUSED },
		{ "reset-unread", NOTE_ABORT },
		{ "reset-full", NOTE_ABORT_UNREAD },
		{ "late-data", NOTE_RESET_AFTER_CLOSE },
	};
	expect_reset(each[_i].name, each[_i].why);
}
END_TEST

START_TEST(half_open)
{
	struct played p = play_paced("half-open");
	/* A's kernel sends two resets when the connection is gone: for an old ACK and for a new
	 * one. */
	for (int at = LAB_A; at < LAB_HOSTS; at++) {
		ck_assert_uint_eq(noted(&p, (enum lab_place)at, NOTE_RESET_OUT_OF_WINDOW), 1);
		ck_assert_uint_eq(noted(&p, (enum lab_place)at, NOTE_HALF_OPEN), 1);
	}
	/* Only A captured the lost one. */
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_ABORT), 1);
	ck_assert_uint_eq(noted(&p, LAB_B, NOTE_ABORT), 0);
	/* B's kernel accepted only the second one. */
	ck_assert_uint_eq(happened(&p, LAB_B, PEER_EVENT_RESET), 1);
	for (uint32_t i = 1; i <= model_packets(p.model[LAB_B]); i++) {
		const struct packet *k = model_packet(p.model[LAB_B], i);
		if (k->notes & NOTE_BIT(NOTE_RESET_OUT_OF_WINDOW))
			ck_assert_int_eq(packet_state(k, SIDE_B), STATE_ESTABLISHED);
		else if (k->notes & NOTE_BIT(NOTE_HALF_OPEN))
			ck_assert_int_eq(packet_state(k, SIDE_B), STATE_CLOSED);
	}
	played_free(&p);
}
END_TEST

START_TEST(old_connection)
{
	struct played p = play_true("old-connection");
	for (int at = LAB_A; at < LAB_HOSTS; at++) {
		ck_assert_uint_eq(noted(&p, (enum lab_place)at, NOTE_UNACCEPTABLE_ACK), 1);
		ck_assert_uint_eq(model_sessions(p.model[at]), 2);
		/* That reset ended the old session, not the new one. */
		ck_assert_int_eq(model_session(p.model[at], 2)->ended, SESSION_CLOSED);
		expect_only(&p, (enum lab_place)at,
		    NOTE_BIT(NOTE_UNACCEPTABLE_ACK) | NOTE_BIT(NOTE_ABORT) |
		        NOTE_BIT(NOTE_SYN_TIMEOUT) | NOTE_BIT(NOTE_DELAYED_ACK));
	}
	played_free(&p);
}
END_TEST

START_TEST(syn_timeout)
{
	struct played p = play_true("syn-timeout");
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_SYN_TIMEOUT), fates(&p, LAB_AB, is_retransmission));
	expect_only(&p, LAB_A, NOTE_BIT(NOTE_SYN_TIMEOUT));
	played_free(&p);
}
END_TEST

START_TEST(syn_not_let_in)
{
	struct played p = play_true("queue-overflow");
	size_t again = fates(&p, LAB_AB, is_retransmission);
	ck_assert_uint_ge(noted(&p, LAB_B, NOTE_LISTEN_OVERFLOW), 1);
	ck_assert_uint_ge(again, noted(&p, LAB_B, NOTE_LISTEN_OVERFLOW));
	/* Seen at A, the SYN might have been lost. */
	ck_assert_uint_ge(noted(&p, LAB_A, NOTE_SYN_TIMEOUT), 1);
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_LISTEN_OVERFLOW), 0);
	played_free(&p);
}
END_TEST

START_TEST(ack_of_the_handshake_not_let_in)
{
	struct played p = play_true("accept-overflow");
	ck_assert_uint_eq(fates(&p, LAB_AB, is_lost) + fates(&p, LAB_BA, is_lost), 0);
	ck_assert_uint_ge(noted(&p, LAB_B, NOTE_LISTEN_OVERFLOW), 1);
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_LISTEN_OVERFLOW), 0);
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_SYN_TIMEOUT), 0);
	played_free(&p);
}
END_TEST

START_TEST(delayed_ack)
{
	struct played p = play_true("delayed-ack");
	ck_assert_uint_ge(noted(&p, LAB_B, NOTE_DELAYED_ACK), 2);
	/* Seen from A they look like a slow path. */
	for (uint32_t i = 1; i <= model_packets(p.model[LAB_A]); i++) {
		const struct packet *k = model_packet(p.model[LAB_A], i);
		if (packet_side(k) == SIDE_B)
			ck_assert_uint_eq(k->notes & NOTE_BIT(NOTE_DELAYED_ACK), 0);
	}
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_NAGLE_DELAY), 0);
	played_free(&p);
}
END_TEST

START_TEST(nagle)
{
	struct played p = play_true("nagle");
	ck_assert_uint_ge(noted(&p, LAB_A, NOTE_NAGLE_DELAY), 4);
	ck_assert_uint_ge(noted(&p, LAB_B, NOTE_DELAYED_ACK), 4);
	expect_only(&p, LAB_A, NOTE_BIT(NOTE_NAGLE_DELAY) | NOTE_BIT(NOTE_DELAYED_ACK));
	expect_only(&p, LAB_B, NOTE_BIT(NOTE_NAGLE_DELAY) | NOTE_BIT(NOTE_DELAYED_ACK));
	/* The second part of every request was delayed, and no first part. */
	for (uint32_t i = 1; i <= model_packets(p.model[LAB_A]); i++) {
		const struct packet *k = model_packet(p.model[LAB_A], i);
		uint32_t seq = session_relative(model_session(p.model[LAB_A], 1), SIDE_A, k->seq);
		if (k->notes & NOTE_BIT(NOTE_NAGLE_DELAY))
			ck_assert_uint_eq(seq % 200, 101);
	}
	played_free(&p);
}
END_TEST

START_TEST(without_nagle_nothing_is_held)
{
	struct played p = play_true("small-writes");
	expect_only(&p, LAB_A, NOTE_BIT(NOTE_DELAYED_ACK));
	expect_only(&p, LAB_B, NOTE_BIT(NOTE_DELAYED_ACK));
	played_free(&p);
}
END_TEST

START_TEST(receiver_limited)
{
	struct played p = play_true("zero-window");
	bool limited = false;
	unsigned after_zero = 0;
	for (size_t i = 0; i < p.samples; i++)
		limited |=
		    p.sample[i].host == LAB_A && p.sample[i].view.limit == KERNEL_LIMIT_WINDOW;
	/* The kernel's view agrees. */
	ck_assert(limited);
	const struct packet *before = NULL;
	for (uint32_t i = 1; i <= model_packets(p.model[LAB_A]); i++) {
		const struct packet *k = model_packet(p.model[LAB_A], i);
		after_zero += before != NULL && (before->notes & NOTE_BIT(NOTE_WINDOW_UPDATE)) &&
		              (k->notes & NOTE_BIT(NOTE_RECEIVER_LIMITED));
		before = k;
	}
	ck_assert_uint_ge(after_zero, 1);
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_APPLICATION_LIMITED), 0);
	played_free(&p);
}
END_TEST

START_TEST(application_limited)
{
	struct played p = play_true("article");
	/* It waits one second, then two, then two until it resets. */
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_APPLICATION_LIMITED), 2);
	expect_only(&p, LAB_A, NOTE_BIT(NOTE_APPLICATION_LIMITED) | NOTE_BIT(NOTE_ABORT));
	expect_only(&p, LAB_B, NOTE_BIT(NOTE_ABORT) | NOTE_BIT(NOTE_DELAYED_ACK));
	played_free(&p);
}
END_TEST

START_TEST(original_unseen)
{
	struct played p = play_true("fast-retransmit");
	/* Lost between the two captures. */
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_ORIGINAL_UNSEEN), 0);
	ck_assert_uint_eq(noted(&p, LAB_B, NOTE_ORIGINAL_UNSEEN), 1);
	ck_assert_uint_eq(noted(&p, LAB_B, NOTE_RETRANSMISSION), 1);
	played_free(&p);
}
END_TEST

START_TEST(old_timestamp)
{
	struct played p = play_paced("old-timestamp");
	/* Only the capture at the discarding end shows why. */
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_OLD_TIMESTAMP), 0);
	ck_assert_uint_eq(noted(&p, LAB_B, NOTE_OLD_TIMESTAMP), 1);
	ck_assert_uint_eq(noted(&p, LAB_B, NOTE_SPURIOUS_RETRANSMISSION), 0);
	played_free(&p);
}
END_TEST

START_TEST(plain_traffic_has_no_causes)
{
	static const char *const plain[] = { "handshake", "simultaneous-close", "ipv6" };
	struct played p = play_true(plain[_i]);
	for (int at = LAB_A; at < LAB_HOSTS; at++)
		expect_only(&p, (enum lab_place)at, NOTE_BIT(NOTE_DELAYED_ACK));
	played_free(&p);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lab_causes");
	TCase *tcase = tcase_create("scenarios");
	tcase_set_timeout(tcase, 240); /* several tries on a busy machine */
	tcase_add_loop_test(tcase, resets, 0, 4);
	tcase_add_test(tcase, half_open);
	tcase_add_test(tcase, old_connection);
	tcase_add_test(tcase, syn_timeout);
	tcase_add_test(tcase, syn_not_let_in);
	tcase_add_test(tcase, ack_of_the_handshake_not_let_in);
	tcase_add_test(tcase, delayed_ack);
	tcase_add_test(tcase, nagle);
	tcase_add_test(tcase, without_nagle_nothing_is_held);
	tcase_add_test(tcase, receiver_limited);
	tcase_add_test(tcase, application_limited);
	tcase_add_test(tcase, original_unseen);
	tcase_add_test(tcase, old_timestamp);
	tcase_add_loop_test(tcase, plain_traffic_has_no_causes, 0, 3);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
