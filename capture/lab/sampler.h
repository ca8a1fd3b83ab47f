/* Looks at the lab's sockets as the kernel sees them, at every segment that leaves or reaches a host, in the thread that
 * carries it: so a sample shows what that very segment changed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/fate.h"
#include "capture/lab/kernel.h"
#include "capture/lab/net.h"
#include "core/err.h"

/* A plain value. */
struct lab_sample {
	uint8_t host;     /* enum lab_place: whose socket it is */
	uint8_t way;      /* enum lab_way of the segment after which it was taken */
	bool sent;        /* the host had just sent it; else it had just received it */
	uint64_t number;  /* of that segment: struct fate's */
	struct endpoint local, peer;
	struct kernel_view view;
};

struct lab_sampler;

/* Needs no more rights than to enter the hosts' namespaces. NULL with err. */
struct lab_sampler *lab_sampler_open(struct lab_net *net, struct err *err);
void lab_sampler_free(struct lab_sampler *sampler);

/* For struct lab_link_options: its tap, ctx being the sampler. Where segments come so thick that looking would delay them, or
 * take more than a fifth of the time, some go without. */
void lab_sampler_tap(void *ctx, enum lab_place host, const struct fate *fate, bool crowded);

/* For the owner. Readable when samples wait. Those that do not fit are left out. */
int lab_sampler_fd(const struct lab_sampler *sampler);
size_t lab_sampler_take(struct lab_sampler *sampler, struct lab_sample *out, size_t max);
