/* Scenarios about opening, idling and ending connections. */
#include "tests/capture/lab/truth.h"
#include "tests/suite.h"

static const struct session *session(const struct played *p, enum lab_place at, uint32_t number)
{
	const struct session *s = model_session(p->model[at], number);
	ck_assert_ptr_nonnull(s);
	return s;
}

/* Checks the states of both ends after the last packet, as captured at a host. */
static void expect_ends(const struct played *p, enum tcp_state a, enum tcp_state b)
{
	for (int at = LAB_A; at < LAB_HOSTS; at++) {
		const struct session *s = session(p, (enum lab_place)at, 1);
		ck_assert_str_eq(
		    tcp_state_name((enum tcp_state)s->state[SIDE_A]), tcp_state_name(a));
		ck_assert_str_eq(
		    tcp_state_name((enum tcp_state)s->state[SIDE_B]), tcp_state_name(b));
	}
}

/* Returns true if the kernel of a host was ever seen in that state. */
static bool kernel_was(const struct played *p, enum lab_place host, enum tcp_state state)
{
	for (size_t i = 0; i < p->samples; i++)
		if (p->sample[i].host == host && p->sample[i].view.state == state)
			return true;
	return false;
}

static void expect_clean(const struct played *p)
{
	ck_assert_uint_eq(fates(p, LAB_AB, is_lost) + fates(p, LAB_BA, is_lost), 0);
	ck_assert_uint_eq(
	    fates(p, LAB_AB, is_retransmission) + fates(p, LAB_BA, is_retransmission), 0);
	ck_assert_uint_eq(model_trouble(p->model[LAB_A]) + model_trouble(p->model[LAB_B]), 0);
}

START_TEST(handshake)
{
	struct played p = play_true("handshake");
	expect_clean(&p);
	expect_ends(&p, STATE_TIME_WAIT, STATE_CLOSED);
	/* How many pure ACKs there are depends on how soon the programs answer. */
	size_t more = 0;
	for (size_t i = 0; i < p.segments[LAB_A]; i++)
		more += p.segment[LAB_A][i].len > 0 ||
		        (p.segment[LAB_A][i].flags & (TCP_SYN | TCP_FIN)) != 0;
	ck_assert_uint_eq(more, 6);
	ck_assert_uint_eq(nth(&p, LAB_A, LAB_AB, 0)->flags, TCP_SYN);
	ck_assert_uint_eq(nth(&p, LAB_A, LAB_BA, 0)->flags, TCP_SYN | TCP_ACK);
	ck_assert_uint_eq(nth(&p, LAB_A, LAB_AB, 1)->flags, TCP_ACK);
	ck_assert(kernel_was(&p, LAB_A, STATE_SYN_SENT));
	ck_assert(kernel_was(&p, LAB_B, STATE_SYN_RECEIVED));
	ck_assert(kernel_was(&p, LAB_A, STATE_TIME_WAIT));
	ck_assert(kernel_was(&p, LAB_B, STATE_LAST_ACK));
	played_free(&p);
}
END_TEST

START_TEST(article)
{
	struct played p = play_true("article");
	static const struct {
		enum lab_way way;
		uint16_t flags;
		uint32_t len;
	} lines[] = {
		{ LAB_AB, TCP_SYN, 0 },
		{ LAB_BA, TCP_SYN | TCP_ACK, 0 },
		{ LAB_AB, TCP_ACK, 0 },
		{ LAB_AB, TCP_PSH | TCP_ACK, 5 },
		{ LAB_BA, TCP_ACK, 0 },
		{ LAB_AB, TCP_PSH | TCP_ACK, 6 },
		{ LAB_BA, TCP_ACK, 0 },
		{ LAB_AB, TCP_RST | TCP_ACK, 0 },
	};
	ck_assert_uint_eq(p.segments[LAB_A], 8);
	for (size_t i = 0; i < 8; i++) {
		const struct segment *s = &p.segment[LAB_A][i];
		ck_assert_int_eq(way_of(s), lines[i].way);
		ck_assert_uint_eq(s->flags, lines[i].flags);
		ck_assert_uint_eq(s->len, lines[i].len);
	}
	ck_assert_uint_eq(happened(&p, LAB_B, PEER_EVENT_RESET), 1);
	played_free(&p);
}
END_TEST

START_TEST(half_close)
{
	struct played p = play_true("half-close");
	expect_clean(&p);
	expect_ends(&p, STATE_TIME_WAIT, STATE_CLOSED);
	/* B sent all its data after A's FIN. */
	size_t after = 0;
	bool fin = false;
	for (size_t i = 0; i < p.segments[LAB_B]; i++) {
		const struct segment *s = &p.segment[LAB_B][i];
		fin |= from_a(s) && (s->flags & TCP_FIN);
		after += fin && !from_a(s) ? s->len : 0;
	}
	ck_assert_uint_eq(after, 2500);
	ck_assert(kernel_was(&p, LAB_A, STATE_FIN_WAIT_2));
	ck_assert(kernel_was(&p, LAB_B, STATE_CLOSE_WAIT));
	played_free(&p);
}
END_TEST

START_TEST(simultaneous_open)
{
	struct played p = play_true("simultaneous-open");
	ck_assert_uint_eq(fates(&p, LAB_AB, is_syn), 1);
	ck_assert_uint_eq(fates(&p, LAB_BA, is_syn), 1);
	/* Each SYN left before the other arrived. */
	ck_assert_uint_eq(p.segment[LAB_A][0].flags, TCP_SYN);
	ck_assert_uint_eq(p.segment[LAB_A][1].flags, TCP_SYN);
	ck_assert_uint_eq(model_sessions(p.model[LAB_A]), 1);
	ck_assert_uint_eq(happened(&p, LAB_A, PEER_EVENT_CONNECTED), 1);
	ck_assert_uint_eq(happened(&p, LAB_B, PEER_EVENT_CONNECTED), 1);
	ck_assert(kernel_was(&p, LAB_A, STATE_SYN_RECEIVED));
	/* Nothing was retransmitted, and nothing lost. */
	for (int at = LAB_A; at <= LAB_B; at++) {
		ck_assert_uint_eq(model_trouble(p.model[at]), 0);
		ck_assert_int_ge(model_initial_rtt(p.model[at], 1), 100000000);
	}
	played_free(&p);
}
END_TEST

