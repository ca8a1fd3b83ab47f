/* Checks that network namespaces are removed: the kernel announces the removal of a namespace that
 * has a number here. */
#pragma once

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/net_namespace.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/os/netlink.h"

struct gone {
	int asking, hearing;
	unsigned count; /* namespaces not removed yet */
};

#define GONE_MAX 16

/* Distinct numbers per process: other tests may run at the same time. */
static inline uint32_t gone_number(unsigned n)
{
	return (uint32_t)getpid() * GONE_MAX + n;
}

/* Returns true if the message announces the removal of one of our namespaces, whose number is the
 * first attribute. */
static inline bool gone_is_ours(const uint8_t *bytes, ssize_t len)
{
	struct nlmsghdr head;
	uint32_t number;
	size_t at = NLMSG_HDRLEN + NLMSG_ALIGN(sizeof(struct rtgenmsg)) + sizeof(struct nlattr);
	if (len < (ssize_t)(at + sizeof(number)))
		return false;
	memcpy(&head, bytes, sizeof(head));
	memcpy(&number, bytes + at, sizeof(number));
	return head.nlmsg_type == RTM_DELNSID && number / GONE_MAX == (uint32_t)getpid();
}

/* Needs CAP_NET_ADMIN in this namespace. */
static inline struct gone gone_open(void)
{
	struct err err;
	struct gone g = { 0 };
	struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	int group = RTNLGRP_NSID;
	g.asking = netlink_open(NETLINK_ROUTE, &err);
	g.hearing = netlink_open(NETLINK_ROUTE, &err);
	ck_assert(g.asking >= 0 && g.hearing >= 0);
	/* An unbound socket receives no announcements. */
	ck_assert_int_eq(bind(g.hearing, (struct sockaddr *)&any, sizeof(any)), 0);
	ck_assert_int_eq(
	    setsockopt(g.hearing, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)), 0);
	return g;
}

/* Gives a namespace a number here, which does not keep it alive. */
static inline void gone_watch(struct gone *g, int ns)
{
	struct rtgenmsg head = { .rtgen_family = AF_UNSPEC };
	struct netlink m;
	netlink_begin(&m, RTM_NEWNSID, 0, &head, sizeof(head));
	netlink_put_u32(&m, NETNSA_NSID, gone_number(g->count++));
	netlink_put_u32(&m, NETNSA_FD, (uint32_t)ns);
	ck_assert_int_eq(netlink_ask(g->asking, &m), 0);
}

/* Watches every network namespace that a process holds a descriptor of. */
static inline void gone_watch_process(struct gone *g, pid_t pid)
{
	char folder[64], path[400], target[64];
	snprintf(folder, sizeof(folder), "/proc/%d/fd", pid);
	DIR *dir = opendir(folder);
	ck_assert_ptr_nonnull(dir);
	for (struct dirent *each = readdir(dir); each != NULL; each = readdir(dir)) {
		snprintf(path, sizeof(path), "%s/%s", folder, each->d_name);
		ssize_t n = readlink(path, target, sizeof(target));
		if (n < 4 || memcmp(target, "net:", 4) != 0)
			continue;
		int ns = open(path, O_RDONLY);
		ck_assert_int_ge(ns, 0);
		gone_watch(g, ns);
		close(ns);
	}
	closedir(dir);
}

/* Waits until all are removed. */
static inline void gone_expect(struct gone *g)
{
	while (g->count > 0) {
		_Alignas(8) uint8_t bytes[1024];
		struct pollfd ready = { .fd = g->hearing, .events = POLLIN };
		ck_assert_msg(poll(&ready, 1, 20000) == 1, "%u namespaces are left", g->count);
		g->count -= gone_is_ours(bytes, recv(g->hearing, bytes, sizeof(bytes), 0));
	}
	close(g->asking);
	close(g->hearing);
}
