/* A small writer of netlink messages (netlink(7)): one request, its attributes, the
 * kernel's answer. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define NETLINK_MESSAGE_SIZE 1024

/* A request being written, aligned as the kernel wants it. Attributes that do not fit make
 * sending fail. */
struct netlink {
	size_t len;
	bool overflow;
	_Alignas(8) uint8_t bytes[NETLINK_MESSAGE_SIZE];
};

/* A socket of that protocol (NETLINK_ROUTE...) in the calling thread's network namespace, or
 * -1 with err. */
int netlink_open(int protocol, struct err *err);

/* Begins a message of that type with the protocol's fixed header behind the netlink header. */
void netlink_begin(
    struct netlink *m, uint16_t type, uint16_t flags, const void *header, size_t header_len);
void netlink_put(struct netlink *m, uint16_t type, const void *data, size_t len);
void netlink_put_u32(struct netlink *m, uint16_t type, uint32_t value);
/* With its NUL. */
void netlink_put_text(struct netlink *m, uint16_t type, const char *text);
/* Attributes that follow lie inside this one, behind a fixed header (NULL for none), until
 * netlink_end with what this returned. */
size_t netlink_nest(struct netlink *m, uint16_t type, const void *header, size_t len);
void netlink_end(struct netlink *m, size_t nest);

/* Sends the message; the answer is the caller's to receive. False with errno. */
bool netlink_send(int fd, struct netlink *m);
/* Sends the message and waits for the kernel's acknowledgement. Returns 0 or its errno. */
int netlink_ask(int fd, struct netlink *m);
