/* The embedded TCP server: one thread, one epoll, hundreds of clients.
 *
 * It reports what happens and replies according to its options:
 *
 *   server_open ──▶ listening ──server_run──▶ serving ──server_free──▶ gone
 *
 * A client that would leave fewer than 64 descriptors is refused and counted: saving, reading back
 * and the screen need some, too.
 *
 * Opening binds with the caller's privileges and makes no thread: low ports can be bound before
 * root is given up. All functions are for the owner's thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/peer/peer_event.h"
#include "capture/peer/reply_mode.h"
#include "core/base/err.h"

struct server_options {
	const char *bind; /* address to listen on; NULL: all, IPv4 and IPv6 */
	uint16_t port;
	enum reply_mode reply;
	const char *reply_text; /* for REPLY_TEXT; borrowed until server_free */
};

struct server;

/* Binds and listens (SO_REUSEADDR). Early clients wait in the kernel's backlog. Port 0: the kernel
 * chooses, and PEER_EVENT_LISTENING reports the port. Returns NULL with err on failure; *port_taken
 * (may be NULL) is true if another program uses the port. */
struct server *server_open(const struct server_options *options, bool *port_taken, struct err *err);
/* Starts the thread that accepts and reads. Call once. */
bool server_run(struct server *server, struct err *err);
/* Stops the thread, if it runs, and closes everything. NULL is fine. */
void server_free(struct server *server);

/* Readable when events wait. */
int server_fd(const struct server *server);
/* Copies up to max events out. Rearms server_fd. */
size_t server_take(struct server *server, struct peer_event *out, size_t max);
/* Returns the number of open connections. */
unsigned server_clients(const struct server *server);
/* Returns the number of clients refused so far. */
unsigned server_refused(const struct server *server);
