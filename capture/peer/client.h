/* A client to play with: one connection at a time, never blocking; the owner's poll drives it.
 *
 * It can connect again once it is idle. When the peer has closed, it stays connected, so that the
 * user may still send; when both ends have shut down, it is idle by itself. Bytes received are told
 * as events and then gone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/peer/peer_event.h"
#include "core/base/err.h"

enum client_state {
	CLIENT_IDLE,
	CLIENT_CONNECTING,
	CLIENT_CONNECTED,
	CLIENT_SHUT, /* our sending side is shut down */
};

struct client;

/* Resolves "HOST:PORT", "[V6]:PORT" or "HOST PORT"; numeric or by name (which may block: call
 * before the screen). NULL with err when that fails. Nothing is sent yet. */
struct client *client_new(const char *target, struct err *err);
void client_free(struct client *client);

enum client_state client_state(const struct client *client);
/* Where it connects to: the address in use, or the first to try. */
const struct endpoint *client_target(const struct client *client);

/* Each does one thing and fails with a message when the state does not allow it; what comes of it,
 * a refused connection too, is told by events. Bytes that the socket does not take at once are
 * queued, up to 1 MiB. */
bool client_connect(struct client *client, struct err *err); /* tries one address after the other */
bool client_send(struct client *client, const void *bytes, size_t len, struct err *err);
bool client_shut(struct client *client, struct err *err); /* FIN after what is queued */
/* close(2): FIN, or RST with data unread. What is still queued is thrown away. Gives up an
 * attempt to connect. */
bool client_close(struct client *client, struct err *err);
bool client_reset(struct client *client, struct err *err); /* SO_LINGER 0: RST */

/* For the owner's poll: the socket, or -1; and the poll events it waits for. */
int client_fd(const struct client *client, short *events);
/* Call when the socket is ready. */
void client_service(struct client *client);
/* The next event of this client; false when there is none. */
bool client_take(struct client *client, struct peer_event *out);