START_TEST(simultaneous_close)
{
	struct played p = play_true("simultaneous-close");
	expect_ends(&p, STATE_TIME_WAIT, STATE_TIME_WAIT);
	ck_assert(kernel_was(&p, LAB_A, STATE_CLOSING));
	ck_assert(kernel_was(&p, LAB_B, STATE_CLOSING));
	played_free(&p);
}
END_TEST

START_TEST(refused)
{
	struct played p = play_true("refused");
	ck_assert_uint_eq(p.segments[LAB_A], 2);
	ck_assert_uint_eq(nth(&p, LAB_A, LAB_BA, 0)->flags, TCP_RST | TCP_ACK);
	ck_assert_int_eq(session(&p, LAB_A, 1)->ended, SESSION_REFUSED);
	ck_assert_uint_eq(happened(&p, LAB_A, PEER_EVENT_ERROR), 1);
	played_free(&p);
}
END_TEST

START_TEST(syn_timeout)
{
	struct played p = play_true("syn-timeout");
	ck_assert_uint_eq(p.segments[LAB_B], 0);
	ck_assert_uint_ge(fates(&p, LAB_AB, is_syn), 3);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_lost), p.fates);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_retransmission), p.fates - 1);
	ck_assert_uint_eq(happened(&p, LAB_A, PEER_EVENT_ERROR), 1);
	played_free(&p);
}
END_TEST

START_TEST(queue_overflow)
{
	struct played p = play_true("queue-overflow");
	/* Every SYN was delivered; the listener did not answer one at first. */
	ck_assert_uint_eq(fates(&p, LAB_AB, is_lost), 0);
	ck_assert_uint_eq(model_sessions(p.model[LAB_B]), 3);
	ck_assert_uint_ge(fates(&p, LAB_AB, is_syn), 4);
	ck_assert_uint_eq(happened(&p, LAB_B, PEER_EVENT_ACCEPTED), 3);
	played_free(&p);
}
END_TEST

START_TEST(reset_unread)
{
	struct played p = play_true("reset-unread");
	ck_assert_uint_eq(fates(&p, LAB_BA, is_reset), 1);
	ck_assert_uint_eq(fates(&p, LAB_BA, is_fin), 0);
	ck_assert_uint_eq(happened(&p, LAB_A, PEER_EVENT_RESET), 1);
	played_free(&p);
}
END_TEST

START_TEST(keep_alive)
{
	struct played p = play_true("keep-alive");
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_KEEP_ALIVE), 4);
	ck_assert_uint_eq(noted(&p, LAB_B, NOTE_KEEP_ALIVE), 2);
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_KEEP_ALIVE_ACK), 2);
	ck_assert_uint_eq(happened(&p, LAB_A, PEER_EVENT_ERROR), 1);
	played_free(&p);
}
END_TEST

START_TEST(fast_open)
{
	struct played p = play_true("fast-open");
	const struct segment *syn = NULL;
	for (size_t i = 0; i < p.segments[LAB_B]; i++)
		if (p.segment[LAB_B][i].flags == TCP_SYN)
			syn = &p.segment[LAB_B][i];
	ck_assert_ptr_nonnull(syn);
	ck_assert_uint_eq(syn->len, 14);
	ck_assert(syn->options & OPTION_FAST_OPEN);
	ck_assert_uint_eq(moved(&p, LAB_B, PEER_EVENT_RECEIVED), 28);
	ck_assert_uint_eq(moved(&p, LAB_A, PEER_EVENT_RECEIVED), 14);
	played_free(&p);
}
END_TEST

START_TEST(urgent)
{
	struct played p = play_true("urgent");
	size_t marked = 0;
	for (size_t i = 0; i < p.segments[LAB_B]; i++)
		marked += p.segment[LAB_B][i].flags & TCP_URG && p.segment[LAB_B][i].urgent > 0;
	ck_assert_uint_gt(marked, 0);
	played_free(&p);
}
END_TEST

START_TEST(ipv6)
{
	struct played p = play_true("ipv6");
	expect_clean(&p);
	ck_assert(!addr_is_v4(&p.segment[LAB_A][0].src.addr));
	ck_assert_uint_eq(moved(&p, LAB_A, PEER_EVENT_RECEIVED), 20000);
	ck_assert_uint_eq(moved(&p, LAB_B, PEER_EVENT_RECEIVED), 20000);
	played_free(&p);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lab_open_close");
	TCase *tcase = tcase_create("scenarios");
	tcase_set_timeout(tcase, 240); /* several tries on a busy machine */
	tcase_add_test(tcase, handshake);
	tcase_add_test(tcase, article);
	tcase_add_test(tcase, half_close);
	tcase_add_test(tcase, simultaneous_open);
	tcase_add_test(tcase, simultaneous_close);
	tcase_add_test(tcase, refused);
	tcase_add_test(tcase, syn_timeout);
	tcase_add_test(tcase, queue_overflow);
	tcase_add_test(tcase, reset_unread);
	tcase_add_test(tcase, keep_alive);
	tcase_add_test(tcase, fast_open);
	tcase_add_test(tcase, urgent);
	tcase_add_test(tcase, ipv6);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
