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
#define KNOWN_FDS 64
/* Views kept for kernel_gate_view_after: the link reads a segment from the wire a little after it
 * left. */
#define KEPT_VIEWS 256

struct known_fd {
	int fd;
	struct endpoint local, peer;
};

struct kept_view {
	struct endpoint local, peer;
	int64_t
	    /* time of the previous view or of entering; the interval ends at view.time_ns */
	    from_ns;
	struct kernel_view view;
};

struct kernel_gate {
	pthread_mutex_t inside;
	struct kernel_view_reader *kernel;
	int64_t entered_ns;
	struct known_fd known[KNOWN_FDS];
	size_t knows;
	struct kept_view visit[KEPT_VIEWS];
	uint64_t visits;
};

struct kernel_gate *kernel_gate_new(struct kernel_view_reader *kernel)
{
	struct kernel_gate *d = memory_zeroed(1, sizeof(*d));
	pthread_mutex_init(&d->inside, NULL);
	d->kernel = kernel;
	return d;
}

void kernel_gate_free(struct kernel_gate *d)
{
	if (d == NULL)
		return;
	pthread_mutex_destroy(&d->inside);
	kernel_view_close(d->kernel);
	free(d);
}

void kernel_gate_enter(struct kernel_gate *d)
{
	pthread_mutex_lock(&d->inside);
	d->entered_ns = clock_wall();
}

/* Sleeps, because the holder may run on this very processor. CLOCK_REALTIME, because thread
 * sanitizers do not know pthread_mutex_clocklock; setting the clock can only make one wait
 * longer. */
static bool wait_for(struct kernel_gate *d, int64_t ns)
{
	int64_t until = clock_wall() + ns;
	struct timespec limit = { until / NS_PER_S, until % NS_PER_S };
	return pthread_mutex_timedlock(&d->inside, &limit) == 0;
}

bool kernel_gate_try_enter(struct kernel_gate *d, int64_t wait_ns)
{
	bool in = pthread_mutex_trylock(&d->inside) == 0;
	int64_t spin_until = in || wait_ns == 0 ? 0 : clock_monotonic() + SPIN_NS;
	/* Waking up takes longer than most holders stay inside. */
	while (!in && clock_monotonic() < spin_until)
		in = pthread_mutex_trylock(&d->inside) == 0;
	if (!in && (wait_ns == 0 || !wait_for(d, wait_ns)))
		return false;
	d->entered_ns = clock_wall();
	return true;
}

void kernel_gate_leave(
    struct kernel_gate *d, const struct endpoint *local, const struct endpoint *peer)
{
	int error = errno;
	if (local != NULL)
		kernel_gate_view(d, local, peer);
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

void kernel_gate_add_fd(
    struct kernel_gate *d, int fd, const struct endpoint *local, const struct endpoint *peer)
{
	if (d->knows < KNOWN_FDS)
		d->known[d->knows++] = (struct known_fd){ fd, *local, *peer };
}

void kernel_gate_remove_fd(struct kernel_gate *d, int fd)
{
	for (size_t i = 0; i < d->knows; i++) {
		if (d->known[i].fd == fd) {
			d->known[i] = d->known[--d->knows];
			return;
		}
	}
}

static bool read_view(struct kernel_gate *d, const struct endpoint *local,
    const struct endpoint *peer, struct kernel_view *out)
{
	for (size_t i = 0; i < d->knows; i++) {
		const struct known_fd *k = &d->known[i];
		if (same_ends(local, peer, &k->local, &k->peer) && kernel_view_read_fd(k->fd, out))
			return true;
	}
	return kernel_view_read(d->kernel, local, peer, out, NULL);
}

const struct kernel_view *kernel_gate_view(
    struct kernel_gate *d, const struct endpoint *local, const struct endpoint *peer)
{
	struct kept_view *v = &d->visit[d->visits % KEPT_VIEWS];
	if (!read_view(d, local, peer, &v->view))
		return NULL;
	v->local = *local;
	v->peer = *peer;
	v->from_ns = d->entered_ns;
	/* The next view of this holder begins here. */
	d->entered_ns = v->view.time_ns;
	d->visits++;
	return &v->view;
}

const struct kernel_view *kernel_gate_view_after(struct kernel_gate *d,
    const struct endpoint *local, const struct endpoint *peer, int64_t left_ns)
{
	for (uint64_t n = d->visits; n > 0 && n + KEPT_VIEWS > d->visits; n--) {
		const struct kept_view *v = &d->visit[(n - 1) % KEPT_VIEWS];
		if (v->view.time_ns < left_ns)
			break;
		if (v->from_ns <= left_ns && same_ends(local, peer, &v->local, &v->peer))
			return &v->view;
	}
	return NULL;
}
