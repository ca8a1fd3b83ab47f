/* Real kernel traffic of every kind that loopback can show, captured by tcpdump, for
 * comparisons.
 *
 * usage: traffic FAMILY DEVICE OUT.pcap: FAMILY is 4 or 6, DEVICE lo or any
 *
 * Runs in a private network: the capture has no other traffic, and no privileges are needed. */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/array.h"
#include "tests/network.h"

#define PATIENCE_MS 20000
#define END_MARK "the traffic ends here"

static int family;

struct pair {
	int client, server;
};

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static socklen_t loopback(union address *address, unsigned port)
{
	memset(address, 0, sizeof(*address));
	address->any.sa_family = (sa_family_t)family;
	if (family == AF_INET) {
		address->v4.sin_port = htons((uint16_t)port);
		address->v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		return sizeof(address->v4);
	}
	address->v6.sin6_port = htons((uint16_t)port);
	address->v6.sin6_addr = in6addr_loopback;
	return sizeof(address->v6);
}

static void set_option(int fd, int level, int name, int value)
{
	if (setsockopt(fd, level, name, &value, sizeof(value)) != 0)
		err(1, "setsockopt %d", name);
}

/* A setting of the private network's TCP. */
static void set_kernel(const char *name, const char *value)
{
	char path[96];
	snprintf(path, sizeof(path), "/proc/sys/net/ipv4/%s", name);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, value, strlen(value)) < 0)
		err(1, "%s", path);
	close(fd);
}

static int listener(unsigned port, int receive_buffer)
{
	union address address;
	socklen_t len = loopback(&address, port);
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		err(1, "socket");
	set_option(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (receive_buffer != 0)
		set_option(fd, SOL_SOCKET, SO_RCVBUF, receive_buffer);
	set_option(fd, IPPROTO_TCP, TCP_FASTOPEN, 5);
	if (bind(fd, &address.any, len) != 0 || listen(fd, 16) != 0)
		err(1, "listen on port %u", port);
	return fd;
}

static struct pair connected(unsigned port, int receive_buffer)
{
	union address address;
	socklen_t len = loopback(&address, port);
	int listening = listener(port, receive_buffer);
	struct pair p = { .client = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0) };
	if (p.client < 0 || connect(p.client, &address.any, len) != 0)
		err(1, "connect to port %u", port);
	p.server = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	if (p.server < 0)
		err(1, "accept");
	close(listening);
	return p;
}

static void send_all(int fd, size_t len)
{
	static const char bytes[65536] = "Hello";
	while (len > 0) {
		ssize_t n =
		    send(fd, bytes, len < sizeof(bytes) ? len : sizeof(bytes), MSG_NOSIGNAL);
		if (n < 0)
			err(1, "send");
		len -= (size_t)n;
	}
}

static void receive_all(int fd, size_t len)
{
	static char bytes[65536];
	while (len > 0) {
		ssize_t n = recv(fd, bytes, len < sizeof(bytes) ? len : sizeof(bytes), 0);
		if (n <= 0)
			err(1, "recv");
		len -= (size_t)n;
	}
}

static void pass(int from, int to, size_t len)
{
	send_all(from, len);
	receive_all(to, len);
}

/* Closes one end, waits until the other has read the end, and closes that too. */
static void close_in_order(int first, int second)
{
	char byte;
	close(first);
	if (recv(second, &byte, 1, 0) != 0)
		err(1, "the end of a connection was expected");
	close(second);
}

static void sizes(unsigned port)
{
	static const size_t length[] = { 1, 5, 100, 1447, 1448, 1449, 5000, 40000, 60000 };
	struct pair p = connected(port, 0);
	for (size_t i = 0; i < ARRAY_LEN(length); i++) {
		pass(p.client, p.server, length[i]);
		pass(p.server, p.client, length[ARRAY_LEN(length) - 1 - i]);
	}
	close_in_order(p.client, p.server);
}

