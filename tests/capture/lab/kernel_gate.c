/* Kernel views that show one action of a socket: at a gate over loopback, and in a whole
 * scenario. */
#include "capture/lab/kernel_gate.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/lab/packet_truth.h"
#include "capture/os/clock.h"
#include "capture/os/sockaddr.h"
#include "tests/capture/lab/play.h"
#include "tests/suite.h"

struct line {
	int client, server;
	struct endpoint a, b;
	struct kernel_gate *gate;
};

static struct line open_line(void)
{
	struct line l;
	struct err err;
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t len = sizeof(at);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	l.client = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(listener, (struct sockaddr *)&at, len), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	ck_assert_int_eq(getsockname(listener, (struct sockaddr *)&at, &len), 0);
	ck_assert_int_eq(connect(l.client, (struct sockaddr *)&at, len), 0);
	l.server = accept(listener, NULL, NULL);
	ck_assert_int_ge(l.server, 0);
	close(listener);
	l.a = sockaddr_local(l.client);
	l.b = sockaddr_peer(l.client);
	struct kernel_view_reader *kernel = kernel_view_open(&err);
	ck_assert_msg(kernel != NULL, "%s", err.text);
	l.gate = kernel_gate_new(kernel);
	return l;
}

static void close_line(struct line *l)
{
	kernel_gate_free(l->gate);
	close(l->client);
	close(l->server);
}

/* Enters the gate and sends len bytes. Returns a time inside. */
static int64_t visit(struct line *l, size_t len)
{
	static const char bytes[1000];
	kernel_gate_enter(l->gate);
	ck_assert_int_eq(send(l->client, bytes, len, 0), (ssize_t)len);
	int64_t during = clock_wall();
	kernel_gate_leave(l->gate, &l->a, &l->b);
	return during;
}

/* _i: the gate knows the descriptor. */
START_TEST(a_visit_is_recalled_by_its_time)
{
	struct line l = open_line();
	kernel_gate_enter(l.gate);
	if (_i)
		kernel_gate_add_fd(l.gate, l.client, &l.a, &l.b);
	kernel_gate_leave(l.gate, NULL, NULL);
	int64_t before = clock_wall();
	int64_t first = visit(&l, 10), second = visit(&l, 100);
	ck_assert(kernel_gate_try_enter(l.gate, 0));
	ck_assert_ptr_null(kernel_gate_view_after(l.gate, &l.a, &l.b, before - 1));
	ck_assert_uint_eq(kernel_gate_view_after(l.gate, &l.a, &l.b, first)->bytes_sent, 10);
	ck_assert_uint_eq(kernel_gate_view_after(l.gate, &l.a, &l.b, second)->bytes_sent, 110);
	ck_assert_ptr_null(kernel_gate_view_after(l.gate, &l.b, &l.a, second));
	ck_assert_uint_eq(kernel_gate_view(l.gate, &l.b, &l.a)->receive_queue, 110);
	kernel_gate_leave(l.gate, NULL, NULL);
	close_line(&l);
}
END_TEST

START_TEST(what_is_closed_is_asked_about_by_its_ends)
{
	struct line l = open_line();
	kernel_gate_enter(l.gate);
	kernel_gate_add_fd(l.gate, l.client, &l.a, &l.b);
	ck_assert_int_eq(kernel_gate_view(l.gate, &l.a, &l.b)->state, STATE_ESTABLISHED);
	kernel_gate_remove_fd(l.gate, l.client);
	close(l.client);
	/* The other end may acknowledge the FIN later. */
	int state = kernel_gate_view(l.gate, &l.a, &l.b)->state;
	ck_assert(state == STATE_FIN_WAIT_1 || state == STATE_FIN_WAIT_2);
	kernel_gate_leave(l.gate, NULL, NULL);
	l.client = -1;
	close_line(&l);
}
END_TEST

static void *try_it(void *arg)
{
	static bool in;
	in = kernel_gate_try_enter(arg, 1000);
	if (in)
		kernel_gate_leave(arg, NULL, NULL);
	return in ? &in : NULL;
}

START_TEST(only_one_is_inside)
{
	struct line l = open_line();
	for (int free_now = 0; free_now <= 1; free_now++) {
		pthread_t other;
		void *in;
		if (!free_now)
			kernel_gate_enter(l.gate);
		ck_assert_int_eq(pthread_create(&other, NULL, try_it, l.gate), 0);
		ck_assert_int_eq(pthread_join(other, &in), 0);
		ck_assert_int_eq(in != NULL, free_now);
		if (!free_now)
			kernel_gate_leave(l.gate, NULL, NULL);
	}
	close_line(&l);
}
END_TEST

/* The client, host A: its kernel counts segments from the SYN on. */
static struct packet_truth *know(const struct played *p)
{
	struct packet_truth *truth = packet_truth_new(LAB_A);
	for (size_t i = 0; i < p->segments[LAB_A]; i++)
		packet_truth_add_packet(truth, &p->segment[LAB_A][i], (uint32_t)i + 1);
	for (size_t i = 0; i < p->fates; i++)
		packet_truth_add_fate(truth, &p->fate[i]);
	for (size_t i = 0; i < p->samples; i++)
		packet_truth_add_sample(truth, &p->sample[i]);
	return truth;
}

START_TEST(views_are_of_their_segments)
{
	struct played p = play("fast-retransmit");
	struct packet_truth *truth = know(&p);
	uint32_t sent = 0, received = 0, exact = 0, of = 0;
	for (size_t i = 0; i < p.segments[LAB_A]; i++) {
		const struct segment *s = &p.segment[LAB_A][i];
		bool out = s->dst.port == 8000;
		*(out ? &sent : &received) += 1;
		const struct kernel_view *v = packet_truth_view(
		    truth, (uint32_t)i + 1, out ? PACKET_TRUTH_SENDER : PACKET_TRUTH_RECEIVER);
		/* TIME-WAIT has no numbers. */
		if (v != NULL && v->cwnd == 0)
			continue;
		of++;
		exact += v != NULL && v->segments_received == received && v->segments_sent >= sent;
	}
	ck_assert_uint_gt(of, 70);
	/* All of them on an idle machine. */
	ck_assert_msg(10 * exact >= 9 * of, "%u of %u", exact, of);
	packet_truth_free(truth);
	played_free(&p);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kernel_gate");
	TCase *tcase = tcase_create("gate");
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, a_visit_is_recalled_by_its_time, 0, 2);
	tcase_add_test(tcase, what_is_closed_is_asked_about_by_its_ends);
	tcase_add_test(tcase, only_one_is_inside);
	tcase_add_test(tcase, views_are_of_their_segments);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
