/* A small writer of netlink messages (netlink(7)): one request, its attributes, the kernel's
 * answer. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define NETLINK_MESSAGE_SIZE 1024

/* A request under construction, aligned as the kernel requires. If its attributes do not fit,
 * sending fails. */
struct netlink {
	size_t len;
	bool overflow;
	_Alignas(8) uint8_t bytes[NETLINK_MESSAGE_SIZE];
};

/* Opens a socket of that protocol (NETLINK_ROUTE...) in the calling thread's network namespace.
 * Returns -1 with err on failure. */
int netlink_open(int protocol, struct err *err);

/* Begins a message of that type: the netlink header and the protocol's fixed header. */
void netlink_begin(
    struct netlink *m, uint16_t type, uint16_t flags, const void *header, size_t header_len);
void netlink_put(struct netlink *m, uint16_t type, const void *data, size_t len);
void netlink_put_u32(struct netlink *m, uint16_t type, uint32_t value);
/* Appends text with its NUL. */
void netlink_put_text(struct netlink *m, uint16_t type, const char *text);
/* Begins an attribute that contains the following ones, after a fixed header (NULL: none). Pass the
 * result to netlink_end. */
size_t netlink_nest(struct netlink *m, uint16_t type, const void *header, size_t len);
void netlink_end(struct netlink *m, size_t nest);

/* Sends the message; the caller receives the answer. Returns false with errno on failure. */
bool netlink_send(int fd, struct netlink *m);
/* Sends the message and waits for the acknowledgement. Returns 0 or the kernel's errno. */
int netlink_ask(int fd, struct netlink *m);
