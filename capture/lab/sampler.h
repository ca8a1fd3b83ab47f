/* Reads the kernel's view of the lab's sockets at every segment that leaves or reaches a host.
 *
 * A view is exact: when it was read, that segment was the last thing that had happened to the
 * socket. Segments sent together, in one system call or in answer to one that was handed to the
 * host, share the view after the last of them. A view is late only if a kernel timer sends while a
 * segment is being handed over. A host that stays inside the gate (kernel_gate.h) for longer than
 * the link may wait shares its view with the segments handed to it meanwhile; its kernel processes
 * them at the end of the call too. Reading views takes at most one fifth of the time; at higher
 * packet rates, as over an unlimited link at some Gbit/s, some segments get none. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/kernel/kernel_view.h"
#include "capture/lab/fate.h"
#include "capture/lab/kernel_gate.h"
#include "capture/lab/net.h"
#include "core/base/err.h"

/* A plain value. */
struct lab_sample {
	uint8_t host;    /* enum lab_place: the owner of the socket */
	uint8_t way;     /* enum lab_way of the segment before the view */
	bool sent;       /* true: the host had just sent it; false: just received it */
	uint64_t number; /* struct fate.number of that segment */
	struct endpoint local, peer;
	struct kernel_view view;
};

struct lab_sampler;
struct lab_link_watch;

/* Needs the privilege to enter the hosts' namespaces. Returns NULL with err on failure. */
struct lab_sampler *lab_sampler_open(struct lab_net *net, struct err *err);
void lab_sampler_free(struct lab_sampler *sampler);

/* For struct lab_link_options, with the sampler as context. */
extern const struct lab_link_watch lab_sampler_watch;
/* Returns the gate that every call on a host's sockets must use. Owned by the sampler. */
struct kernel_gate *lab_sampler_gate(struct lab_sampler *sampler, enum lab_place host);

/* For the owner. The descriptor is readable when samples wait. Samples that do not fit are
 * dropped. */
int lab_sampler_fd(const struct lab_sampler *sampler);
size_t lab_sampler_take(struct lab_sampler *sampler, struct lab_sample *out, size_t max);
