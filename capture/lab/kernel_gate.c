#include "capture/lab/kernel_gate.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "capture/os/clock.h"
#include "core/base/memory.h"

#define NS_PER_S INT64_C(1000000000)
#define SPIN_NS 6000
#define KNOWN 64
/* Visits that are remembered: what leaves during one is read from the wire a little later. */
#define VISITS 256

struct known {
	int fd;
	struct endpoint local, peer;
};

struct visit {
	struct endpoint local, peer;
	int64_t from_ns; /* since the look before or entering; the view's time is its end */
	struct kernel_view view;
};

struct lab_door {
	pthread_mutex_t inside;
	struct kernel *kernel;
	int64_t entered_ns;
	struct known known[KNOWN];
	size_t knows;
	struct visit visit[VISITS];
	uint64_t visits;
};

struct lab_door *lab_door_new(struct kernel *kernel)
{
	struct lab_door *d = memory_zeroed(1, sizeof(*d));
	pthread_mutex_init(&d->inside, NULL);
	d->kernel = kernel;
	return d;
}

void lab_door_free(struct lab_door *d)
{
	if (d == NULL)
		return;
	pthread_mutex_destroy(&d->inside);
	kernel_close(d->kernel);
	free(d);
}

void lab_door_enter(struct lab_door *d)
{
	pthread_mutex_lock(&d->inside);
	d->entered_ns = clock_wall();
}

/* Who is inside may be on this very processor: then it gets on only when we sleep. By the wall
 * clock, because thread sanitizers do not know pthread_mutex_clocklock; that somebody sets it makes
 * one wait longer at most. */
static bool wait_for(struct lab_door *d, int64_t ns)
{
	int64_t until = clock_wall() + ns;
	struct timespec limit = { until / NS_PER_S, until % NS_PER_S };
	return pthread_mutex_timedlock(&d->inside, &limit) == 0;
}

bool lab_door_try(struct lab_door *d, int64_t wait_ns)
{
	bool in = pthread_mutex_trylock(&d->inside) == 0;
	int64_t spin_until = in || wait_ns == 0 ? 0 : clock_monotonic() + SPIN_NS;
	/* To be woken up takes longer than most stay inside. */
	while (!in && clock_monotonic() < spin_until)
		in = pthread_mutex_trylock(&d->inside) == 0;
	if (!in && (wait_ns == 0 || !wait_for(d, wait_ns)))
		return false;
	d->entered_ns = clock_wall();
	return true;
}

void lab_door_leave(struct lab_door *d, const struct endpoint *local, const struct endpoint *peer)
{
	int error = errno;
	if (local != NULL)
		lab_door_look(d, local, peer);
	pthread_mutex_unlock(&d->inside);
	errno = error;
}

static bool same_ends(const struct endpoint *local, const struct endpoint *peer,
    const struct endpoint *other_local, const struct endpoint *other_peer)
{
	return local->port == other_local->port && peer->port == other_peer->port &&
	       memcmp(&local->addr, &other_local->addr, sizeof(local->addr)) == 0 &&
	       memcmp(&peer->addr, &other_peer->addr, sizeof(peer->addr)) == 0;
}

void lab_door_know(
    struct lab_door *d, int fd, const struct endpoint *local, const struct endpoint *peer)
{
	if (d->knows < KNOWN)
		d->known[d->knows++] = (struct known){ fd, *local, *peer };
}

void lab_door_forget(struct lab_door *d, int fd)
{
	for (size_t i = 0; i < d->knows; i++) {
		if (d->known[i].fd == fd) {
			d->known[i] = d->known[--d->knows];
			return;
		}
	}
}

static bool ask(struct lab_door *d, const struct endpoint *local, const struct endpoint *peer,
    struct kernel_view *out)
{
	for (size_t i = 0; i < d->knows; i++) {
		const struct known *k = &d->known[i];
		if (same_ends(local, peer, &k->local, &k->peer) && kernel_look_into(k->fd, out))
			return true;
	}
	return kernel_look(d->kernel, local, peer, out, NULL);
}

const struct kernel_view *lab_door_look(
    struct lab_door *d, const struct endpoint *local, const struct endpoint *peer)
{
	struct visit *v = &d->visit[d->visits % VISITS];
	if (!ask(d, local, peer, &v->view))
		return NULL;
	v->local = *local;
	v->peer = *peer;
	v->from_ns = d->entered_ns;
	/* Who stays inside goes on from here. */
	d->entered_ns = v->view.time_ns;
	d->visits++;
	return &v->view;
}

const struct kernel_view *lab_door_recall(
    struct lab_door *d, const struct endpoint *local, const struct endpoint *peer, int64_t left_ns)
{
	for (uint64_t n = d->visits; n > 0 && n + VISITS > d->visits; n--) {
		const struct visit *v = &d->visit[(n - 1) % VISITS];
		if (v->view.time_ns < left_ns)
			break;
		if (v->from_ns <= left_ns && same_ends(local, peer, &v->local, &v->peer))
			return &v->view;
	}
	return NULL;
}
