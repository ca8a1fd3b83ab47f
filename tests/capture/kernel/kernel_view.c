/* The kernel's view of connections on this machine: over loopback, as any user. */
#include "capture/kernel/kernel_view.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/os/sockaddr.h"
#include "tests/suite.h"

struct line {
	int listener, client, server;
	struct endpoint a, b; /* the client's and the server's end */
};

static struct line open_line(int family)
{
	struct line l;
	struct sockaddr_storage at = { .ss_family = (sa_family_t)family };
	socklen_t len =
	    family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
	if (family == AF_INET)
		((struct sockaddr_in *)&at)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else
		((struct sockaddr_in6 *)&at)->sin6_addr = in6addr_loopback;
	l.listener = socket(family, SOCK_STREAM, 0);
	l.client = socket(family, SOCK_STREAM, 0);
	ck_assert_int_eq(bind(l.listener, (struct sockaddr *)&at, len), 0);
	ck_assert_int_eq(listen(l.listener, 1), 0);
	ck_assert_int_eq(getsockname(l.listener, (struct sockaddr *)&at, &len), 0);
	ck_assert_int_eq(connect(l.client, (struct sockaddr *)&at, len), 0);
	l.server = accept(l.listener, NULL, NULL);
	ck_assert_int_ge(l.server, 0);
	l.a = sockaddr_local(l.client);
	l.b = sockaddr_peer(l.client);
	return l;
}

static struct kernel_view_reader *open_kernel(void)
{
	struct err err;
	struct kernel_view_reader *kernel = kernel_view_open(&err);
	ck_assert_msg(kernel != NULL, "%s", err.text);
	return kernel;
}

static struct kernel_view look(
    struct kernel_view_reader *kernel, const struct endpoint *local, const struct endpoint *peer)
{
	struct kernel_view view;
	struct err err;
	ck_assert_msg(kernel_view_read(kernel, local, peer, &view, &err), "%s", err.text);
	return view;
}

static const int families[] = { AF_INET, AF_INET6 };

START_TEST(tells_of_both_ends)
{
	struct kernel_view_reader *kernel = open_kernel();
	struct line l = open_line(families[_i]);
	struct kernel_view a = look(kernel, &l.a, &l.b), b = look(kernel, &l.b, &l.a);
	ck_assert_int_eq(a.state, STATE_ESTABLISHED);
	ck_assert_int_eq(b.state, STATE_ESTABLISHED);
	ck_assert_int_eq(a.limit, KERNEL_LIMIT_APPLICATION);
	ck_assert_uint_gt(a.cwnd, 0);
	ck_assert_uint_eq(a.ssthresh, KERNEL_INFINITE);
	ck_assert_uint_gt(a.rto_us, 0);
	ck_assert_uint_gt(a.peer_window, 0);
	ck_assert_uint_gt(strlen(a.congestion), 0);
	ck_assert_int_gt(a.time_ns, 0);
	close(l.client);
	close(l.server);
	close(l.listener);
	kernel_view_close(kernel);
}
END_TEST

START_TEST(tells_what_was_sent_and_is_not_read)
{
	struct kernel_view_reader *kernel = open_kernel();
	struct line l = open_line(families[_i]);
	ck_assert_int_eq(send(l.client, "hello", 5, 0), 5);
	struct kernel_view b = look(kernel, &l.b, &l.a);
	ck_assert_uint_eq(b.receive_queue, 5);
	ck_assert_uint_eq(b.bytes_received, 5);
	ck_assert_uint_eq(look(kernel, &l.a, &l.b).bytes_sent, 5);
	close(l.client);
	close(l.server);
	close(l.listener);
	kernel_view_close(kernel);
}
END_TEST

START_TEST(tells_the_same_of_an_open_descriptor)
{
	struct kernel_view_reader *kernel = open_kernel();
	struct line l = open_line(families[_i]);
	struct kernel_view a, b;
	ck_assert_int_eq(send(l.client, "hello", 5, 0), 5);
	ck_assert(kernel_view_read_fd(l.client, &a));
	ck_assert(kernel_view_read_fd(l.server, &b));
	ck_assert_uint_eq(a.bytes_sent, 5);
	ck_assert_uint_eq(b.receive_queue, 5);
	ck_assert_uint_eq(a.segments_sent, look(kernel, &l.a, &l.b).segments_sent);
	ck_assert_str_eq(a.congestion, look(kernel, &l.a, &l.b).congestion);
	ck_assert_int_eq(a.state, STATE_ESTABLISHED);
	ck_assert(!kernel_view_read_fd(l.listener, &a));
	ck_assert(!kernel_view_read_fd(-1, &a));
	close(l.client);
	close(l.server);
	close(l.listener);
	kernel_view_close(kernel);
}
END_TEST

START_TEST(tells_when_the_receive_window_is_the_limit)
{
	static const char block[1 << 16];
	struct kernel_view_reader *kernel = open_kernel();
	struct line l = open_line(families[_i]);
	while (send(l.client, block, sizeof(block), MSG_DONTWAIT) > 0)
		;
	struct kernel_view a = look(kernel, &l.a, &l.b);
	ck_assert_uint_gt(a.unsent, 0);
	ck_assert_int_eq(a.limit, KERNEL_LIMIT_WINDOW);
	ck_assert_str_eq(kernel_limit_name((enum kernel_limit)a.limit), "receive window");
	close(l.client);
	close(l.server);
	close(l.listener);
	kernel_view_close(kernel);
}
END_TEST

START_TEST(tells_of_what_is_closed_already)
{
	struct kernel_view_reader *kernel = open_kernel();
	struct line l = open_line(families[_i]);
	close(l.client);
	/* The other end may acknowledge the FIN later. */
	uint8_t state = look(kernel, &l.a, &l.b).state;
	ck_assert(state == STATE_FIN_WAIT_1 || state == STATE_FIN_WAIT_2);
	ck_assert_int_eq(look(kernel, &l.b, &l.a).state, STATE_CLOSE_WAIT);
	close(l.server);
	ck_assert_int_eq(look(kernel, &l.a, &l.b).state, STATE_TIME_WAIT);
	ck_assert_int_eq(look(kernel, &l.b, &l.a).state, STATE_LISTEN);
	close(l.listener);
	ck_assert_int_eq(look(kernel, &l.b, &l.a).state, STATE_CLOSED);
	kernel_view_close(kernel);
}
END_TEST

START_TEST(everything_has_a_name)
{
	for (int r = 0; r < KERNEL_RECOVERIES; r++)
		ck_assert_uint_gt(strlen(kernel_recovery_name((enum kernel_recovery)r)), 0);
	for (int l = KERNEL_LIMIT_APPLICATION; l < KERNEL_LIMITS; l++)
		ck_assert_uint_gt(strlen(kernel_limit_name((enum kernel_limit)l)), 0);
	kernel_view_close(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("kernel");
	TCase *tcase = tcase_create("kernel");
	tcase_add_loop_test(tcase, tells_of_both_ends, 0, 2);
	tcase_add_loop_test(tcase, tells_what_was_sent_and_is_not_read, 0, 2);
	tcase_add_loop_test(tcase, tells_the_same_of_an_open_descriptor, 0, 2);
	tcase_add_loop_test(tcase, tells_when_the_receive_window_is_the_limit, 0, 2);
	tcase_add_loop_test(tcase, tells_of_what_is_closed_already, 0, 2);
	tcase_add_test(tcase, everything_has_a_name);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
