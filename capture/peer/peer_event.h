/* Events of the embedded server and the client: connections established and ended, bytes received
 * and sent. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/record/addr.h"

enum peer_event_kind {
	PEER_EVENT_LISTENING,   /* server */
	PEER_EVENT_ACCEPTED,    /* server */
	PEER_EVENT_CONNECTING,  /* client */
	PEER_EVENT_CONNECTED,   /* client */
	PEER_EVENT_RECEIVED,    /* bytes were received */
	PEER_EVENT_SENT,        /* bytes were sent */
	PEER_EVENT_PEER_CLOSED, /* the peer's FIN was read */
	PEER_EVENT_SHUT,        /* we have shut down our sending direction */
	PEER_EVENT_CLOSED,      /* we closed; the connection is over */
	PEER_EVENT_RESET,       /* the peer reset; the connection is over */
	PEER_EVENT_ABORTED,     /* we reset; the connection is over */
	PEER_EVENT_ERROR,       /* see `error`; if there is a peer, the connection is over */
	PEER_EVENT_REFUSED,     /* server: `len` clients so far were turned away */
	PEER_EVENT_DROPPED,     /* `len` events were lost because the owner was too slow */
	PEER_EVENT_KINDS,
};

#define PEER_EVENT_BYTES 256

/* An event of the server or the client. */
struct peer_event {
	enum peer_event_kind kind;
	int64_t time_ns;             /* ns since the epoch */
	bool client;                 /* true: of the client; false: of the server */
	struct endpoint local, peer; /* all zeros if there is none */
	int error;                   /* errno for PEER_EVENT_ERROR */
	uint32_t len;                /* bytes received or sent */
	uint16_t kept;               /* how many of those are in `bytes` */
	uint8_t bytes[PEER_EVENT_BYTES];
};

/* Returns "accepted", "message", "closed by peer"... Static. */
const char *peer_event_kind_name(enum peer_event_kind kind);

/* Returns an event without bytes that happens now. local and peer may be NULL. */
struct peer_event peer_event_now(
    enum peer_event_kind kind, const struct endpoint *local, const struct endpoint *peer);
/* Sets the number of bytes sent or received, and keeps the first of them. */
void peer_event_set_bytes(struct peer_event *event, const void *bytes, size_t len);
/* Sets kind and error by a socket's errno: PEER_EVENT_RESET or PEER_EVENT_ERROR. */
void peer_event_set_error(struct peer_event *event, int error);
