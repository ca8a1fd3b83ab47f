/* Between the kernel's socket addresses and endpoints. */
#pragma once

#include <sys/socket.h>

#include "core/record/addr.h"

/* All zeros for anything but IPv4 and IPv6. */
struct endpoint sockaddr_endpoint(const struct sockaddr_storage *from);
/* The two ends of a socket; all zeros where it has none. */
struct endpoint sockaddr_local(int fd);
struct endpoint sockaddr_peer(int fd);
