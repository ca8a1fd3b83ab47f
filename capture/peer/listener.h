/* Opening a listening TCP socket, with messages that explain a failure. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/record/addr.h"

/* Opens a non-blocking listening socket on a numeric address or, with NULL, on every address: IPv6
 * and IPv4 in one socket, IPv4 only if the kernel has no IPv6. Port 0: the kernel chooses. Returns
 * the descriptor, which the caller closes, or -1 with err; *taken is true if another program uses
 * the port. */
int listener_open(const char *bind_to, uint16_t port, bool *taken, struct err *err);
