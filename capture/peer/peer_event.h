/* What the embedded server and the client report: connections made and ended, bytes that
 * came and went. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/record/addr.h"

enum talk_kind {
	TALK_LISTENING,   /* server */
	TALK_ACCEPTED,    /* server */
	TALK_CONNECTING,  /* client */
	TALK_CONNECTED,   /* client */
	TALK_RECEIVED,    /* bytes came */
	TALK_SENT,        /* bytes went */
	TALK_PEER_CLOSED, /* orderly: the peer's FIN was read */
	TALK_SHUT,        /* we shut down our sending side */
	TALK_CLOSED,      /* we closed; the connection is over */
	TALK_RESET,       /* the peer reset; the connection is over */
	TALK_ABORTED,     /* we reset; the connection is over */
	TALK_ERROR,       /* `error` says which; with a peer, the connection is over */
	TALK_DROPPED,     /* `len` events were lost because the owner was too slow */
	TALK_KINDS,
};

#define TALK_BYTES 256

/* An event of the server or the client. */
struct talk {
	enum talk_kind kind;
	int64_t time_ns;             /* since the epoch */
	bool client;                 /* of the client, else of the server */
	struct endpoint local, peer; /* all zeros where there is none */
	int error;                   /* errno for TALK_ERROR */
	uint32_t len;                /* bytes received or sent */
	uint16_t kept;               /* of those, in `bytes` */
	uint8_t bytes[TALK_BYTES];
};

/* "accepted", "message", "closed by peer", ... Static. */
const char *talk_kind_words(enum talk_kind kind);

/* An event that happens now, without bytes. local and peer may be NULL. */
struct talk talk_now(
    enum talk_kind kind, const struct endpoint *local, const struct endpoint *peer);
/* Says that len bytes came or went, and keeps the first of them. */
void talk_keep(struct talk *talk, const void *bytes, size_t len);
/* What a socket's errno means for its connection: TALK_RESET or TALK_ERROR, with `error` set. */
void talk_fail(struct talk *talk, int error);
