/* TCP sockets of the lab's hosts, made before privileges are dropped and taken when a scenario
 * needs one. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "capture/lab/net.h"
#include "core/base/err.h"

struct socket_pool;

/* Makes `count` sockets in a host, of the network's IP version, with that congestion control ("":
 * cubic, or reno if the kernel has no cubic). Returns NULL with err on failure. */
struct socket_pool *socket_pool_open(struct lab_net *net, enum lab_place host, size_t count,
    const char *congestion, struct err *err);
/* Closes the sockets that are left. NULL is fine. */
void socket_pool_free(struct socket_pool *pool);

/* Returns a socket, which the caller closes, or -1 if none is left. */
int socket_pool_take(struct socket_pool *pool);
