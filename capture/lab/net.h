/* The lab's network: two hosts and the link between them, each a network namespace of this process.
 *
 *   host A                        the link                        host B
 *   host-a ───veth─── link-a  ◀─ forwarder (link.h) ─▶  link-b ───veth─── host-b
 *   10.9.0.1, fd00:9::1                                       10.9.0.2, fd00:9::2
 *
 * Nothing is visible outside the process. The kernel removes devices and namespaces when the last
 * descriptor and thread of the process are gone, however it ended, and when orphaned sockets have
 * given up (LAB_ORPHAN_RETRIES: after some seconds). The network that the program was started in is
 * not changed.
 *
 *   lab_net_enter ──▶ lab_net_open ──▶ lab_net_run ... ──▶ lab_net_free
 *
 * Setting up needs CAP_SYS_ADMIN, CAP_NET_ADMIN and CAP_NET_RAW, which lab_net_enter acquires for
 * an ordinary user. They may be dropped (privilege.h) once everything is open: sockets keep their
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
#define LAB_MTU_MIN 1280       /* the least that IPv6 needs (RFC 8200 section 5) */
#define LAB_MTU_MAX 9000

struct lab_net_options {
	unsigned mtu; /* of the hosts' devices; 0: LAB_MTU */
	/* leave segmentation and checksums to the devices: frames of up to 64 KiB */
	bool super_segments;
	/* the hosts use IPv6; else IPv6 is disabled on their devices */
	bool ipv6;
	/* the hosts resolve each other's address by ARP or neighbour discovery over the link; else
	 * they have permanent neighbour entries */
	bool resolve;
};

struct lab_net;

/* Acquires the privileges to make namespaces. Root needs nothing; any other user moves into a new
 * user namespace for good, as in private_network.h. Call while single-threaded, unless root. */
bool lab_net_enter(struct err *err);

/* Makes the network; both hosts can send at once. Returns NULL with err, which says what to change
 * if the system forbids it. */
struct lab_net *lab_net_open(const struct lab_net_options *options, struct err *err);
/* Sockets and captures in the network live on until they are closed. NULL is fine. */
void lab_net_free(struct lab_net *net);

/* Calls work(ctx, err) in a thread inside that namespace, waits for its end, and returns its
 * result. Sockets opened by it belong to that namespace. */
bool lab_net_run(struct lab_net *net, enum lab_place place,
    bool (*work)(void *ctx, struct err *err), void *ctx, struct err *err);

/* Writes a sysctl setting of one host: "tcp_sack" is net.ipv4.tcp_sack; a name with a slash or dot
 * is relative to net. Returns false with err if the kernel does not have it or refuses the
 * value. */
bool lab_net_sysctl(
    struct lab_net *net, enum lab_place host, const char *name, const char *value, struct err *err);

/* Returns a socket in that namespace, close-on-exec and non-blocking, or -1 with err. */
int lab_net_socket(
    struct lab_net *net, enum lab_place place, int family, int type, int protocol, struct err *err);

/* Returns true if the hosts use IPv6. */
bool lab_net_ipv6(const struct lab_net *net);
/* Returns the descriptor of a namespace, for setns(2) and nsenter(1). Owned by the network. */
int lab_net_fd(const struct lab_net *net, enum lab_place place);

/* Returns the number of frames that the devices dropped; unless 0, the link's log is incomplete. */
uint64_t lab_net_dropped(struct lab_net *net);

/* Returns the device of a host ("host-a") or, for LAB_LINK, the link's end towards host A.
 * Static. */
const char *lab_net_device(enum lab_place place);
/* Returns the link's end of a host's cable: "link-a". Static. */
const char *lab_net_link_end(enum lab_place host);
/* Returns the address of a host; for LAB_LINK, the source address of its ICMP messages. */
struct addr lab_net_addr(enum lab_place place, bool ipv6);
