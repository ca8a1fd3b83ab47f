#include "capture/lab/conn.h"

#include <assert.h>
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/lab/sockopt.h"
#include "capture/os/sockaddr.h"

#define PIECE 65536 /* bytes per write or read */
#define FILLER_LINE 64

static struct peer_event make_event(const struct lab_conn *c, enum peer_event_kind kind)
{
	struct peer_event event = peer_event_now(kind, &c->local, &c->peer);
	event.client = c->host == LAB_A;
	return event;
}

static void report_event(const struct lab_conn *c, enum peer_event_kind kind)
{
	struct peer_event event = make_event(c, kind);
	server_report_add(c->report, &event);
}

static void leave(struct lab_conn *c, bool changed)
{
	kernel_gate_leave(c->gate, changed ? &c->local : NULL, &c->peer);
}

static void drop(struct lab_conn *c)
{
	if (c->fd >= 0) {
		kernel_gate_enter(c->gate);
		kernel_gate_remove_fd(c->gate, c->fd);
		close(c->fd);
		leave(c, c->used);
	}
	c->fd = -1;
	c->connecting = c->connected = c->reading = false;
}

bool lab_conn_is_over(const struct lab_conn *c)
{
	return c->fd < 0 || (c->eof && c->shut);
}

void lab_conn_fail(struct lab_conn *c, int error)
{
	struct peer_event event = make_event(c, PEER_EVENT_ERROR);
	peer_event_set_error(&event, error);
	server_report_add(c->report, &event);
	drop(c);
}

static void update_ends(struct lab_conn *c)
{
	c->local = sockaddr_local(c->fd);
	c->peer = sockaddr_peer(c->fd);
}

void lab_conn_accepted(struct lab_conn *c, int fd)
{
	assert(fd >= 0 && c->fd < 0);
	c->fd = fd;
	c->used = c->connected = true;
	kernel_gate_enter(c->gate);
	update_ends(c);
	kernel_gate_add_fd(c->gate, fd, &c->local, &c->peer);
	leave(c, false);
	report_event(c, PEER_EVENT_ACCEPTED);
}

static socklen_t address(const struct endpoint *end, bool ipv6, struct sockaddr_storage *out)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(end->port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(end->port) };
	memset(out, 0, sizeof(*out));
	memcpy(&v4.sin_addr, end->addr.b + 12, 4);
	memcpy(&v6.sin6_addr, end->addr.b, 16);
	if (ipv6)
		memcpy(out, &v6, sizeof(v6));
	else
		memcpy(out, &v4, sizeof(v4));
	return ipv6 ? sizeof(v6) : sizeof(v4);
}

void lab_conn_connect(struct lab_conn *c, bool ipv6, uint16_t port)
{
	assert(c->fd >= 0 && !c->connected);
	struct sockaddr_storage to;
	c->peer.addr = lab_net_addr(c->host == LAB_A ? LAB_B : LAB_A, ipv6);
	c->peer.port = port;
	socklen_t len = address(&c->peer, ipv6, &to);
	c->connecting = true;
	kernel_gate_enter(c->gate);
	/* The kernel assigns the local address and port now. */
	int error = connect(c->fd, (struct sockaddr *)&to, len) == 0 ? 0 : errno;
	c->local = sockaddr_local(c->fd);
	kernel_gate_add_fd(c->gate, c->fd, &c->local, &c->peer);
	leave(c, true);
	report_event(c, PEER_EVENT_CONNECTING);
	if (error != 0 && error != EINPROGRESS)
		lab_conn_fail(c, error);
}

/* A connected socket has a peer address; one that is still connecting has none. */
static void check_connecting(struct lab_conn *c)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	if (getpeername(c->fd, (struct sockaddr *)&peer, &len) != 0)
		return;
	c->connecting = false;
	c->connected = true;
	update_ends(c);
	report_event(c, PEER_EVENT_CONNECTED);
}

