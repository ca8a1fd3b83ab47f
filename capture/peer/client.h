/* An interactive client: one connection at a time, non-blocking, driven by the owner's poll.
 *
 * When idle it can connect again. After the peer has closed it stays connected, because the user
 * may still send. When both ends have shut down, it becomes idle. Received bytes are reported in
 * events and not stored. */
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
	CLIENT_SHUT, /* we have shut down our sending direction */
};

struct client;

/* Resolves "HOST:PORT", "[V6]:PORT" or "HOST PORT", with a numeric address or a name. A name
 * look-up may block: call before the screen. Returns NULL with err on failure. Sends nothing
 * yet. */
struct client *client_new(const char *target, struct err *err);
void client_free(struct client *client);

enum client_state client_state(const struct client *client);
/* Returns the address in use, or the first one to try. */
const struct endpoint *client_target(const struct client *client);

/* Each function does one thing and fails with err if the state does not allow it. Results,
 * including a refused connection, are reported by events. Bytes that the socket does not take at
 * once are queued, up to 1 MiB. */
bool client_connect(struct client *client, struct err *err); /* tries the addresses in order */
bool client_send(struct client *client, const void *bytes, size_t len, struct err *err);
bool client_shut(struct client *client, struct err *err); /* a FIN after the queued bytes */
/* close(2): sends a FIN, or a RST if data is unread. Queued bytes are discarded. Also ends an
 * attempt to connect. */
bool client_close(struct client *client, struct err *err);
bool client_reset(struct client *client, struct err *err); /* SO_LINGER 0: sends a RST */

/* For the owner's poll: returns the socket, or -1; *events are the poll events to wait for. */
int client_fd(const struct client *client, short *events);
/* Call when the socket is ready. */
void client_service(struct client *client);
/* Returns the next event of this client, or false if there is none. */
bool client_take(struct client *client, struct peer_event *out);
