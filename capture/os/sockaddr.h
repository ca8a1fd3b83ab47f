/* Conversion of the kernel's socket addresses to endpoints. */
#pragma once

#include <sys/socket.h>

#include "core/record/addr.h"

/* Returns all zeros for other families than IPv4 and IPv6. */
struct endpoint sockaddr_endpoint(const struct sockaddr_storage *from);
/* Return the endpoints of a socket; all zeros if it has none. */
struct endpoint sockaddr_local(int fd);
struct endpoint sockaddr_peer(int fd);