static void server_closes_first(unsigned port)
{
	struct pair p = connected(port, 0);
	pass(p.client, p.server, 11);
	close_in_order(p.server, p.client);
}

static void half_close(unsigned port)
{
	struct pair p = connected(port, 0);
	pass(p.client, p.server, 200);
	shutdown(p.client, SHUT_WR);
	pass(p.server, p.client, 3000);
	close_in_order(p.server, p.client);
}

static void reset_by_linger(unsigned port)
{
	struct pair p = connected(port, 0);
	pass(p.client, p.server, 6);
	struct linger now = { .l_onoff = 1, .l_linger = 0 };
	if (setsockopt(p.client, SOL_SOCKET, SO_LINGER, &now, sizeof(now)) != 0)
		err(1, "SO_LINGER");
	close(p.client);
	close(p.server);
}

static void reset_with_data_unread(unsigned port)
{
	struct pair p = connected(port, 0);
	send_all(p.client, 500);
	close(p.server);
	close(p.client);
}

/* Data for a closed socket is answered by RST without ACK. */
static void data_after_close(unsigned port)
{
	struct pair p = connected(port, 0);
	close(p.server);
	send_all(p.client, 10);
	close(p.client);
}

static void refused(unsigned port)
{
	union address address;
	socklen_t len = loopback(&address, port);
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(fd, &address.any, len) == 0 || errno != ECONNREFUSED)
		err(1, "connect to a closed port");
	close(fd);
}

static void urgent(unsigned port)
{
	struct pair p = connected(port, 0);
	pass(p.client, p.server, 20);
	if (send(p.client, "abc!", 4, MSG_OOB) != 4)
		err(1, "MSG_OOB");
	receive_all(p.server, 3);
	pass(p.client, p.server, 7);
	close_in_order(p.client, p.server);
}

static bool probing(int fd)
{
	struct tcp_info info;
	socklen_t len = sizeof(info);
	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &len) == 0 && info.tcpi_probes > 0;
}

/* The receiver does not read until its window was closed and probed. */
static void zero_window(unsigned port)
{
	static const char bytes[4096];
	size_t sent = 0;
	struct pair p = connected(port, 4096);
	for (ssize_t n; (n = send(p.client, bytes, sizeof(bytes), MSG_DONTWAIT)) > 0;)
		sent += (size_t)n;
	for (long deadline = now_ms() + PATIENCE_MS; !probing(p.client); poll(NULL, 0, 10))
		if (now_ms() > deadline)
			errx(1, "no window probe was sent");
	receive_all(p.server, sent);
	close_in_order(p.client, p.server);
}

static void many_small(unsigned port)
{
	struct pair p[12];
	for (size_t i = 0; i < ARRAY_LEN(p); i++)
		p[i] = connected(port + (unsigned)i, 0);
	for (size_t round = 0; round < 3; round++)
		for (size_t i = 0; i < ARRAY_LEN(p); i++)
			pass(p[i].client, p[i].server, 10 * (i + 1));
	for (size_t i = 0; i < ARRAY_LEN(p); i++)
		close_in_order(p[i].server, p[i].client);
}

static void fast_open(unsigned port)
{
	union address address;
	socklen_t len = loopback(&address, port);
	int listening = listener(port, 0);
	/* The first connection requests a cookie, the second sends data in its SYN. */
	for (int i = 0; i < 2; i++) {
		int client = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (sendto(client, "early", 5, MSG_FASTOPEN, &address.any, len) != 5)
			err(1, "MSG_FASTOPEN");
		int server = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
		receive_all(server, 5);
		close_in_order(client, server);
	}
	close(listening);
}

static void congestion_notification(unsigned port)
{
	set_kernel("tcp_ecn", "1");
	sizes(port);
	set_kernel("tcp_ecn", "2");
}

static void no_options(unsigned port)
{
	static const char *const names[] = { "tcp_timestamps", "tcp_sack", "tcp_window_scaling" };
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		set_kernel(names[i], "0");
		sizes(port + (unsigned)i);
	}
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		set_kernel(names[i], "1");
}

