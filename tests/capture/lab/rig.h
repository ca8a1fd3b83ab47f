/* A lab's network and link for tests: opening, starting, and reading fates. */
#pragma once

#include <check.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/lab/link.h"
#include "capture/lab/net.h"

#define LAB_WAIT_MS 20000

struct rig {
	struct lab_net *net;
	struct lab_link *link;
};

static inline struct rig rig_open(
    const struct lab_net_options *net, const struct lab_link_options *link)
{
	struct rig rig = { 0 };
	struct err err;
	ck_assert_msg(lab_net_enter(&err), "%s", err.text);
	rig.net = lab_net_open(net, &err);
	ck_assert_msg(rig.net != NULL, "%s", err.text);
	rig.link = lab_link_open(rig.net, link, &err);
	ck_assert_msg(rig.link != NULL, "%s", err.text);
	ck_assert_msg(lab_link_start(rig.link, &err), "%s", err.text);
	return rig;
}

static inline struct rig rig_plain(void)
{
	return rig_open(
	    &(struct lab_net_options){ .ipv6 = true }, &(struct lab_link_options){ .seed = 1 });
}

static inline void rig_close(struct rig *rig)
{
	struct lab_link_status status;
	lab_link_status(rig->link, &status);
	ck_assert_uint_eq(status.missed, 0);
	ck_assert_uint_eq(status.untold, 0);
	ck_assert_uint_eq(lab_net_dropped(rig->net), 0);
	lab_link_free(rig->link);
	lab_net_free(rig->net);
}

static inline void rig_change(struct rig *rig, const char *text)
{
	struct lab_change change;
	struct err err;
	ck_assert_msg(lab_change_parse(text, &change, &err), "%s: %s", text, err.text);
	ck_assert_msg(lab_link_change(rig->link, &change, &err), "%s", err.text);
}

static inline socklen_t rig_address(
    enum lab_place host, bool ipv6, uint16_t port, struct sockaddr_storage *out)
{
	struct addr addr = lab_net_addr(host, ipv6);
	struct sockaddr_in v4 = { .sin_family = AF_INET, .sin_port = htons(port) };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
	memcpy(&v4.sin_addr, addr.b + 12, 4);
	memcpy(&v6.sin6_addr, addr.b, 16);
	memset(out, 0, sizeof(*out));
	if (ipv6)
		memcpy(out, &v6, sizeof(v6));
	else
		memcpy(out, &v4, sizeof(v4));
	return ipv6 ? sizeof(v6) : sizeof(v4);
}

static inline int rig_socket(struct rig *rig, enum lab_place host, int family)
{
	struct err err;
	int fd = lab_net_socket(rig->net, host, family, SOCK_STREAM, 0, &err);
	ck_assert_msg(fd >= 0, "%s", err.text);
	return fd;
}

static inline void rig_wait(int fd, short events)
{
	struct pollfd ready = { .fd = fd, .events = events };
	ck_assert_int_eq(poll(&ready, 1, LAB_WAIT_MS), 1);
}

/* Opens a listener on host B. */
static inline int rig_listen(struct rig *rig, bool ipv6, uint16_t port)
{
	struct sockaddr_storage at;
	socklen_t len = rig_address(LAB_B, ipv6, port, &at);
	int fd = rig_socket(rig, LAB_B, at.ss_family);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&at, len), 0);
	ck_assert_int_eq(listen(fd, 8), 0);
	return fd;
}

/* Connects host A to a listener on host B: fd[0] is A's socket, fd[1] is B's. */
static inline void rig_connect(struct rig *rig, bool ipv6, int fd[2])
{
	struct sockaddr_storage at;
	socklen_t len = rig_address(LAB_B, ipv6, 8000, &at);
	int listener = rig_listen(rig, ipv6, 8000), error = 0;
	socklen_t size = sizeof(error);
	fd[0] = rig_socket(rig, LAB_A, at.ss_family);
	ck_assert(connect(fd[0], (struct sockaddr *)&at, len) == 0 || errno == EINPROGRESS);
	rig_wait(listener, POLLIN);
	fd[1] = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
	ck_assert_int_ge(fd[1], 0);
	close(listener);
	rig_wait(fd[0], POLLOUT);
	ck_assert_int_eq(getsockopt(fd[0], SOL_SOCKET, SO_ERROR, &error, &size), 0);
	ck_assert_int_eq(error, 0);
}

/* Sends from one socket and waits until the other has all of it, unaltered. */
static inline void rig_send(int from, int to, size_t len)
{
	size_t sent = 0, got = 0;
	while (got < len) {
		uint8_t bytes[4096];
		struct pollfd fds[] = { { .fd = from, .events = sent < len ? POLLOUT : 0 },
			{ .fd = to, .events = POLLIN } };
		ck_assert_int_ge(poll(fds, 2, LAB_WAIT_MS), 1);
		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = (uint8_t)((sent + i) * 7 % 251);
		size_t left = len - sent < sizeof(bytes) ? len - sent : sizeof(bytes);
		ssize_t n = left > 0 ? send(from, bytes, left, MSG_NOSIGNAL) : 0;
		sent += n > 0 ? (size_t)n : 0;
		n = recv(to, bytes, sizeof(bytes), 0);
		for (ssize_t i = 0; i < n; i++)
			ck_assert_uint_eq(bytes[i], (got + (size_t)i) * 7 % 251);
		got += n > 0 ? (size_t)n : 0;
	}
}

/* Returns the next fate. */
static inline struct fate rig_fate(struct rig *rig)
{
	struct fate fate;
	while (lab_link_take(rig->link, &fate, 1) == 0)
		rig_wait(lab_link_fd(rig->link), POLLIN);
	return fate;
}

/* Skips fates until one of that direction carries data. */
static inline struct fate rig_data(struct rig *rig, enum lab_way way)
{
	struct fate fate;
	do {
		fate = rig_fate(rig);
	} while (fate.way != way || fate.len == 0);
	return fate;
}
