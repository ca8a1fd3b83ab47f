/* Scenarios about windows, pace and congestion. */
#include <stdio.h>

#include "core/record/seq.h"
#include "tests/capture/lab/truth.h"
#include "tests/suite.h"

#define MS INT64_C(1000000)

static bool is_overflow(const struct fate *f)
{
	return f->kind == FATE_OVERFLOW;
}

START_TEST(zero_window)
{
	struct played p = play_true("zero-window");
	ck_assert_uint_ge(noted(&p, LAB_A, NOTE_ZERO_WINDOW), 1);
	ck_assert_uint_ge(noted(&p, LAB_A, NOTE_ZERO_WINDOW_PROBE), 2);
	ck_assert_uint_ge(noted(&p, LAB_A, NOTE_ZERO_WINDOW_PROBE_ACK), 1);
	ck_assert_uint_ge(noted(&p, LAB_A, NOTE_WINDOW_UPDATE), 1);
	ck_assert_uint_eq(moved(&p, LAB_B, PEER_EVENT_RECEIVED), 100000);
	bool probed = false;
	for (size_t i = 0; i < p.samples; i++) {
		const struct lab_sample *s = &p.sample[i];
		probed |= s->host == LAB_A && s->view.peer_window == 0 &&
		          s->view.limit == KERNEL_LIMIT_WINDOW;
	}
	ck_assert(probed);
	played_free(&p);
}
END_TEST

START_TEST(silly_window)
{
	struct played p = play_paced("silly-window");
	/* B reads 200 bytes at a time and never offers so small a window. */
	unsigned tiny = 0, data = 0;
	uint32_t edge = model_session(p.model[LAB_A], 1)->flow[SIDE_A].base;
	for (uint32_t i = 1; i <= model_packets(p.model[LAB_A]); i++) {
		const struct packet *k = model_packet(p.model[LAB_A], i);
		bool scaled;
		uint32_t window = session_window(model_session(p.model[LAB_A], 1), k, &scaled);
		/* Arriving data uses up window that B offered before: only a window whose right
		 * edge moves is an offer. */
		bool offer = packet_side(k) == SIDE_B && seq_lt(edge, k->ack + window);
		tiny += offer && window > 0 && window < 1000;
		edge = offer ? k->ack + window : edge;
		data += packet_side(k) == SIDE_A && k->len > 0;
	}
	ck_assert_uint_eq(tiny, 0);
	ck_assert_uint_le(data, 40);
	ck_assert_uint_eq(moved(&p, LAB_B, PEER_EVENT_RECEIVED), 30000);
	played_free(&p);
}
END_TEST

START_TEST(small_writes)
{
	struct played p = play_true("small-writes");
	size_t single = 0;
	for (size_t i = 0; i < p.segments[LAB_A]; i++)
		single += p.segment[LAB_A][i].len == 1;
	ck_assert_uint_ge(single, 30);
	played_free(&p);
}
END_TEST

START_TEST(nagle)
{
	struct played p = play_true("nagle");
	/* The second part of a request leaves right after the ACK of the first, which came late. */
	unsigned stalls = 0;
	const struct segment *before = NULL;
	for (size_t i = 0; i < p.segments[LAB_A]; i++) {
		const struct segment *s = &p.segment[LAB_A][i];
		if (before != NULL && !from_a(s) && s->len == 0 && from_a(before) &&
		    before->len > 0)
			stalls += s->time_ns - before->time_ns > 30 * MS;
		before = s;
	}
	ck_assert_uint_ge(stalls, 4);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_retransmission), 0);
	played_free(&p);
}
END_TEST

START_TEST(window_scaling)
{
	struct played p = play_true("window-scaling");
	uint32_t largest = 0, most = 0;
	bool scaled = false;
	for (uint32_t i = 1; i <= model_packets(p.model[LAB_A]); i++) {
		const struct packet *k = model_packet(p.model[LAB_A], i);
		if (packet_side(k) == SIDE_A) {
			most = k->in_flight > most ? k->in_flight : most;
			continue;
		}
		uint32_t window = session_window(model_session(p.model[LAB_A], 1), k, &scaled);
		largest = window > largest ? window : largest;
	}
	ck_assert_int_gt(session_wscale(model_session(p.model[LAB_A], 1), SIDE_B), 0);
	ck_assert_uint_gt(largest, 65535);
	ck_assert_uint_gt(most, 65535);
	played_free(&p);
}
END_TEST

/* Host A's congestion window over time: initial, before the first loss, and after it. */
struct growth {
	uint32_t start, top, cut;
	bool lost;
	char name[16];
};

