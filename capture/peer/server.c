#include "capture/peer/server.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/os/outbox.h"
#include "capture/os/sockaddr.h"
#include "capture/peer/connection.h"
#include "capture/peer/listener.h"
#include "capture/peer/server_report.h"
#include "core/base/array.h"
#include "core/base/memory.h"

#define RING_EVENTS 4096
#define ACCEPTS_A_TURN 64
#define RESERVED_FDS 64 /* descriptors that clients leave to the rest of the program */
#define RETRY_MS 1000   /* ms until accepting is tried again after descriptors ran out */
#define LOST_MS 100     /* ms until the number of lost events is reported again to a full ring */

struct server {
	int listen_fd, epoll_fd, stop_fd;
	struct ring *ring;
	pthread_t thread;
	bool running; /* the thread was started; for the owner */
	atomic_uint clients, refused;

	/* The rest belongs to the thread. */
	struct connection_rules rules;
	struct server_report report;
	struct connection **by_fd; /* NULL if the descriptor is not a connection's */
	size_t fds;
	bool paused;        /* not accepting: no descriptor is left */
	bool told_shortage; /* since the backlog was last emptied */
};

/* Errors of accept(2) that concern only the one connection, which is gone. Other errors would
 * repeat at once. */
static const int passing_error[] = {
	ECONNABORTED,
	EINTR,
	EPROTO,
	EPERM,
	ENETDOWN,
	ENETUNREACH,
	EHOSTDOWN,
	EHOSTUNREACH,
	ENONET,
	ENOPROTOOPT,
	EOPNOTSUPP,
	ETIMEDOUT,
};

static bool is_passing_error(int error)
{
	for (size_t i = 0; i < ARRAY_LEN(passing_error); i++) {
		if (passing_error[i] == error)
			return true;
	}
	return false;
}

static bool watch(struct server *s, int op, int fd, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.fd = fd };
	return epoll_ctl(s->epoll_fd, op, fd, &event) == 0;
}

static void report_error(struct server *s, int error)
{
	struct endpoint local = sockaddr_local(s->listen_fd);
	struct peer_event event = peer_event_now(PEER_EVENT_ERROR, &local, NULL);
	event.error = error;
	server_report_add(&s->report, &event);
}

/* Clients wait in the backlog meanwhile. A listening socket that stays in epoll would make the
 * thread spin. */
static void pause_accepting(struct server *s, int error)
{
	watch(s, EPOLL_CTL_MOD, s->listen_fd, 0);
	s->paused = true;
	if (!s->told_shortage)
		report_error(s, error);
	s->told_shortage = true;
}

static void resume_accepting(struct server *s)
{
	if (s->paused)
		watch(s, EPOLL_CTL_MOD, s->listen_fd, EPOLLIN);
	s->paused = false;
}

static void remember(struct server *s, int fd, struct connection *c)
{
	size_t need = (size_t)fd + 1;
	if (need > s->fds) {
		size_t more = need * 2;
		s->by_fd = memory_resize(s->by_fd, more, sizeof(struct connection *));
		memset(s->by_fd + s->fds, 0, (more - s->fds) * sizeof(struct connection *));
		s->fds = more;
	}
	assert((size_t)fd < s->fds && s->by_fd[fd] == NULL);
	s->by_fd[fd] = c;
	atomic_fetch_add(&s->clients, 1);
}

static void forget(struct server *s, int fd)
{
	assert((size_t)fd < s->fds && s->by_fd[fd] != NULL && atomic_load(&s->clients) > 0);
	connection_free(s->by_fd[fd]);
	s->by_fd[fd] = NULL;
	atomic_fetch_sub(&s->clients, 1);
	resume_accepting(s);
}

/* The kernel gives the lowest free descriptor. */
static bool is_reserved(int fd)
{
	struct rlimit limit;
	return getrlimit(RLIMIT_NOFILE, &limit) == 0 && (rlim_t)fd + RESERVED_FDS >= limit.rlim_cur;
}

/* Reports the first refusal and then each time that their number has doubled: a flood of clients
 * must not become a flood of events. */
static void refuse(struct server *s, int fd)
{
	close(fd);
	unsigned count = atomic_fetch_add(&s->refused, 1) + 1;
	if ((count & (count - 1)) != 0)
		return;
	struct endpoint local = sockaddr_local(s->listen_fd);
	struct peer_event event = peer_event_now(PEER_EVENT_REFUSED, &local, NULL);
	event.len = count;
	server_report_add(&s->report, &event);
}

static void take_in(struct server *s, int fd)
{
	if (is_reserved(fd)) {
		refuse(s, fd);
		return;
	}
	struct connection *c = connection_new(fd, &s->rules);
	remember(s, fd, c);
	if (watch(s, EPOLL_CTL_ADD, fd, connection_wants(c)))
		return;
	report_error(s, errno);
	forget(s, fd);
}

static void accept_some(struct server *s)
{
	for (unsigned i = 0; i < ACCEPTS_A_TURN; i++) {
		int fd = accept4(s->listen_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd >= 0) {
			take_in(s, fd);
		} else if (errno == EAGAIN) {
			s->told_shortage = false;
			return;
		} else if (!is_passing_error(errno)) {
			pause_accepting(s, errno);
			return;
		}
	}
}

