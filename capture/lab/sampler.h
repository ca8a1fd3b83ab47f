/* Looks at the lab's sockets as the kernel sees them, at every segment that leaves or
 * reaches a host.
 *
 * A view is exact: nothing else had happened to its socket when it was taken than that segment.
 * Segments that leave in the same breath, in one system call or in answer to one that was handed to
 * the host, share the view at the end of it: nobody can look in between. One thing makes a view
 * late: a timer of the kernel that sends while a segment is just being handed over. A host that
 * stays inside its kernel (kernel_gate.h) for longer than the link may wait shares its view with
 * what was handed to it meanwhile, as its kernel takes that in at the end of the call too. Where
 * segments come so thick that looking would take more than a fifth of the time, as over an
 * unlimited link at some Gbit/s, some go without. */
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
	uint8_t host;    /* enum lab_place: whose socket it is */
	uint8_t way;     /* enum lab_way of the segment after which it was taken */
	bool sent;       /* the host had just sent it; else it had just received it */
	uint64_t number; /* of that segment: struct fate's */
	struct endpoint local, peer;
	struct kernel_view view;
};

struct lab_sampler;
struct lab_link_watch;

/* Needs no more rights than to enter the hosts' namespaces. NULL with err. */
struct lab_sampler *lab_sampler_open(struct lab_net *net, struct err *err);
void lab_sampler_free(struct lab_sampler *sampler);

/* For struct lab_link_options, with the sampler as context. */
extern const struct lab_link_watch lab_sampler_watch;
/* Through which to make the host's sockets do anything. Owned by the sampler. */
struct kernel_gate *lab_sampler_gate(struct lab_sampler *sampler, enum lab_place host);

/* For the owner. Readable when samples wait. Those that do not fit are left out. */
int lab_sampler_fd(const struct lab_sampler *sampler);
size_t lab_sampler_take(struct lab_sampler *sampler, struct lab_sample *out, size_t max);
