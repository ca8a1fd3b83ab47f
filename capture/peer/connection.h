/* One accepted connection of the embedded server: reads, reports, replies. For the server's thread
 * only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/peer/reply_mode.h"
#include "capture/peer/server_report.h"

/* Settings shared by the connections of a server. */
struct connection_rules {
	enum reply_mode reply;
	const char *text; /* for REPLY_TEXT (borrowed) */
	size_t text_len;  /* at most OUTBOX_MAX */
	struct server_report *report;
};

struct connection;

/* Takes ownership of a non-blocking socket and reports that it was accepted. rules (borrowed) must
 * outlive the connection. */
struct connection *connection_new(int fd, const struct connection_rules *rules);
/* Closes the socket. */
void connection_free(struct connection *c);

/* Returns the epoll events to wait for. The connection does not read while the peer does not take
 * the replies. */
uint32_t connection_wants(const struct connection *c);
/* Call with the epoll events that arrived. Returns false if the connection is over, which was
 * reported; the caller must free it. */
bool connection_service(struct connection *c, uint32_t ready);