static struct growth growth_of(const struct played *p)
{
	struct growth g = { 0 };
	for (size_t i = 0; i < p->samples; i++) {
		const struct kernel_view *v = &p->sample[i].view;
		if (p->sample[i].host != LAB_A || v->state != STATE_ESTABLISHED)
			continue;
		g.start = g.start == 0 ? v->cwnd : g.start;
		memcpy(g.name, v->congestion, sizeof(g.name));
		if (!g.lost && v->recovery == KERNEL_OPEN)
			g.top = v->cwnd > g.top ? v->cwnd : g.top;
		/* The window has been reduced once recovery ends. */
		if (g.lost && g.cut == 0 && v->recovery == KERNEL_OPEN)
			g.cut = v->cwnd;
		g.lost |= v->recovery == KERNEL_RECOVERY;
	}
	return g;
}

START_TEST(slow_start_reno)
{
	struct played p = play_paced("slow-start-reno");
	struct growth g = growth_of(&p);
	ck_assert_str_eq(g.name, "reno");
	ck_assert_uint_eq(g.start, 10);
	ck_assert_uint_gt(g.top, 40);
	ck_assert(g.lost);
	ck_assert_uint_lt(g.cut, g.top * 6 / 10);
	ck_assert_uint_gt(fates(&p, LAB_AB, is_overflow), 0);
	ck_assert_uint_eq(moved(&p, LAB_B, PEER_EVENT_RECEIVED), 3000000);
	played_free(&p);
}
END_TEST

START_TEST(slow_start_cubic)
{
	struct played p = play_paced("slow-start-cubic");
	struct growth g = growth_of(&p);
	ck_assert_str_eq(g.name, "cubic");
	ck_assert(g.lost);
	ck_assert_uint_lt(g.cut, g.top);
	ck_assert_uint_gt(fates(&p, LAB_AB, is_overflow), 0);
	played_free(&p);
}
END_TEST

static bool kernel_offers(const char *name)
{
	char line[256] = "";
	FILE *file = fopen("/proc/sys/net/ipv4/tcp_available_congestion_control", "r");
	ck_assert_ptr_nonnull(file);
	bool got = fgets(line, sizeof(line), file) != NULL;
	fclose(file);
	return got && strstr(line, name) != NULL;
}

START_TEST(slow_start_bbr)
{
	struct err err;
	if (!kernel_offers("bbr")) {
		/* Otherwise the message lists what the kernel offers. */
		ck_assert_ptr_null(
		    lab_open(&(struct lab_options){ .scenario = "slow-start-bbr" }, &err));
		ck_assert_ptr_nonnull(strstr(err.text, "this kernel offers"));
		return;
	}
	struct played p = play_true("slow-start-bbr");
	ck_assert_str_eq(growth_of(&p).name, "bbr");
	ck_assert_uint_eq(moved(&p, LAB_B, PEER_EVENT_RECEIVED), 3000000);
	played_free(&p);
}
END_TEST

START_TEST(ecn)
{
	struct played p = play_true("ecn");
	size_t marked = 0, echoed = 0, reduced = 0;
	for (size_t i = 0; i < p.segments[LAB_B]; i++) {
		const struct segment *s = &p.segment[LAB_B][i];
		bool syn = s->flags & TCP_SYN;
		marked += from_a(s) && (s->tos & 3) == 3;
		echoed += !from_a(s) && !syn && s->flags & TCP_ECE;
		reduced += from_a(s) && !syn && s->flags & TCP_CWR;
	}
	ck_assert_uint_eq(marked, fates(&p, LAB_AB, is_marked));
	ck_assert_uint_gt(marked, 0);
	ck_assert_uint_gt(echoed, 0);
	ck_assert_uint_gt(reduced, 0);
	ck_assert_uint_eq(fates(&p, LAB_AB, is_lost), 0);
	played_free(&p);
}
END_TEST

START_TEST(super_segments)
{
	struct played p = play_true("super-segments");
	uint32_t longest = 0;
	for (size_t i = 0; i < p.segments[LAB_B]; i++)
		longest = p.segment[LAB_B][i].len > longest ? p.segment[LAB_B][i].len : longest;
	ck_assert_uint_gt(longest, 10000);
	ck_assert_uint_eq(moved(&p, LAB_B, PEER_EVENT_RECEIVED), 1000000);
	played_free(&p);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lab_flow");
	TCase *tcase = tcase_create("scenarios");
	tcase_set_timeout(tcase, 240); /* several tries on a busy machine */
	tcase_add_test(tcase, zero_window);
	tcase_add_test(tcase, silly_window);
	tcase_add_test(tcase, small_writes);
	tcase_add_test(tcase, nagle);
	tcase_add_test(tcase, window_scaling);
	tcase_add_test(tcase, slow_start_reno);
	tcase_add_test(tcase, slow_start_cubic);
	tcase_add_test(tcase, slow_start_bbr);
	tcase_add_test(tcase, ecn);
	tcase_add_test(tcase, super_segments);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
