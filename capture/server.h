/* The embedded TCP server: one thread, one epoll, hundreds of clients.
 *
 * It reports what happens and replies as told. Start binds and listens with the caller's privileges. All
 * functions are for the owner's thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/addr.h"
#include "core/err.h"

enum reply_mode { REPLY_NONE, REPLY_ECHO, REPLY_TEXT };

struct server_options {
	const char *bind; /* address to listen on, or NULL for every one, IPv4 and IPv6 */
	uint16_t port;
	enum reply_mode reply;
	const char *reply_text; /* for REPLY_TEXT; borrowed until server_free */
};

enum talk_kind {
	TALK_LISTENING,
	TALK_ACCEPTED,    /* server */
	TALK_CONNECTING,  /* client */
	TALK_CONNECTED,   /* client */
	TALK_RECEIVED,    /* bytes came */
	TALK_SENT,        /* bytes went */
	TALK_PEER_CLOSED, /* orderly: the peer's FIN was read */
	TALK_SHUT,        /* we shut down our sending side */
	TALK_CLOSED,      /* we closed */
	TALK_RESET,       /* the peer reset */
	TALK_ABORTED,     /* we reset */
	TALK_ERROR,       /* `error` says which */
	TALK_DROPPED,     /* `len` events were lost because the owner was too slow */
	TALK_KINDS,
};

#define TALK_BYTES 256

/* An event of the server or the client. */
struct talk {
	enum talk_kind kind;
	int64_t time_ns; /* since the epoch */
	bool client;     /* of the client, else of the server */
	struct endpoint local, peer;
	int error;     /* errno for TALK_ERROR */
	uint32_t len;  /* bytes received or sent */
	uint16_t kept; /* of those, in `bytes` */
	uint8_t bytes[TALK_BYTES];
};

/* "accepted", "message", "closed by peer", ... Static. */
const char *talk_kind_words(enum talk_kind kind);

struct server;

/* Binds, listens (SO_REUSEADDR) and starts the thread. NULL with err on failure; *port_taken (may be NULL) says
 * whether another program has the port. */
struct server *server_start(
    const struct server_options *options, bool *port_taken, struct err *err);
/* Closes everything and waits for the thread. NULL is fine. */
void server_free(struct server *server);

/* Readable when events wait. */
int server_fd(const struct server *server);
/* Takes up to max events; rearms server_fd. */
size_t server_take(struct server *server, struct talk *out, size_t max);
/* Connections open now. */
unsigned server_clients(const struct server *server);
