/* Scenarios with packets that are lost, late, duplicated or too big. */
#include "tests/capture/lab/truth.h"
#include "tests/suite.h"

/* Returns the first fate of a direction that satisfies `is`; there must be one. */
static const struct fate *first(
    const struct played *p, enum lab_way way, bool (*is)(const struct fate *fate))
{
	for (size_t i = 0; i < p->fates; i++)
		if (p->fate[i].way == way && is(&p->fate[i]))
			return &p->fate[i];
	ck_abort_msg("there is no such packet");
	return NULL;
}

/* Counts the duplicate ACKs that host A received between two times. */
static size_t repeated_acks(const struct played *p, uint32_t ack, int64_t from, int64_t to)
{
	size_t count = 0;
	for (size_t i = 0; i < p->segments[LAB_A]; i++) {
		const struct segment *s = &p->segment[LAB_A][i];
		count += !from_a(s) && s->len == 0 && s->ack == ack && s->sack_count > 0 &&
		         s->time_ns > from && s->time_ns < to;
	}
	return count;
}

/* Returns true if any ACK that host A received has a first SACK block below its acknowledgement
 * (RFC 2883). */
static bool has_dsack(const struct played *p)
{
	for (size_t i = 0; i < p->segments[LAB_A]; i++) {
		const struct segment *s = &p->segment[LAB_A][i];
		if (!from_a(s) && s->sack_count > 0 && seq_le(s->sack[0].end, s->ack))
			return true;
	}
	return false;
}

static unsigned highest_backoff(const struct played *p, enum lab_place host)
{
	unsigned highest = 0;
	for (size_t i = 0; i < p->samples; i++)
		if (p->sample[i].host == host && p->sample[i].view.backoff > highest)
			highest = p->sample[i].view.backoff;
	return highest;
}

static bool kernel_recovered(const struct played *p, enum kernel_recovery recovery)
{
	for (size_t i = 0; i < p->samples; i++)
		if (p->sample[i].host == LAB_A && p->sample[i].view.recovery == recovery)
			return true;
	return false;
}

static void expect_all_arrived(const struct played *p, size_t bytes)
{
	ck_assert_uint_eq(moved(p, LAB_B, PEER_EVENT_RECEIVED), bytes);
}

START_TEST(fast_retransmit)
{
	struct played p = play_true("fast-retransmit");
	ck_assert_uint_eq(fates(&p, LAB_AB, is_lost), 1);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_retransmission), 1);
	const struct fate *lost = first(&p, LAB_AB, is_lost);
	const struct fate *again = first(&p, LAB_AB, is_retransmission);
	ck_assert_uint_eq(lost->seq, again->seq);
	ck_assert_uint_ge(repeated_acks(&p, lost->seq, lost->arrived_ns, again->arrived_ns), 3);
	ck_assert(kernel_recovered(&p, KERNEL_RECOVERY));
	ck_assert(!kernel_recovered(&p, KERNEL_LOSS));
	ck_assert_uint_eq(noted(&p, LAB_A, NOTE_FAST_RETRANSMISSION), 1);
	expect_all_arrived(&p, 60000);
	played_free(&p);
}
END_TEST

START_TEST(timeout)
{
	struct played p = play_true("timeout");
	const struct fate *lost = first(&p, LAB_AB, is_lost);
	const struct fate *again = first(&p, LAB_AB, is_retransmission);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_lost), 3);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_retransmission), 3);
	ck_assert_uint_eq(repeated_acks(&p, lost->seq, 0, INT64_MAX), 0);
	ck_assert_int_ge(again->arrived_ns - lost->arrived_ns, 200000000);
	ck_assert(kernel_recovered(&p, KERNEL_LOSS));
	ck_assert_uint_ge(highest_backoff(&p, LAB_A), 1);
	expect_all_arrived(&p, 5000);
	played_free(&p);
}
END_TEST

START_TEST(tail_loss_probe)
{
	struct played p = play_true("tail-loss-probe");
	const struct fate *lost = first(&p, LAB_AB, is_lost);
	const struct fate *probe = first(&p, LAB_AB, is_retransmission);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_lost), 1);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_retransmission), 1);
	ck_assert_uint_eq(probe->seq, lost->seq);
	ck_assert_uint_eq(repeated_acks(&p, lost->seq, 0, INT64_MAX), 0);
	ck_assert(!kernel_recovered(&p, KERNEL_LOSS));
	expect_all_arrived(&p, 5000);
	played_free(&p);
}
END_TEST

START_TEST(lost_acks)
{
	struct played p = play_true("lost-acks");
	ck_assert_uint_eq(fates(&p, LAB_BA, is_lost), 9);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_lost), 0);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_retransmission), 0);
	expect_all_arrived(&p, 100000);
	played_free(&p);
}
END_TEST