static void keep_alive(unsigned port)
{
	struct pair p = connected(port, 0);
	pass(p.client, p.server, 40);
	set_option(p.client, SOL_SOCKET, SO_KEEPALIVE, 1);
	set_option(p.client, IPPROTO_TCP, TCP_KEEPINTVL, 1);
	set_option(p.client, IPPROTO_TCP, TCP_KEEPIDLE, 1);
	poll(NULL, 0, 1300); /* this test is about silence */
	pass(p.server, p.client, 40);
	close_in_order(p.client, p.server);
}

static void (*const scenes[])(unsigned port) = {
	sizes,
	server_closes_first,
	half_close,
	reset_by_linger,
	reset_with_data_unread,
	data_after_close,
	refused,
	urgent,
	zero_window,
	many_small,
	fast_open,
	congestion_notification,
	no_options,
	keep_alive,
};

static pid_t start_tcpdump(const char *device, const char *path, int *said)
{
	int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	int pipe_fd[2];
	if (out < 0 || pipe2(pipe_fd, O_CLOEXEC) != 0)
		err(1, "%s", path);
	pid_t child = fork();
	if (child == 0) {
		dup2(out, STDOUT_FILENO);
		dup2(pipe_fd[1], STDERR_FILENO);
		/* -Z: keep the user; the other one is not mapped here. */
		const char *user = geteuid() == 0 ? "-Zroot" : "-n";
		execlp("tcpdump", "tcpdump", "-n", user, "-U", "-B", "32768", "-i", device, "-w",
		    "-", (char *)NULL);
		_exit(127);
	}
	close(out);
	close(pipe_fd[1]);
	*said = pipe_fd[0];
	return child;
}

/* Reads tcpdump's messages until this one. */
static void wait_for_words(int said, const char *words)
{
	char text[1024] = "";
	size_t used = 0;
	while (strstr(text, words) == NULL) {
		ssize_t n = read(said, text + used, sizeof(text) - 1 - used);
		if (n <= 0)
			errx(1, "tcpdump did not say \"%s\" but: %s", words, text);
		used += (size_t)n;
		text[used] = '\0';
	}
}

static void send_end_mark(void)
{
	union address address;
	socklen_t len = loopback(&address, 9);
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (sendto(fd, END_MARK, strlen(END_MARK), 0, &address.any, len) < 0)
		err(1, "sendto");
	close(fd);
}

static bool ends_with_mark(const char *path)
{
	char tail[256];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) != 0)
		err(1, "%s", path);
	off_t from = st.st_size > (off_t)sizeof(tail) ? st.st_size - (off_t)sizeof(tail) : 0;
	ssize_t n = pread(fd, tail, sizeof(tail), from);
	close(fd);
	return n > 0 && memmem(tail, (size_t)n, END_MARK, strlen(END_MARK)) != NULL;
}

int main(int argc, char **argv)
{
	int said;
	if (argc != 4)
		errx(2, "usage: traffic 4|6 DEVICE OUT.pcap");
	family = strcmp(argv[1], "6") == 0 ? AF_INET6 : AF_INET;
	enter_test_network();
	set_kernel("tcp_fastopen", "3");
	pid_t tcpdump = start_tcpdump(argv[2], argv[3], &said);
	wait_for_words(said, "listening on");
	for (size_t i = 0; i < ARRAY_LEN(scenes); i++)
		scenes[i](20000 + (unsigned)i * 100);
	send_end_mark();
	for (long deadline = now_ms() + PATIENCE_MS; !ends_with_mark(argv[3]); poll(NULL, 0, 10))
		if (now_ms() > deadline)
			errx(1, "tcpdump did not write everything");
	kill(tcpdump, SIGINT);
	wait_for_words(said, "\n0 packets dropped by kernel");
	waitpid(tcpdump, NULL, 0);
	return 0;
}
