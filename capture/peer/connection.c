#include "capture/peer/connection.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/os/outbox.h"
#include "capture/os/sockaddr.h"
#include "core/base/memory.h"

#define READ_BYTES ((size_t)64 * 1024)

struct connection {
	int fd;
	bool peer_closed; /* the peer's FIN was read: send the rest, then close too */
	struct endpoint local, peer;
	const struct connection_rules *rules; /* (borrowed) */
	struct outbox out;
};

static void report_event(struct connection *c, enum peer_event_kind kind)
{
	struct peer_event event = peer_event_now(kind, &c->local, &c->peer);
	server_report_add(c->rules->report, &event);
}

static void report_bytes(
    struct connection *c, enum peer_event_kind kind, const void *bytes, size_t len)
{
	struct peer_event event = peer_event_now(kind, &c->local, &c->peer);
	peer_event_set_bytes(&event, bytes, len);
	server_report_add(c->rules->report, &event);
}

/* Reports that the connection failed. Always returns false. */
static bool report_failure(struct connection *c, int error)
{
	struct peer_event event = peer_event_now(PEER_EVENT_ERROR, &c->local, &c->peer);
	peer_event_set_error(&event, error);
	server_report_add(c->rules->report, &event);
	return false;
}

struct connection *connection_new(int fd, const struct connection_rules *rules)
{
	struct connection *c = memory_zeroed(1, sizeof(*c));
	c->fd = fd;
	c->rules = rules;
	c->local = sockaddr_local(fd);
	c->peer = sockaddr_peer(fd);
	report_event(c, PEER_EVENT_ACCEPTED);
	return c;
}

void connection_free(struct connection *c)
{
	close(c->fd);
	outbox_clear(&c->out);
	free(c);
}

/* Returns how many bytes may be read now and still be replied to within the outbox. */
static size_t readable(const struct connection *c)
{
	size_t room = outbox_room(&c->out);
	if (c->peer_closed)
		return 0;
	switch (c->rules->reply) {
	case REPLY_ECHO:
		return room < READ_BYTES ? room : READ_BYTES;
	case REPLY_TEXT:
		return room < c->rules->text_len ? 0 : READ_BYTES;
	case REPLY_NONE:
		break;
	}
	return READ_BYTES;
}

uint32_t connection_wants(const struct connection *c)
{
	uint32_t wants = readable(c) > 0 ? EPOLLIN : 0;
	return outbox_waiting(&c->out) > 0 ? wants | EPOLLOUT : wants;
}

static bool send_queued(struct connection *c)
{
	struct bytes sent;
	int error = outbox_send(&c->out, c->fd, &sent);
	if (error != 0)
		return report_failure(c, error);
	if (sent.left > 0)
		report_bytes(c, PEER_EVENT_SENT, sent.at, sent.left);
	return true;
}

static bool reply_to(struct connection *c, const void *bytes, size_t len)
{
	if (c->rules->reply == REPLY_NONE)
		return true;
	if (c->rules->reply == REPLY_ECHO)
		outbox_add(&c->out, bytes, len);
	else
		outbox_add(&c->out, c->rules->text, c->rules->text_len);
	return send_queued(c);
}

static bool receive_bytes(struct connection *c)
{
	assert(!c->peer_closed && readable(c) <= READ_BYTES);
	uint8_t bytes[READ_BYTES];
	ssize_t n = recv(c->fd, bytes, readable(c), 0);
	if (n > 0) {
		report_bytes(c, PEER_EVENT_RECEIVED, bytes, (size_t)n);
		return reply_to(c, bytes, (size_t)n);
	}
	if (n < 0)
		return errno == EAGAIN || errno == EINTR || report_failure(c, errno);
	c->peer_closed = true;
	report_event(c, PEER_EVENT_PEER_CLOSED);
	return true;
}

static int pending_error(const struct connection *c)
{
	int error = 0;
	socklen_t len = sizeof(error);
	return getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &len) == 0 ? error : errno;
}

/* Handles an error that epoll reports while the connection does not read: asks the socket. */
static bool check_error(struct connection *c)
{
	int error = pending_error(c);
	/* A hang-up without an error means that both directions ended, although we did not end
	 * ours. */
	return report_failure(c, error != 0 ? error : ECONNRESET);
}

/* Closes after both sides have finished. A reset right after the FIN is not visible to read(2), so
 * the socket's error is checked. Always returns false. */
static bool finish(struct connection *c)
{
	assert(c->peer_closed && outbox_waiting(&c->out) == 0);
	int error = pending_error(c);
	if (error != 0)
		return report_failure(c, error);
	report_event(c, PEER_EVENT_CLOSED);
	return false;
}

bool connection_service(struct connection *c, uint32_t ready)
{
	bool trouble = (ready & (EPOLLERR | EPOLLHUP)) != 0;
	if ((ready & EPOLLOUT) && !trouble && !send_queued(c))
		return false;
	if (readable(c) > 0 && (trouble || (ready & EPOLLIN))) {
		if (!receive_bytes(c))
			return false;
	} else if (trouble) {
		return check_error(c);
	}
	if (c->peer_closed && outbox_waiting(&c->out) == 0)
		return finish(c);
	return true;
}
