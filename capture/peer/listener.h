/* A listening TCP socket, with the reasons why there is none in words. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/record/addr.h"

/* Listens, without blocking, on a numeric address, or with NULL on every address of the machine:
 * IPv6 and IPv4 in one socket, IPv4 alone where the kernel has no IPv6. Port 0 lets the kernel
 * choose. Returns the descriptor, the caller's to close, or -1 with err; *taken says whether
 * another program has the port. */
int listener_open(const char *bind_to, uint16_t port, bool *taken, struct err *err);
