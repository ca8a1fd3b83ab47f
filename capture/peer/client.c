#include "capture/peer/client.h"

#include <assert.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/os/clock.h"
#include "capture/os/outbox.h"
#include "capture/os/sockaddr.h"
#include "capture/peer/peer_event_queue.h"
#include "capture/peer/target.h"
#include "core/base/memory.h"

#define READ_BYTES ((size_t)64 * 1024)

struct client {
	struct target target;
	unsigned tried; /* index of the address in use */
	int fd;         /* -1 in CLIENT_IDLE */
	enum client_state state;
	bool peer_closed; /* the peer's FIN was read */
	bool fin_sent;    /* in CLIENT_SHUT: the queue is empty and the FIN was sent */
	struct endpoint local;
	struct outbox out;
	struct peer_event_queue events;
};

struct client *client_new(const char *target, struct err *err)
{
	struct client *c = memory_zeroed(1, sizeof(*c));
	c->fd = -1;
	if (target_resolve(target, &c->target, err))
		return c;
	free(c);
	return NULL;
}

void client_free(struct client *c)
{
	if (c == NULL)
		return;
	if (c->fd >= 0)
		close(c->fd);
	outbox_clear(&c->out);
	peer_event_queue_clear(&c->events);
	free(c);
}

enum client_state client_state(const struct client *c)
{
	return c->state;
}

const struct endpoint *client_target(const struct client *c)
{
	return &c->target.at[c->tried].end;
}

static struct peer_event event_now(const struct client *c, enum peer_event_kind kind)
{
	struct peer_event event = peer_event_now(kind, &c->local, client_target(c));
	event.client = true;
	return event;
}

/* The SYN leaves with connect(): the event is from before it. */
static void report_connecting(struct client *c, int64_t began_ns)
{
	struct peer_event event = event_now(c, PEER_EVENT_CONNECTING);
	event.time_ns = began_ns;
	peer_event_queue_add(&c->events, &event);
}

static void report_event(struct client *c, enum peer_event_kind kind)
{
	struct peer_event event = event_now(c, kind);
	peer_event_queue_add(&c->events, &event);
}

static void report_bytes(struct client *c, enum peer_event_kind kind, const void *bytes, size_t len)
{
	struct peer_event event = event_now(c, kind);
	peer_event_set_bytes(&event, bytes, len);
	peer_event_queue_add(&c->events, &event);
}

static void report_failure(struct client *c, int error)
{
	struct peer_event event = event_now(c, PEER_EVENT_ERROR);
	peer_event_set_error(&event, error);
	peer_event_queue_add(&c->events, &event);
}

/* Closes the socket; the kernel sends a FIN or RST as it must. */
static void close_socket(struct client *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
	c->state = CLIENT_IDLE;
	outbox_clear(&c->out);
}

static void fail_connection(struct client *c, int error)
{
	report_failure(c, error);
	close_socket(c);
}

