/* The link between the lab's hosts: a thread that carries frames between two packet sockets, does
 * to them what knobs and rules say, and writes down the fate of every TCP segment.
 *
 *   lab_link_open ──▶ waiting ──lab_link_start──▶ carrying ──lab_link_free──▶ gone
 *
 * Opening needs the rights that the network was made with; starting and carrying need none. Before
 * it is started frames wait in the devices. Functions are for the owner's thread, but for
 * lab_link_change. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/knob.h"
#include "capture/lab/net.h"
#include "core/base/err.h"

/* A packet is this much late at most in 99 of 100 cases (tests/bench/lab_link.c measures). */
#define LAB_LATE_NS 100000

/* Who wants to know at once. Called in the link's thread, which others wait for. */
struct lab_link_watch {
	/* A host has sent a segment (departed_ns is 0). */
	void (*sent)(void *ctx, enum lab_place host, const struct fate *fate);
	/* A segment is about to be handed to a host, and was. */
	void (*handing)(void *ctx, enum lab_place host);
	void (*handed)(void *ctx, enum lab_place host, const struct fate *fate);
	/* After some of these: for now there are no more, or others shall have their turn. Returns
	 * whether to be called again soon, whatever happens. */
	bool (*paused)(void *ctx);
};

struct lab_link_options {
	uint64_t seed;                      /* of everything that happens by chance */
	unsigned mtu;                       /* of the network; 0: LAB_MTU */
	bool super_segments;                /* as the network was made */
	const struct lab_link_watch *watch; /* NULL: nobody */
	void *watch_ctx;
};

struct lab_link;

struct lab_link *lab_link_open(
    struct lab_net *net, const struct lab_link_options *options, struct err *err);
bool lab_link_start(struct lab_link *link, struct err *err);
/* Stops the thread; what is on its way is gone, and its fates are not told. NULL is fine. */
void lab_link_free(struct lab_link *link);

/* Changes what the link does, from the next packet on. Any thread. False with err when it is full
 * of changes that it has not looked at. */
bool lab_link_change(struct lab_link *link, const struct lab_change *change, struct err *err);

/* The truth log. Readable when fates wait; take until it gives 0. A fate is told when it is known:
 * of a packet that is dropped at once, of others when they leave. */
int lab_link_fd(const struct lab_link *link);
size_t lab_link_take(struct lab_link *link, struct fate *out, size_t max);

struct lab_link_status {
	struct lab_knobs knobs[LAB_WAYS]; /* in force, or about to be */
	unsigned rules;                   /* in force: added since the last CHANGE_FORGET */
	uint64_t carried;                 /* frames that left, of any protocol */
	uint64_t late;                    /* of these, over LAB_LATE_NS after they were due */
	int64_t worst_ns;                 /* the latest of all was that late */
	uint64_t waiting;                 /* frames on their way now */
	/* frames lost before the link saw them: anything but 0 makes its log untrue */
	uint64_t missed;
	uint64_t untold; /* fates lost because the owner was too slow */
};
void lab_link_status(struct lab_link *link, struct lab_link_status *out);
/* The rule of that number, from 1; *spent: it will not act any more. False when there is none. */
bool lab_link_rule(struct lab_link *link, uint32_t number, struct lab_rule *out, bool *spent);
