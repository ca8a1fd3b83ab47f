#include "tests/suite.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "capture/os/sockaddr.h"
#include "capture/peer/listener.h"

static bool without_ipv6;

/* Replaces the C library's function to simulate a kernel without IPv6. */
int socket(int domain, int type, int protocol)
{
	if (without_ipv6 && domain == AF_INET6) {
		errno = EAFNOSUPPORT;
		return -1;
	}
	return (int)syscall(SYS_socket, domain, type, protocol);
}

static void check_address(int fd, const char *want)
{
	char text[ADDR_TEXT];
	struct endpoint at = sockaddr_local(fd);
	addr_format(&at.addr, text, sizeof(text));
	ck_assert_str_eq(text, want);
	ck_assert_uint_ne(at.port, 0);
}

static void check_reachable(int fd)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	to.sin_port = htons(sockaddr_local(fd).port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int client = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(connect(client, (struct sockaddr *)&to, sizeof(to)), 0);
	int accepted = accept(fd, NULL, NULL);
	ck_assert_int_ge(accepted, 0);
	close(accepted);
	close(client);
}

START_TEST(hears_every_address_of_both_families)
{
	struct err err;
	bool taken = true;
	int fd = listener_open(NULL, 0, &taken, &err);
	ck_assert_msg(fd >= 0, "%s", err.text);
	ck_assert(!taken);
	check_address(fd, "::");
	check_reachable(fd);
	close(fd);
}
END_TEST

START_TEST(hears_ipv4_where_there_is_no_ipv6)
{
	struct err err;
	bool taken;
	without_ipv6 = true;
	int fd = listener_open(NULL, 0, &taken, &err);
	ck_assert_msg(fd >= 0, "%s", err.text);
	check_address(fd, "0.0.0.0");
	check_reachable(fd);

	ck_assert_int_lt(listener_open("::1", 0, &taken, &err), 0);
	ck_assert(!taken);
	ck_assert_ptr_nonnull(strstr(err.text, "::1"));

	uint16_t port = sockaddr_local(fd).port;
	ck_assert_int_lt(listener_open(NULL, port, &taken, &err), 0);
	ck_assert(taken);
	close(fd);
}
END_TEST

/* As with any socket driven by epoll, accept must return if no client waits. */
START_TEST(does_not_block)
{
	struct err err;
	bool taken;
	int fd = listener_open("127.0.0.1", 0, &taken, &err);
	ck_assert_int_eq(accept(fd, NULL, NULL), -1);
	ck_assert_int_eq(errno, EAGAIN);
	close(fd);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("listener");
	TCase *tcase = tcase_create("listener");
	tcase_add_test(tcase, hears_every_address_of_both_families);
	tcase_add_test(tcase, hears_ipv4_where_there_is_no_ipv6);
	tcase_add_test(tcase, does_not_block);
	suite_add_tcase(suite, tcase);
	return suite_main(suite);
}
