/* A private network: a new user and network namespace of the process, with loopback up, where it
 * may capture without privileges. Files still get the user's own identity. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"

/* Moves the process in. Call while single-threaded and before sockets are made. On failure nothing
 * changes and err says why. */
bool private_network_enter(struct err *err);
