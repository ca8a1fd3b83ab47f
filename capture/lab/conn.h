/* One TCP connection of a lab's host: what a scenario does with it, without blocking, and told as
 * events. For the player's thread. */
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
	char name[LAB_CONN_NAME]; /* by which `use` means it */
	enum lab_place host;      /* its owner; talk's `client` is host A */
	int fd;                   /* -1: not made yet, or over */
	bool used;                /* it was made */
	bool connecting, connected, shut, eof;
	bool reading; /* in the background */
	struct endpoint local, peer;
	uint64_t sent;                /* bytes so far: filler goes on where it stopped */
	struct server_report *report; /* (borrowed) */
	struct kernel_gate *gate; /* (borrowed) its host's: whatever makes it send passes here */
};

/* Whether something came of it when a step ends: what it waits for has happened, or never will. */
bool lab_conn_is_over(const struct lab_conn *c);

/* Takes over a socket that was accepted. */
void lab_conn_accepted(struct lab_conn *c, int fd);
/* Begins to connect to an address of the other host. Its outcome is seen by lab_conn_check. */
void lab_conn_connect(struct lab_conn *c, bool ipv6, uint16_t port);
/* Looks what became of connecting, and for errors that came by themselves. */
void lab_conn_check(struct lab_conn *c);

/* Sends or reads up to that much; gives how much went, 0 when the socket cannot now, and ends the
 * connection on errors. Text NULL: filler. */
size_t lab_conn_send(struct lab_conn *c, const char *text, size_t len, int flags);
size_t lab_conn_read(struct lab_conn *c, size_t max);
/* Sets an option of sockopt.h. False with errno. */
bool lab_conn_option(struct lab_conn *c, size_t option, int64_t value);
/* Whether all that was sent is acknowledged, a FIN too. */
bool lab_conn_is_acked(const struct lab_conn *c);

void lab_conn_shut(struct lab_conn *c);
void lab_conn_close(struct lab_conn *c);
void lab_conn_reset(struct lab_conn *c);
/* Ends it without a word, and without leaving the kernel something to try for long. */
void lab_conn_forget(struct lab_conn *c);
/* Tells of an error that ends it, or of one without a connection. */
void lab_conn_fail(struct lab_conn *c, int error);
