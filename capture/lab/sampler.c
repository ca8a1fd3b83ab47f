#include "capture/lab/sampler.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "capture/lab/link.h"
#include "capture/os/clock.h"
#include "capture/os/ring.h"
#include "core/base/memory.h"

#define SAMPLES 16384
/* Reading views may take one fifth of the time. Unused time is saved for bursts, of about 10,000
 * segments. */
#define SHARE 5
#define SAVED_MAX_NS INT64_C(20000000)
/* ns that the link waits for a busy host: as long as a large write takes. */
#define WAIT_NS 100000
#define LATE_MAX 256

/* A segment of a host that was busy for longer than the link waits. */
struct late {
	struct lab_sample sample;
	int64_t at_ns;
};

struct lab_sampler {
	struct kernel_gate *gate[LAB_HOSTS];
	struct ring *ring;
	/* For the link's thread only. */
	int64_t saved_ns, last_ns; /* ns that may be spent, and the time of that account */
	bool looking;              /* the segment that is being handed over gets a view */
	bool inside[LAB_HOSTS];
	bool told; /* samples were pushed since the last ring_publish */
	struct late late[LATE_MAX];
	size_t lates;
};

struct opening {
	struct lab_sampler *sampler;
	enum lab_place host;
};

static bool open_here(void *ctx, struct err *err)
{
	const struct opening *o = ctx;
	struct kernel_view_reader *kernel = kernel_view_open(err);
	if (kernel != NULL)
		o->sampler->gate[o->host] = kernel_gate_new(kernel);
	return kernel != NULL;
}

struct lab_sampler *lab_sampler_open(struct lab_net *net, struct err *err)
{
	struct lab_sampler *s = memory_zeroed(1, sizeof(*s));
	s->ring = ring_new(SAMPLES, sizeof(struct lab_sample));
	bool good =
	    s->ring != NULL ||
	    err_set(err, "cannot set up the lab's samples: %s; raise ulimit -n", strerror(errno));
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
		kernel_gate_free(s->gate[host]);
	ring_free(s->ring);
	free(s);
}

static bool has_time(struct lab_sampler *s, int64_t now)
{
	s->saved_ns += (now - s->last_ns) / SHARE;
	if (s->saved_ns > SAVED_MAX_NS)
		s->saved_ns = SAVED_MAX_NS;
	s->last_ns = now;
	return s->saved_ns > 0;
}

static void push_sample(
    struct lab_sampler *s, struct lab_sample *sample, const struct kernel_view *view)
{
	if (view == NULL)
		return;
	sample->view = *view;
	s->told |= ring_push(s->ring, sample);
}

static struct lab_sample sample_of(enum lab_place host, const struct fate *fate, bool sent)
{
	return (struct lab_sample){
		.host = (uint8_t)host,
		.way = fate->way,
		.sent = sent,
		.number = fate->number,
		.local = sent ? fate->src : fate->dst,
		.peer = sent ? fate->dst : fate->src,
	};
}

/* Stays inside until the link pauses. If the host entered in between, the next segments would be
 * late. */
static bool enter(struct lab_sampler *s, enum lab_place host)
{
	if (!s->inside[host])
		s->inside[host] = kernel_gate_try_enter(s->gate[host], WAIT_NS);
	return s->inside[host];
}

/* Inside. Uses the view of the thread that was inside when the segment passed, if there is one;
 * else reads a new one. */
static void sample_now(struct lab_sampler *s, struct lab_sample *sample, int64_t at_ns)
{
	struct kernel_gate *gate = s->gate[sample->host];
	assert(s->inside[sample->host]);
	const struct kernel_view *view =
	    kernel_gate_view_after(gate, &sample->local, &sample->peer, at_ns);
	push_sample(
	    s, sample, view != NULL ? view : kernel_gate_view(gate, &sample->local, &sample->peer));
}

static void sample_later(struct lab_sampler *s, const struct lab_sample *sample, int64_t at_ns)
{
	if (s->lates < LATE_MAX)
		s->late[s->lates++] = (struct late){ *sample, at_ns };
}

static void sent(void *ctx, enum lab_place host, const struct fate *fate)
{
	struct lab_sampler *s = ctx;
	int64_t now = clock_monotonic();
	if (!has_time(s, now))
		return;
	struct lab_sample sample = sample_of(host, fate, true);
	if (enter(s, host))
		sample_now(s, &sample, fate->arrived_ns);
	else
		sample_later(s, &sample, fate->arrived_ns);
	s->saved_ns -= clock_monotonic() - now;
}

static void handing(void *ctx, enum lab_place host)
{
	struct lab_sampler *s = ctx;
	int64_t now = clock_monotonic();
	s->looking = has_time(s, now);
	if (s->looking)
		enter(s, host);
	s->saved_ns -= clock_monotonic() - now;
}

static void handed(void *ctx, enum lab_place host, const struct fate *fate)
{
	struct lab_sampler *s = ctx;
	int64_t now = clock_monotonic();
	if (!s->looking || fate->kind != FATE_DELIVERED)
		return;
	struct lab_sample sample = sample_of(host, fate, false);
	if (s->inside[host])
		push_sample(
		    s, &sample, kernel_gate_view(s->gate[host], &sample.local, &sample.peer));
	else
		sample_later(s, &sample, fate->departed_ns);
	s->saved_ns -= clock_monotonic() - now;
}

/* Reads the views that are pending for gates that are free now. */
static void catch_up(struct lab_sampler *s)
{
	size_t left = 0;
	assert(s->lates <= LATE_MAX);
	for (size_t i = 0; i < s->lates; i++) {
		struct late *late = &s->late[i];
		uint8_t host = late->sample.host;
		if (!s->inside[host])
			s->inside[host] = kernel_gate_try_enter(s->gate[host], 0);
		if (s->inside[host])
			sample_now(s, &late->sample, late->at_ns);
		else
			s->late[left++] = *late;
	}
	s->lates = left;
}

static bool paused(void *ctx)
{
	struct lab_sampler *s = ctx;
	catch_up(s);
	for (int host = LAB_A; host < LAB_HOSTS; host++) {
		if (s->inside[host])
			kernel_gate_leave(s->gate[host], NULL, NULL);
		s->inside[host] = false;
	}
	if (s->told)
		ring_publish(s->ring);
	s->told = false;
	return s->lates > 0;
}

const struct lab_link_watch lab_sampler_watch = {
	.sent = sent,
	.handing = handing,
	.handed = handed,
	.paused = paused,
};

struct kernel_gate *lab_sampler_gate(struct lab_sampler *s, enum lab_place host)
{
	return s->gate[host];
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