void lab_conn_check(struct lab_conn *c)
{
	int error = 0;
	socklen_t len = sizeof(error);
	if (c->fd < 0 || !c->used)
		return;
	if (getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 && error != 0)
		lab_conn_fail(c, error);
	else if (c->connecting)
		check_connecting(c);
}

/* Writes filler: lines of letters that show their position in the stream. */
static void fill(uint64_t at, char *out, size_t len)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	for (size_t i = 0; i < len; i++, at++) {
		bool last = at % FILLER_LINE == FILLER_LINE - 1;
		out[i] = last ? '\n' : letters[(at / FILLER_LINE + at % FILLER_LINE) % 26];
	}
}

static void report_bytes(
    const struct lab_conn *c, enum peer_event_kind kind, const void *bytes, size_t len)
{
	struct peer_event event = make_event(c, kind);
	peer_event_set_bytes(&event, bytes, len);
	server_report_add(c->report, &event);
}

size_t lab_conn_send(struct lab_conn *c, const char *text, size_t len, int flags)
{
	assert(c->fd >= 0);
	char filler[PIECE];
	if (text == NULL) {
		len = len < sizeof(filler) ? len : sizeof(filler);
		fill(c->sent, filler, len);
		text = filler;
	}
	kernel_gate_enter(c->gate);
	ssize_t n = send(c->fd, text, len, flags | MSG_NOSIGNAL);
	leave(c, true);
	if (n < 0) {
		/* EINPROGRESS: a fast open waits for the answer to its SYN. */
		if (errno != EAGAIN && errno != EINTR && errno != EINPROGRESS)
			lab_conn_fail(c, errno);
		return 0;
	}
	c->sent += (uint64_t)n;
	report_bytes(c, PEER_EVENT_SENT, text, (size_t)n);
	return (size_t)n;
}

size_t lab_conn_read(struct lab_conn *c, size_t max)
{
	assert(c->fd >= 0 && max > 0);
	char bytes[PIECE];
	kernel_gate_enter(c->gate);
	ssize_t n = recv(c->fd, bytes, max < sizeof(bytes) ? max : sizeof(bytes), 0);
	/* Reading may have opened the window, and the kernel then sends an update. */
	leave(c, n > 0);
	if (n > 0) {
		report_bytes(c, PEER_EVENT_RECEIVED, bytes, (size_t)n);
		return (size_t)n;
	}
	if (n == 0 && !c->eof) {
		c->eof = true;
		report_event(c, PEER_EVENT_PEER_CLOSED);
	} else if (n < 0 && errno != EAGAIN && errno != EINTR) {
		lab_conn_fail(c, errno);
	}
	return 0;
}

bool lab_conn_option(struct lab_conn *c, size_t option, int64_t value)
{
	kernel_gate_enter(c->gate);
	bool set = sockopt_set(c->fd, option, value);
	leave(c, c->used);
	return set;
}

bool lab_conn_is_acked(const struct lab_conn *c)
{
	int waiting = 0;
	return ioctl(c->fd, SIOCOUTQ, &waiting) != 0 || waiting == 0;
}

void lab_conn_shut(struct lab_conn *c)
{
	kernel_gate_enter(c->gate);
	bool failed = shutdown(c->fd, SHUT_WR) != 0;
	leave(c, true);
	if (failed) {
		lab_conn_fail(c, errno);
		return;
	}
	c->shut = true;
	report_event(c, PEER_EVENT_SHUT);
}

void lab_conn_close(struct lab_conn *c)
{
	report_event(c, PEER_EVENT_CLOSED);
	drop(c);
}

void lab_conn_forget(struct lab_conn *c)
{
	struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
	if (c->fd >= 0)
		setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	drop(c);
}

void lab_conn_reset(struct lab_conn *c)
{
	report_event(c, PEER_EVENT_ABORTED);
	lab_conn_forget(c);
}
