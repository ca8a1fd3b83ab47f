#include "capture/lab/sampler.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capture/clock.h"
#include "capture/ring.h"
#include "core/memory.h"

#define SAMPLES 16384
/* Time for looking grows by a fifth of all time, and is saved up for bursts. */
#define SHARE 5
#define SAVED_MAX_NS INT64_C(2000000)
/* When more wait, packets come first: those that are due before those that only came. */
#define BEHIND_SENT_NS 200000
#define BEHIND_GOT_NS 60000

struct lab_sampler {
	struct kernel *kernel[LAB_HOSTS];
	struct ring *ring;
	int64_t saved_ns; /* the link's thread only, as the rest below */
	int64_t last_ns;
};

struct opening {
	struct lab_sampler *sampler;
	enum lab_place host;
};

static bool open_here(void *ctx, struct err *err)
{
	const struct opening *o = ctx;
	o->sampler->kernel[o->host] = kernel_open(err);
	return o->sampler->kernel[o->host] != NULL;
}

struct lab_sampler *lab_sampler_open(struct lab_net *net, struct err *err)
{
	struct lab_sampler *s = memory_zeroed(1, sizeof(*s));
	s->ring = ring_new(SAMPLES, sizeof(struct lab_sample));
	bool good = s->ring != NULL || err_set(err,
	                                   "cannot set up the lab's samples: %s; raise "
	                                   "ulimit -n",
	                                   strerror(errno));
	for (int host = LAB_A; good && host < LAB_HOSTS; host++) {
		struct opening opening = { s, (enum lab_place)host };
		good = lab_net_run(net, opening.host, open_here, &opening, err);
	}
	if (good)
		return s;
	lab_sampler_free(s);
	return NULL;
}

void lab_sampler_free(struct lab_sampler *s)
{
	if (s == NULL)
		return;
	for (int host = LAB_A; host < LAB_HOSTS; host++)
		kernel_close(s->kernel[host]);
	ring_free(s->ring);
	free(s);
}

static bool may_look(struct lab_sampler *s, int64_t now)
{
	s->saved_ns += (now - s->last_ns) / SHARE;
	if (s->saved_ns > SAVED_MAX_NS)
		s->saved_ns = SAVED_MAX_NS;
	s->last_ns = now;
	return s->saved_ns > 0;
}

void lab_sampler_tap(void *ctx, enum lab_place host, const struct fate *fate, bool crowded)
{
	struct lab_sampler *s = ctx;
	bool sent = host == (fate->way == LAB_AB ? LAB_A : LAB_B);
	int64_t now = clock_monotonic();
	int64_t behind = clock_wall() - (sent ? fate->arrived_ns : fate->due_ns);
	if (!may_look(s, now) || (crowded && behind > (sent ? BEHIND_SENT_NS : BEHIND_GOT_NS)))
		return;
	struct lab_sample sample = {
		.host = (uint8_t)host,
		.way = fate->way,
		.sent = sent,
		.number = fate->number,
		.local = sent ? fate->src : fate->dst,
		.peer = sent ? fate->dst : fate->src,
	};
	if (kernel_look(s->kernel[host], &sample.local, &sample.peer, &sample.view, NULL) &&
	    ring_push(s->ring, &sample))
		ring_publish(s->ring);
	s->saved_ns -= clock_monotonic() - now;
}

int lab_sampler_fd(const struct lab_sampler *s)
{
	return ring_fd(s->ring);
}

size_t lab_sampler_take(struct lab_sampler *s, struct lab_sample *out, size_t max)
{
	ring_acknowledge(s->ring);
	return ring_pop(s->ring, out, max);
}
