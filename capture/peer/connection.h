/* One accepted connection of the embedded server: reads, reports, replies. For the server's
 * thread only. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "capture/peer/reply_mode.h"
#include "capture/peer/server_report.h"

/* What connections of a server share. */
struct connection_rules {
	enum reply_mode reply;
	const char *text; /* for REPLY_TEXT (borrowed) */
	size_t text_len;  /* at most OUTBOX_MAX */
	struct server_report *report;
};

struct connection;

/* Takes over a non-blocking socket and reports that it was accepted. rules (borrowed)
 * must outlive it. */
struct connection *connection_new(int fd, const struct connection_rules *rules);
/* Closes the socket. */
void connection_free(struct connection *c);

/* The epoll events it waits for. It does not read while the peer does not take what was replied. */
uint32_t connection_wants(const struct connection *c);
/* Call with the epoll events that came. False when the connection is over, which was reported then;
 * it remains to free it. */
bool connection_service(struct connection *c, uint32_t ready);
