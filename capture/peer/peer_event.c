#include "capture/peer/peer_event.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "capture/os/clock.h"
#include "core/base/array.h"

static const char *const words[] = {
	[PEER_EVENT_LISTENING] = "listening",
	[PEER_EVENT_ACCEPTED] = "accepted",
	[PEER_EVENT_CONNECTING] = "connecting",
	[PEER_EVENT_CONNECTED] = "connected",
	[PEER_EVENT_RECEIVED] = "message",
	[PEER_EVENT_SENT] = "sent",
	[PEER_EVENT_PEER_CLOSED] = "closed by peer",
	[PEER_EVENT_SHUT] = "sending side shut down",
	[PEER_EVENT_CLOSED] = "closed",
	[PEER_EVENT_RESET] = "reset by peer",
	[PEER_EVENT_ABORTED] = "reset",
	[PEER_EVENT_ERROR] = "error",
	[PEER_EVENT_REFUSED] = "clients refused",
	[PEER_EVENT_DROPPED] = "events lost",
};
static_assert(ARRAY_LEN(words) == PEER_EVENT_KINDS, "every event has its words");

const char *peer_event_kind_name(enum peer_event_kind kind)
{
	return words[kind];
}

struct peer_event peer_event_now(
    enum peer_event_kind kind, const struct endpoint *local, const struct endpoint *peer)
{
	struct peer_event event = { .kind = kind, .time_ns = clock_wall() };
	if (local != NULL)
		event.local = *local;
	if (peer != NULL)
		event.peer = *peer;
	return event;
}

void peer_event_set_bytes(struct peer_event *event, const void *bytes, size_t len)
{
	event->len = len > UINT32_MAX ? UINT32_MAX : (uint32_t)len;
	event->kept = (uint16_t)(len < PEER_EVENT_BYTES ? len : PEER_EVENT_BYTES);
	memcpy(event->bytes, bytes, event->kept);
}

void peer_event_set_error(struct peer_event *event, int error)
{
	/* After the peer's FIN, Linux reports a reset as EPIPE. The other cause of EPIPE, writing
	 * after our own shutdown, is refused before it reaches the socket. */
	bool reset = error == ECONNRESET || error == EPIPE;
	event->kind = reset ? PEER_EVENT_RESET : PEER_EVENT_ERROR;
	event->error = error;
}