START_TEST(reordering)
{
	struct played p = play_true("reordering");
	ck_assert_uint_eq(fates(&p, LAB_AB, is_held), 1);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_retransmission), 0);
	const struct fate *held = first(&p, LAB_AB, is_held);
	size_t repeated = repeated_acks(&p, held->seq, 0, INT64_MAX);
	ck_assert_uint_ge(repeated, 1);
	ck_assert_uint_le(repeated, 2);
	ck_assert(!has_dsack(&p));
	played_free(&p);
}
END_TEST

START_TEST(reordering_far)
{
	struct played p = play_true("reordering-far");
	const struct fate *held = first(&p, LAB_AB, is_held);
	const struct fate *again = first(&p, LAB_AB, is_retransmission);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_lost), 0);
	ck_assert_uint_eq(held->seq, again->seq);
	ck_assert(has_dsack(&p));
	played_free(&p);
}
END_TEST

START_TEST(duplication)
{
	struct played p = play_true("duplication");
	ck_assert_uint_eq(fates(&p, LAB_AB, is_copy), 1);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_retransmission), 0);
	ck_assert(has_dsack(&p));
	played_free(&p);
}
END_TEST

START_TEST(delay_spike)
{
	struct played p = play_true("delay-spike");
	ck_assert_uint_eq(fates(&p, LAB_AB, is_lost) + fates(&p, LAB_BA, is_lost), 0);
	ck_assert_uint_ge(fates(&p, LAB_AB, is_retransmission), 1);
	ck_assert(kernel_recovered(&p, KERNEL_LOSS));
	ck_assert(has_dsack(&p));
	expect_all_arrived(&p, 23000);
	played_free(&p);
}
END_TEST

static bool is_cut(const struct fate *f)
{
	return f->kind == FATE_CUT;
}

START_TEST(outage)
{
	struct played p = play_true("outage");
	ck_assert_uint_gt(fates(&p, LAB_AB, is_cut), 1);
	ck_assert_uint_ge(highest_backoff(&p, LAB_A), 2);
	expect_all_arrived(&p, 1000000);
	played_free(&p);
}
END_TEST

START_TEST(lossy)
{
	struct played p = play_true("lossy");
	ck_assert_uint_gt(fates(&p, LAB_AB, is_lost), 0);
	ck_assert_uint_gt(fates(&p, LAB_AB, is_retransmission), 0);
	ck_assert_uint_eq(lab_seed(p.lab), 7);
	expect_all_arrived(&p, 300000);
	ck_assert_uint_eq(moved(&p, LAB_A, PEER_EVENT_RECEIVED), 300000);
	played_free(&p);
}
END_TEST

static bool is_too_big(const struct fate *f)
{
	return f->kind == FATE_TOO_BIG;
}

START_TEST(path_mtu)
{
	struct played p = play_true("path-mtu");
	const struct fate *big = first(&p, LAB_AB, is_too_big);
	const struct fate *again = first(&p, LAB_AB, is_retransmission);
	ck_assert_uint_eq(big->len, 1448);
	/* A got the ICMP message and did not have to wait for a timer. */
	ck_assert_uint_le(again->len, 1248);
	ck_assert_int_lt(again->arrived_ns - big->arrived_ns, 200000000);
	expect_all_arrived(&p, 20000);
	played_free(&p);
}
END_TEST

START_TEST(path_mtu_black_hole)
{
	struct played p = play_true("path-mtu-black-hole");
	ck_assert_uint_ge(fates(&p, LAB_AB, is_too_big), 3);
	for (size_t i = 0; i < p.segments[LAB_B]; i++)
		ck_assert_uint_le(p.segment[LAB_B][i].len, 948);
	expect_all_arrived(&p, 10000);
	played_free(&p);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lab_loss");
	TCase *tcase = tcase_create("scenarios");
	tcase_set_timeout(tcase, 240); /* several tries on a busy machine */
	tcase_add_test(tcase, fast_retransmit);
	tcase_add_test(tcase, timeout);
	tcase_add_test(tcase, tail_loss_probe);
	tcase_add_test(tcase, lost_acks);
	tcase_add_test(tcase, reordering);
	tcase_add_test(tcase, reordering_far);
	tcase_add_test(tcase, duplication);
	tcase_add_test(tcase, delay_spike);
	tcase_add_test(tcase, outage);
	tcase_add_test(tcase, lossy);
	tcase_add_test(tcase, path_mtu);
	tcase_add_test(tcase, path_mtu_black_hole);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
