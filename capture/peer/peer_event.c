#include "capture/peer/peer_event.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#include "capture/os/clock.h"
#include "core/base/array.h"

static const char *const words[] = {
	[TALK_LISTENING] = "listening",
	[TALK_ACCEPTED] = "accepted",
	[TALK_CONNECTING] = "connecting",
	[TALK_CONNECTED] = "connected",
	[TALK_RECEIVED] = "message",
	[TALK_SENT] = "sent",
	[TALK_PEER_CLOSED] = "closed by peer",
	[TALK_SHUT] = "sending side shut down",
	[TALK_CLOSED] = "closed",
	[TALK_RESET] = "reset by peer",
	[TALK_ABORTED] = "reset",
	[TALK_ERROR] = "error",
	[TALK_DROPPED] = "events lost",
};
static_assert(ARRAY_LEN(words) == TALK_KINDS, "every event has its words");

const char *talk_kind_words(enum talk_kind kind)
{
	return words[kind];
}

struct talk talk_now(enum talk_kind kind, const struct endpoint *local, const struct endpoint *peer)
{
	struct talk talk = { .kind = kind, .time_ns = clock_wall() };
	if (local != NULL)
		talk.local = *local;
	if (peer != NULL)
		talk.peer = *peer;
	return talk;
}

void talk_keep(struct talk *talk, const void *bytes, size_t len)
{
	talk->len = len > UINT32_MAX ? UINT32_MAX : (uint32_t)len;
	talk->kept = (uint16_t)(len < TALK_BYTES ? len : TALK_BYTES);
	memcpy(talk->bytes, bytes, talk->kept);
}

void talk_fail(struct talk *talk, int error)
{
	/* After the peer's FIN, Linux tells a reset as EPIPE. Our own writes after our own
	 * shutdown, the other cause of EPIPE, are refused before they reach the socket. */
	bool reset = error == ECONNRESET || error == EPIPE;
	talk->kind = reset ? TALK_RESET : TALK_ERROR;
	talk->error = error;
}
