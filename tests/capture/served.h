/* A running server for tests, and its events. Waits for its descriptor, never for a time alone. */
#pragma once

#include <arpa/inet.h>
#include <check.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "capture/peer/server.h"

#define SERVED_WAIT_MS 20000

struct served {
	struct server *server;
	struct endpoint at; /* the address it listens on */
};

/* Returns the next event of any kind. */
static inline struct peer_event served_next(struct served *served)
{
	struct peer_event event;
	while (server_take(served->server, &event, 1) == 0) {
		struct pollfd ready = { .fd = server_fd(served->server), .events = POLLIN };
		ck_assert_msg(poll(&ready, 1, SERVED_WAIT_MS) == 1, "the server reports nothing");
	}
	return event;
}

/* Returns the next event, which must be of this kind. */
static inline struct peer_event served_expect(struct served *served, enum peer_event_kind kind)
{
	struct peer_event event = served_next(served);
	ck_assert_msg(event.kind == kind, "%s (%s) instead of %s", peer_event_kind_name(event.kind),
	    strerror(event.error), peer_event_kind_name(kind));
	return event;
}

/* Skips events until one is of this kind. */
static inline struct peer_event served_until(struct served *served, enum peer_event_kind kind)
{
	struct peer_event event;
	do {
		event = served_next(served);
	} while (event.kind != kind);
	return event;
}

static inline struct served served_start(const struct server_options *options)
{
	struct err err;
	struct served served = { .server = server_open(options, NULL, &err) };
	ck_assert_msg(served.server != NULL, "%s", err.text);
	ck_assert_msg(server_run(served.server, &err), "%s", err.text);
	served.at = served_expect(&served, PEER_EVENT_LISTENING).local;
	return served;
}

static inline int served_dial_v4(const struct served *served)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(served->at.port) };
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}