/* Returns 0 if the connection is established or in progress, else an errno. */
static int dial(struct client *c)
{
	assert(c->fd < 0 && c->tried < c->target.count);
	const struct sockaddr_storage *addr = &c->target.at[c->tried].addr;
	c->local = (struct endpoint){ 0 };
	c->fd = socket(addr->ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		return errno;
	/* Turns Nagle's algorithm off: each message is to be one segment. */
	int on = 1;
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	int result = connect(c->fd, (const struct sockaddr *)addr, c->target.at[c->tried].len);
	int error = result == 0 || errno == EINPROGRESS ? 0 : errno;
	c->local = sockaddr_local(c->fd);
	return error;
}

/* Tries the addresses from c->tried on until one may answer; CLIENT_IDLE if none is left. */
static void dial_on(struct client *c)
{
	for (; c->tried < c->target.count; c->tried++) {
		c->state = CLIENT_CONNECTING;
		c->peer_closed = c->fin_sent = false;
		int64_t began_ns = clock_wall();
		int error = dial(c);
		report_connecting(c, began_ns);
		if (error == 0)
			return;
		fail_connection(c, error);
	}
	c->tried = 0;
}

static int pending_error(const struct client *c)
{
	int error = 0;
	socklen_t len = sizeof(error);
	return getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 ? error : errno;
}

static void finish_connecting(struct client *c)
{
	assert(c->fd >= 0 && c->state == CLIENT_CONNECTING);
	int error = pending_error(c);
	if (error == 0) {
		c->state = CLIENT_CONNECTED;
		c->local = sockaddr_local(c->fd);
		report_event(c, PEER_EVENT_CONNECTED);
		return;
	}
	fail_connection(c, error);
	c->tried++;
	dial_on(c);
}

static void close_when_both_ended(struct client *c)
{
	if (!c->peer_closed || !c->fin_sent)
		return;
	report_event(c, PEER_EVENT_CLOSED);
	close_socket(c);
}

static void send_fin(struct client *c)
{
	assert(c->state == CLIENT_SHUT && !c->fin_sent && outbox_waiting(&c->out) == 0);
	if (shutdown(c->fd, SHUT_WR) != 0) {
		fail_connection(c, errno);
		return;
	}
	c->fin_sent = true;
	report_event(c, PEER_EVENT_SHUT);
	close_when_both_ended(c);
}

static void send_queued(struct client *c)
{
	struct bytes sent;
	int error = outbox_send(&c->out, c->fd, &sent);
	if (error != 0) {
		fail_connection(c, error);
		return;
	}
	if (sent.left > 0)
		report_bytes(c, PEER_EVENT_SENT, sent.at, sent.left);
	if (c->state == CLIENT_SHUT && !c->fin_sent && outbox_waiting(&c->out) == 0)
		send_fin(c);
}

static void receive_bytes(struct client *c)
{
	assert(c->fd >= 0 && !c->peer_closed);
	uint8_t bytes[READ_BYTES];
	ssize_t n = recv(c->fd, bytes, sizeof(bytes), 0);
	if (n > 0) {
		report_bytes(c, PEER_EVENT_RECEIVED, bytes, (size_t)n);
	} else if (n == 0) {
		c->peer_closed = true;
		report_event(c, PEER_EVENT_PEER_CLOSED);
		close_when_both_ended(c);
	} else if (errno != EAGAIN && errno != EINTR) {
		fail_connection(c, errno);
	}
}

/* After the peer's FIN nothing is read any more; only the socket's error shows a reset. */
static void check_for_reset(struct client *c)
{
	int error = pending_error(c);
	if (error != 0)
		fail_connection(c, error);
}

void client_service(struct client *c)
{
	struct pollfd socket = { .fd = c->fd };
	client_fd(c, &socket.events);
	if (c->fd < 0 || poll(&socket, 1, 0) <= 0)
		return;
	if (c->state == CLIENT_CONNECTING) {
		finish_connecting(c);
		return;
	}
	bool trouble = (socket.revents & (POLLERR | POLLHUP)) != 0;
	if (c->peer_closed && trouble)
		check_for_reset(c);
	else if (trouble || (socket.revents & POLLIN))
		receive_bytes(c);
	if (c->fd >= 0 && (socket.revents & POLLOUT))
		send_queued(c);
}

int client_fd(const struct client *c, short *events)
{
	int wants = 0;
	if (c->state == CLIENT_CONNECTING || outbox_waiting(&c->out) > 0)
		wants |= POLLOUT;
	if (c->state != CLIENT_CONNECTING && !c->peer_closed)
		wants |= POLLIN;
	*events = (short)(c->fd < 0 ? 0 : wants);
	return c->fd;
}

bool client_take(struct client *c, struct peer_event *out)
{
	return peer_event_queue_take(&c->events, out);
}

/* Returns false with err if the client cannot send in its state. */
static bool can_send(const struct client *c, const char *what, struct err *err)
{
	static const char *const why[] = {
		[CLIENT_IDLE] = "the client is not connected; connect first",
		[CLIENT_CONNECTING] = "the client is still connecting; wait for the answer",
		[CLIENT_CONNECTED] = NULL,
		[CLIENT_SHUT] = "the sending side is shut down; close or reset, then connect again",
	};
	const char *reason = why[c->state];
	return reason == NULL || err_set(err, "cannot %s: %s", what, reason);
}

static bool need_socket(const struct client *c, const char *what, struct err *err)
{
	return c->fd >= 0 ||
	       err_set(err, "cannot %s: the client is not connected; connect first", what);
}

bool client_connect(struct client *c, struct err *err)
{
	if (c->state == CLIENT_CONNECTING)
		return err_set(err, "cannot connect: the client is connecting already");
	if (c->state != CLIENT_IDLE)
		return err_set(
		    err, "cannot connect: the client is connected; close or reset first");
	c->tried = 0;
	dial_on(c);
	return true;
}

bool client_send(struct client *c, const void *bytes, size_t len, struct err *err)
{
	if (!can_send(c, "send", err))
		return false;
	if (len == 0)
		return err_set(err, "cannot send: the message is empty; type one");
	bool first = outbox_waiting(&c->out) == 0;
	if (!outbox_add(&c->out, bytes, len))
		return err_set(err,
		    "cannot send %zu bytes: the peer does not read, and %zu bytes are queued; "
		    "wait, or reset",
		    len, outbox_waiting(&c->out));
	if (first)
		send_queued(c);
	return true;
}

bool client_shut(struct client *c, struct err *err)
{
	if (!can_send(c, "shut down", err))
		return false;
	c->state = CLIENT_SHUT;
	if (outbox_waiting(&c->out) == 0)
		send_fin(c);
	return true;
}

bool client_close(struct client *c, struct err *err)
{
	if (!need_socket(c, "close", err))
		return false;
	report_event(c, PEER_EVENT_CLOSED);
	close_socket(c);
	return true;
}

bool client_reset(struct client *c, struct err *err)
{
	if (!need_socket(c, "reset", err))
		return false;
	if (c->state == CLIENT_CONNECTING)
		return err_set(
		    err, "cannot reset: the client is still connecting; close ends the attempt");
	struct linger now = { .l_onoff = 1, .l_linger = 0 };
	setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	report_event(c, PEER_EVENT_ABORTED);
	close_socket(c);
	return true;
}
