#include "capture/lab/link.h"

#include <netinet/tcp.h>

#include "tests/capture/lab/rig.h"
#include "tests/suite.h"

#define MS INT64_C(1000000)
#define FRAME_BITS (1514 * 8)

START_TEST(hosts_talk_over_it_unaltered)
{
	for (int ipv6 = 0; ipv6 < 2; ipv6++) {
		struct rig rig = rig_plain();
		int fd[2];
		rig_connect(&rig, ipv6, fd);
		rig_send(fd[0], fd[1], 100000);
		rig_send(fd[1], fd[0], 100000);
		close(fd[0]);
		close(fd[1]);
		rig_close(&rig);
	}
}
END_TEST

START_TEST(neighbours_find_each_other_over_it)
{
	for (int ipv6 = 0; ipv6 < 2; ipv6++) {
		struct rig rig =
		    rig_open(&(struct lab_net_options){ .resolve = true, .ipv6 = ipv6 },
		        &(struct lab_link_options){ .seed = 1 });
		int fd[2];
		rig_connect(&rig, ipv6, fd);
		rig_send(fd[0], fd[1], 10);
		rig_close(&rig);
	}
}
END_TEST

START_TEST(carries_super_segments_whole)
{
	struct rig rig = rig_open(&(struct lab_net_options){ .super_segments = true },
	    &(struct lab_link_options){ .seed = 1, .super_segments = true });
	int fd[2];
	uint32_t longest = 0, got = 0;
	rig_connect(&rig, false, fd);
	rig_send(fd[0], fd[1], 1000000);
	while (got < 1000000) {
		struct fate fate = rig_data(&rig, LAB_AB);
		longest = fate.len > longest ? fate.len : longest;
		got += fate.bits & FATE_AGAIN ? 0 : fate.len;
	}
	ck_assert_uint_gt(longest, LAB_MTU);
	rig_close(&rig);
}
END_TEST

START_TEST(segments_are_real_ones_otherwise)
{
	struct rig rig = rig_plain();
	int fd[2];
	rig_connect(&rig, false, fd);
	rig_send(fd[0], fd[1], 1000000);
	for (uint32_t got = 0; got < 1000000;) {
		struct fate fate = rig_data(&rig, LAB_AB);
		ck_assert_uint_le(fate.len, 1460);
		got += fate.len;
	}
	rig_close(&rig);
}
END_TEST

START_TEST(keeps_the_delay_of_each_direction)
{
	struct rig rig = rig_plain();
	int fd[2];
	rig_change(&rig, "a>b delay 30ms");
	rig_change(&rig, "b>a delay 10ms");
	rig_connect(&rig, false, fd);
	rig_send(fd[0], fd[1], 10);
	for (int i = 0; i < 4; i++) {
		struct fate fate = rig_fate(&rig);
		int64_t delay = fate.way == LAB_AB ? 30 * MS : 10 * MS;
		ck_assert_int_eq(fate.kind, FATE_DELIVERED);
		ck_assert_int_eq(fate.due_ns - fate.arrived_ns, delay);
		ck_assert_int_ge(fate.departed_ns, fate.due_ns);
	}
	rig_close(&rig);
}
END_TEST

START_TEST(drops_by_rule_and_says_so)
{
	struct rig rig = rig_plain();
	int fd[2];
	rig_connect(&rig, false, fd);
	rig_change(&rig, "drop a>b bytes 1:11");
	rig_send(fd[0], fd[1], 10);
	struct fate lost = rig_data(&rig, LAB_AB), again = rig_data(&rig, LAB_AB);
	ck_assert_int_eq(lost.kind, FATE_RULED);
	ck_assert_uint_eq(lost.rule, 1);
	ck_assert_int_eq(lost.departed_ns, 0);
	ck_assert_int_eq(again.kind, FATE_DELIVERED);
	ck_assert_uint_eq(again.seq, lost.seq);
	ck_assert(again.bits & FATE_AGAIN);
	ck_assert(!(lost.bits & FATE_AGAIN));
	rig_close(&rig);
}
END_TEST

START_TEST(corrupted_segments_are_not_taken)
{
	struct rig rig = rig_plain();
	int fd[2];
	rig_connect(&rig, false, fd);
	rig_change(&rig, "corrupt a>b data 1");
	rig_send(fd[0], fd[1], 10);
	struct fate bad = rig_data(&rig, LAB_AB), again = rig_data(&rig, LAB_AB);
	ck_assert_int_eq(bad.kind, FATE_DELIVERED);
	ck_assert(bad.bits & FATE_CORRUPTED);
	ck_assert_uint_eq(again.seq, bad.seq);
	ck_assert(again.bits & FATE_AGAIN);
	rig_close(&rig);
}
END_TEST

