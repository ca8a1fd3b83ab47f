/* The lab's network: two hosts and the link between them, each a network namespace of this process.
 *
 *   host A                        the link                        host B
 *   host-a ───veth─── link-a  ◀─ forwarder (link.h) ─▶  link-b ───veth─── host-b
 *   10.9.0.1, fd00:9::1                                       10.9.0.2, fd00:9::2
 *
 * Nothing has a name outside: the kernel removes devices and namespaces when the last descriptor
 * and thread of the process are gone, however it ended, and sockets have given up what they were
 * sending (LAB_ORPHAN_RETRIES: some seconds). The network that the program was started in is
 * never touched.
 *
 *   lab_net_enter ──▶ lab_net_open ──▶ lab_net_run ... ──▶ lab_net_free
 *
 * Setting up needs CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW, which lab_net_enter gets for an
 * ordinary user. They may be given up (privilege.h) once everything is open: sockets keep their
 * namespace. All functions are for the owner's thread. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/record/addr.h"

enum lab_place { LAB_A, LAB_B, LAB_LINK, LAB_PLACES };

#define LAB_HOSTS 2 /* LAB_A and LAB_B */
#define LAB_MTU 1500
#define LAB_ORPHAN_RETRIES "3" /* net.ipv4.tcp_orphan_retries of the hosts */
#define LAB_MTU_MIN 1280       /* below it there is no IPv6 (RFC 8200, 5) */
#define LAB_MTU_MAX 9000

struct lab_net_options {
	unsigned mtu; /* of the hosts' devices; 0: LAB_MTU */
	/* leave segmentation and checksums to the devices: frames of up to 64 KiB */
	bool super_segments;
	/* the hosts shall talk over IPv6; else they have none, and are silent about it */
	bool ipv6;
	/* the hosts ask for each other by ARP and neighbour discovery, over the link;
	 * else they know */
	bool resolve;
};

struct lab_net;

/* Gets the rights to make namespaces: none are needed by root; anybody else moves into a user
 * namespace of their own, for good, as private_network.h does. Must be called while single-threaded
 * (threads make no difference to root). */
bool lab_net_enter(struct err *err);

/* Makes the network; both hosts can send at once. NULL with err, which says what to change where
 * that is forbidden. */
struct lab_net *lab_net_open(const struct lab_net_options *options, struct err *err);
/* NULL is fine. Sockets and captures in it live on until they are closed. */
void lab_net_free(struct lab_net *net);

/* Calls work(ctx, err) in a thread inside that namespace, waits for its end, and returns what it
 * returned. What it opens there belongs to that namespace. */
bool lab_net_run(struct lab_net *net, enum lab_place place,
    bool (*work)(void *ctx, struct err *err), void *ctx, struct err *err);

/* Writes a setting of one host: "tcp_sack" is net.ipv4.tcp_sack; a name with a slash or dot is
 * looked for below net. False with err where the kernel does not have it or does not allow it. */
bool lab_net_sysctl(
    struct lab_net *net, enum lab_place host, const char *name, const char *value, struct err *err);

/* A socket in that namespace, close-on-exec and non-blocking, or -1 with err. */
int lab_net_socket(
    struct lab_net *net, enum lab_place place, int family, int type, int protocol, struct err *err);

/* Whether its hosts are to talk over IPv6. */
bool lab_net_ipv6(const struct lab_net *net);
/* The descriptor that keeps a namespace, for setns(2) and nsenter(1). Owned by the network. */
int lab_net_fd(const struct lab_net *net, enum lab_place place);

/* Frames that the devices themselves have thrown away: anything but 0 makes the
 * link's log untrue. */
uint64_t lab_net_dropped(struct lab_net *net);

/* The device of a host ("host-a"), or, for LAB_LINK, the link's end towards host A. Static. */
const char *lab_net_device(enum lab_place place);
/* The link's end of a host's cable: "link-a". Static. */
const char *lab_net_link_end(enum lab_place host);
/* The address of a host; of LAB_LINK: that by which the link speaks as a router. */
struct addr lab_net_addr(enum lab_place place, bool ipv6);
