/* The embedded TCP server: one thread, one epoll, hundreds of clients.
 *
 * It reports what happens and replies as told:
 *
 *   server_open ──▶ listening ──server_run──▶ serving ──server_free──▶ gone
 *
 * Opening binds with the caller's privileges and makes no thread, so that low ports can be had
 * before root is given up. All functions are for the owner's thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/peer/peer_event.h"
#include "capture/peer/reply_mode.h"
#include "core/base/err.h"

struct server_options {
	const char *bind; /* address to listen on, or NULL for every one, IPv4 and IPv6 */
	uint16_t port;
	enum reply_mode reply;
	const char *reply_text; /* for REPLY_TEXT; borrowed until server_free */
};

struct server;

/* Binds and listens (SO_REUSEADDR); clients that come already wait in the kernel. Port 0 lets the
 * kernel choose: PEER_EVENT_LISTENING tells. NULL with err on failure; *port_taken (may be NULL) says
 * whether another program has the port. */
struct server *server_open(const struct server_options *options, bool *port_taken, struct err *err);
/* Starts the thread, which accepts and reads from now on. Call once. */
bool server_run(struct server *server, struct err *err);
/* Closes everything and waits for the thread, if it runs. NULL is fine. */
void server_free(struct server *server);

/* Readable when events wait. */
int server_fd(const struct server *server);
/* Takes up to max events; rearms server_fd. */
size_t server_take(struct server *server, struct peer_event *out, size_t max);
/* Connections open now. */
unsigned server_clients(const struct server *server);