static void serve_client(struct server *s, int fd, uint32_t ready)
{
	assert(fd >= 0 && (size_t)fd < s->fds && s->by_fd[fd] != NULL);
	struct connection *c = s->by_fd[fd];
	uint32_t before = connection_wants(c);
	if (!connection_service(c, ready))
		forget(s, fd);
	else if (connection_wants(c) != before)
		watch(s, EPOLL_CTL_MOD, fd, connection_wants(c));
}

/* Handles the events that are ready. Returns false if the owner wants the thread to end. */
static bool serve_turn(struct server *s, int wait_ms)
{
	struct epoll_event ready[64];
	int n = epoll_wait(s->epoll_fd, ready, ARRAY_LEN(ready), wait_ms);
	for (int i = 0; i < n; i++) {
		int fd = ready[i].data.fd;
		if (fd == s->stop_fd)
			return false;
		if (fd == s->listen_fd)
			accept_some(s);
		else
			serve_client(s, fd, ready[i].events);
	}
	if (n == 0)
		resume_accepting(s);
	return true;
}

static void *serve(void *arg)
{
	struct server *s = arg;
	pthread_setname_np(pthread_self(), "server");
	struct endpoint local = sockaddr_local(s->listen_fd);
	struct peer_event event = peer_event_now(PEER_EVENT_LISTENING, &local, NULL);
	server_report_add(&s->report, &event);
	int wait_ms;
	do {
		bool behind = server_report_flush(&s->report);
		wait_ms = behind ? LOST_MS : s->paused ? RETRY_MS : -1;
	} while (serve_turn(s, wait_ms));
	return NULL;
}

static struct server *make(const struct server_options *options, int listen_fd)
{
	struct server *s = memory_zeroed(1, sizeof(*s));
	s->listen_fd = listen_fd;
	s->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	s->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	s->ring = ring_new(RING_EVENTS, sizeof(struct peer_event));
	s->report.ring = s->ring;
	s->rules = (struct connection_rules){
		.reply = options->reply,
		.text = options->reply_text,
		.text_len = options->reply == REPLY_TEXT ? strlen(options->reply_text) : 0,
		.report = &s->report,
	};
	return s;
}

static bool complete(struct server *s)
{
	return s->ring != NULL && s->epoll_fd >= 0 && s->stop_fd >= 0 &&
	       watch(s, EPOLL_CTL_ADD, s->stop_fd, EPOLLIN) &&
	       watch(s, EPOLL_CTL_ADD, s->listen_fd, EPOLLIN);
}

struct server *server_open(const struct server_options *options, bool *port_taken, struct err *err)
{
	bool taken = false;
	bool too_long = options->reply == REPLY_TEXT && strlen(options->reply_text) > OUTBOX_MAX;
	int fd = too_long ? -1 : listener_open(options->bind, options->port, &taken, err);
	if (port_taken != NULL)
		*port_taken = taken;
	if (too_long)
		err_set(err, "the text of --reply is longer than 1 MiB; give a shorter one");
	if (fd < 0)
		return NULL;
	struct server *s = make(options, fd);
	if (complete(s))
		return s;
	err_set(err, "cannot set up the server: %s; close other programs or raise ulimit -n",
	    strerror(errno));
	server_free(s);
	return NULL;
}

bool server_run(struct server *s, struct err *err)
{
	/* Signals are for the owner, who reads them from a signalfd. */
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	int error = pthread_create(&s->thread, NULL, serve, s);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	s->running = error == 0;
	return s->running ||
	       err_set(err,
	           "cannot start the server's thread: %s; raise ulimit -u or close other programs",
	           strerror(error));
}

static void stop(struct server *s)
{
	uint64_t one = 1;
	ssize_t n;
	do {
		n = write(s->stop_fd, &one, sizeof(one));
	} while (n < 0 && errno == EINTR);
	pthread_join(s->thread, NULL);
}

static void close_if_open(int fd)
{
	if (fd >= 0)
		close(fd);
}

void server_free(struct server *s)
{
	if (s == NULL)
		return;
	if (s->running)
		stop(s);
	for (size_t fd = 0; fd < s->fds; fd++) {
		if (s->by_fd[fd] != NULL)
			connection_free(s->by_fd[fd]);
	}
	free(s->by_fd);
	close_if_open(s->listen_fd);
	close_if_open(s->epoll_fd);
	close_if_open(s->stop_fd);
	if (s->ring != NULL)
		ring_free(s->ring);
	free(s);
}

int server_fd(const struct server *s)
{
	return ring_fd(s->ring);
}

size_t server_take(struct server *s, struct peer_event *out, size_t max)
{
	ring_acknowledge(s->ring);
	return ring_pop(s->ring, out, max);
}

unsigned server_clients(const struct server *s)
{
	return atomic_load(&s->clients);
}

unsigned server_refused(const struct server *s)
{
	return atomic_load(&s->refused);
}
