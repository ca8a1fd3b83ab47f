/* TCP sockets of the lab's hosts, made while the rights for it are still there and used when a
 * scenario wants one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "capture/lab/net.h"
#include "core/base/err.h"

struct socket_pool;

/* Makes so many sockets in a host, IPv6 or IPv4, with that congestion control ("" for cubic, or
 * reno where there is no cubic). NULL with err. */
struct socket_pool *socket_pool_open(struct lab_net *net, enum lab_place host, size_t count,
    const char *congestion, struct err *err);
/* With the sockets that are left. NULL is fine. */
void socket_pool_free(struct socket_pool *pool);

/* A socket, the caller's to close, or -1 when there is none left. */
int socket_pool_take(struct socket_pool *pool);