START_TEST(duplicates_have_a_fate_each)
{
	struct rig rig = rig_plain();
	int fd[2];
	rig_connect(&rig, false, fd);
	rig_change(&rig, "duplicate a>b data 1");
	rig_send(fd[0], fd[1], 10);
	struct fate first = rig_data(&rig, LAB_AB), copy = rig_data(&rig, LAB_AB);
	ck_assert_uint_eq(copy.number, first.number);
	ck_assert_uint_eq(copy.ip_id, first.ip_id);
	ck_assert(!(first.bits & FATE_COPY));
	ck_assert(copy.bits & FATE_COPY);
	ck_assert_int_ge(copy.departed_ns, first.departed_ns);
	rig_close(&rig);
}
END_TEST

START_TEST(copies_are_held_back)
{
	struct rig rig = rig_plain();
	int fd[2];
	rig_connect(&rig, false, fd);
	rig_change(&rig, "duplicate a>b data 1 by 40ms");
	rig_send(fd[0], fd[1], 10);
	struct fate first = rig_data(&rig, LAB_AB), copy = rig_data(&rig, LAB_AB);
	ck_assert_uint_eq(copy.number, first.number);
	ck_assert(copy.bits & FATE_COPY);
	ck_assert_int_eq(copy.due_ns - first.due_ns, 40000000);
	ck_assert_int_ge(copy.departed_ns, copy.due_ns);
	ck_assert_int_lt(first.departed_ns, copy.due_ns);
	rig_close(&rig);
}
END_TEST

START_TEST(cut_and_mended)
{
	struct rig rig = rig_plain();
	int fd[2];
	rig_connect(&rig, false, fd);
	rig_change(&rig, "a>b cut");
	ck_assert_int_eq(send(fd[0], "hello", 5, 0), 5);
	struct fate fate = rig_data(&rig, LAB_AB);
	ck_assert_int_eq(fate.kind, FATE_CUT);
	rig_change(&rig, "mend");
	rig_wait(fd[1], POLLIN);
	rig_close(&rig);
}
END_TEST

/* With a smaller path MTU the sender learns it by ICMP and sends smaller segments. */
START_TEST(tells_the_path_mtu)
{
	for (int ipv6 = 0; ipv6 < 2; ipv6++) {
		struct rig rig = rig_plain();
		int fd[2], mss = 0;
		socklen_t len = sizeof(mss);
		rig_change(&rig, "path-mtu 1300");
		rig_connect(&rig, ipv6, fd);
		rig_send(fd[0], fd[1], 20000);
		struct fate big = rig_data(&rig, LAB_AB);
		ck_assert_int_eq(big.kind, FATE_TOO_BIG);
		ck_assert_int_eq(getsockopt(fd[0], IPPROTO_TCP, TCP_MAXSEG, &mss, &len), 0);
		ck_assert_int_lt(mss, 1300);
		rig_close(&rig);
	}
}
END_TEST

START_TEST(a_rate_is_kept_and_its_queue_bounded)
{
	struct rig rig = rig_plain();
	int fd[2];
	unsigned overflows = 0;
	rig_connect(&rig, false, fd);
	rig_change(&rig, "a>b rate 20mbit");
	rig_change(&rig, "a>b queue 9000");
	rig_send(fd[0], fd[1], 500000);
	struct fate first = { 0 }, fate = { 0 };
	uint64_t bits = 0;
	for (uint32_t got = 0; got < 400000; got += fate.kind == FATE_DELIVERED ? fate.len : 0) {
		fate = rig_data(&rig, LAB_AB);
		overflows += fate.kind == FATE_OVERFLOW;
		if (fate.kind != FATE_DELIVERED)
			continue;
		/* A frame has 14 bytes of Ethernet, 20 of IP, 32 of TCP. */
		bits += first.due_ns == 0 ? 0 : (fate.len + 66) * 8;
		first = first.due_ns == 0 ? fate : first;
		ck_assert_int_le(fate.due_ns - fate.arrived_ns, 9000 * 8 * 50 + 600000);
		/* Exact to a frame: the first may have been due later than its turn. */
		ck_assert_uint_le(bits, (uint64_t)(fate.due_ns - first.due_ns) / 50 + FRAME_BITS);
	}
	ck_assert_uint_gt(overflows, 0);
	rig_close(&rig);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lab_link");
	TCase *tcase = tcase_create("link");
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, hosts_talk_over_it_unaltered);
	tcase_add_test(tcase, neighbours_find_each_other_over_it);
	tcase_add_test(tcase, carries_super_segments_whole);
	tcase_add_test(tcase, segments_are_real_ones_otherwise);
	tcase_add_test(tcase, keeps_the_delay_of_each_direction);
	tcase_add_test(tcase, drops_by_rule_and_says_so);
	tcase_add_test(tcase, corrupted_segments_are_not_taken);
	tcase_add_test(tcase, duplicates_have_a_fate_each);
	tcase_add_test(tcase, copies_are_held_back);
	tcase_add_test(tcase, cut_and_mended);
	tcase_add_test(tcase, tells_the_path_mtu);
	tcase_add_test(tcase, a_rate_is_kept_and_its_queue_bounded);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
