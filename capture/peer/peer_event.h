/* What the embedded server and the client report: connections made and ended, bytes that
 * came and went. */
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
	PEER_EVENT_RECEIVED,    /* bytes came */
	PEER_EVENT_SENT,        /* bytes went */
	PEER_EVENT_PEER_CLOSED, /* orderly: the peer's FIN was read */
	PEER_EVENT_SHUT,        /* we shut down our sending side */
	PEER_EVENT_CLOSED,      /* we closed; the connection is over */
	PEER_EVENT_RESET,       /* the peer reset; the connection is over */
	PEER_EVENT_ABORTED,     /* we reset; the connection is over */
	PEER_EVENT_ERROR,       /* `error` says which; with a peer, the connection is over */
	PEER_EVENT_DROPPED,     /* `len` events were lost because the owner was too slow */
	PEER_EVENT_KINDS,
};

#define PEER_EVENT_BYTES 256

/* An event of the server or the client. */
struct peer_event {
	enum peer_event_kind kind;
	int64_t time_ns;             /* since the epoch */
	bool client;                 /* of the client, else of the server */
	struct endpoint local, peer; /* all zeros where there is none */
	int error;                   /* errno for PEER_EVENT_ERROR */
	uint32_t len;                /* bytes received or sent */
	uint16_t kept;               /* of those, in `bytes` */
	uint8_t bytes[PEER_EVENT_BYTES];
};

/* "accepted", "message", "closed by peer", ... Static. */
const char *peer_event_kind_name(enum peer_event_kind kind);

/* An event that happens now, without bytes. local and peer may be NULL. */
struct peer_event peer_event_now(
    enum peer_event_kind kind, const struct endpoint *local, const struct endpoint *peer);
/* Says that len bytes came or went, and keeps the first of them. */
void peer_event_set_bytes(struct peer_event *event, const void *bytes, size_t len);
/* What a socket's errno means for its connection: PEER_EVENT_RESET or PEER_EVENT_ERROR, with `error` set. */
void peer_event_set_error(struct peer_event *event, int error);
