/* The link between the lab's hosts: a thread that forwards frames between two packet sockets,
 * applies knobs and rules, and logs the fate of every TCP segment.
 *
 *   lab_link_open ──▶ waiting ──lab_link_start──▶ carrying ──lab_link_free──▶ gone
 *
 * Opening needs the privileges that the network was made with; the rest needs none. Until the link
 * is started, frames wait in the devices. Functions are for the owner's thread, except
 * lab_link_change. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/knob.h"
#include "capture/lab/net.h"
#include "core/base/err.h"

/* At least 99 of 100 packets leave within this time, in ns, after they are due (measured by
 * tests/bench/lab_link.c). */
#define LAB_LATE_NS 100000

/* Callbacks on traffic, made in the link's thread. They must be quick: packets wait for them. */
struct lab_link_watch {
	/* A host has sent a segment (departed_ns is 0). */
	void (*sent)(void *ctx, enum lab_place host, const struct fate *fate);
	/* A segment is about to be handed to a host, and was handed over. */
	void (*handing)(void *ctx, enum lab_place host);
	void (*handed)(void *ctx, enum lab_place host, const struct fate *fate);
	/* Called after a batch of the above. Returns true to be called again soon even without
	 * traffic. */
	bool (*paused)(void *ctx);
};

struct lab_link_options {
	uint64_t seed;                      /* of all random decisions */
	unsigned mtu;                       /* of the network; 0: LAB_MTU */
	bool super_segments;                /* as the network was made */
	const struct lab_link_watch *watch; /* NULL: none */
	void *watch_ctx;
};

struct lab_link;

struct lab_link *lab_link_open(
    struct lab_net *net, const struct lab_link_options *options, struct err *err);
bool lab_link_start(struct lab_link *link, struct err *err);
/* Stops the thread. Frames in transit are discarded and their fates not logged. NULL is fine. */
void lab_link_free(struct lab_link *link);

/* Changes the link from the next packet on. Any thread. Returns false with err if too many changes
 * are pending. */
bool lab_link_change(struct lab_link *link, const struct lab_change *change, struct err *err);

/* The log of fates. The descriptor is readable when fates wait; call lab_link_take until it returns
 * 0. The fate of a packet is logged when it is dropped or when it leaves. */
int lab_link_fd(const struct lab_link *link);
size_t lab_link_take(struct lab_link *link, struct fate *out, size_t max);

struct lab_link_status {
	struct lab_knobs knobs[LAB_WAYS]; /* in force or pending */
	unsigned rules;                   /* in force: added since the last CHANGE_FORGET */
	uint64_t carried;                 /* frames forwarded, of any protocol */
	uint64_t late;    /* of these, sent more than LAB_LATE_NS after they were due */
	int64_t worst_ns; /* the greatest such delay */
	uint64_t waiting; /* frames in transit */
	/* frames lost before the link saw them; unless 0, the log is incomplete */
	uint64_t missed;
	uint64_t untold; /* fates lost because the owner was too slow */
};
void lab_link_status(struct lab_link *link, struct lab_link_status *out);
/* Returns the rule with that number, from 1; *spent: it will not act again. False if there is
 * none. */
bool lab_link_rule(struct lab_link *link, uint32_t number, struct lab_rule *out, bool *spent);
