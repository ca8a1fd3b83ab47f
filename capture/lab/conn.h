/* One TCP connection of a lab host: the actions of a scenario, non-blocking, each reported as an
 * event. For the player's thread. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/lab/kernel_gate.h"
#include "capture/lab/net.h"
#include "capture/peer/server_report.h"
#include "core/record/addr.h"

#define LAB_CONN_NAME 32

struct lab_conn {
	char name[LAB_CONN_NAME]; /* the name that `use` refers to */
	enum lab_place host;      /* its owner; peer_event.client is true for host A */
	int fd;                   /* -1: not made yet, or over */
	bool used;                /* the connection was attempted */
	bool connecting, connected, shut, eof;
	bool reading; /* in the background */
	struct endpoint local, peer;
	uint64_t sent;                /* bytes so far; the filler continues from here */
	struct server_report *report; /* (borrowed) */
	struct kernel_gate *
	    /* (borrowed) of its host; every call that may make the socket send goes through it */
	    gate;
};

/* Returns true if the connection is closed or was never made, or if both sides have closed their
 * direction. */
bool lab_conn_is_over(const struct lab_conn *c);

/* Takes ownership of an accepted socket. */
void lab_conn_accepted(struct lab_conn *c, int fd);
/* Starts connecting to the other host's address. lab_conn_check reports the outcome. */
void lab_conn_connect(struct lab_conn *c, bool ipv6, uint16_t port);
/* Checks the outcome of connecting, and for errors that arrived asynchronously. */
void lab_conn_check(struct lab_conn *c);

/* Sends or reads up to that many bytes. Returns the number moved; 0 if the socket is not ready. An
 * error ends the connection. text NULL: filler. */
size_t lab_conn_send(struct lab_conn *c, const char *text, size_t len, int flags);
size_t lab_conn_read(struct lab_conn *c, size_t max);
/* Sets an option of sockopt.h. Returns false with errno on failure. */
bool lab_conn_option(struct lab_conn *c, size_t option, int64_t value);
/* Returns true if everything sent is acknowledged, including a FIN. */
bool lab_conn_is_acked(const struct lab_conn *c);

void lab_conn_shut(struct lab_conn *c);
void lab_conn_close(struct lab_conn *c);
void lab_conn_reset(struct lab_conn *c);
/* Ends the connection without an event. It is reset, which leaves the kernel nothing to
 * retransmit. */
void lab_conn_forget(struct lab_conn *c);
/* Reports an error that ends the connection, or one that occurred without a connection. */
void lab_conn_fail(struct lab_conn *c, int error);
