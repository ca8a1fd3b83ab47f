/* A private network: a user and network namespace of the process's own with loopback up, where it
 * may capture without privileges. Files are still made with the user's own identity. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"

/* Moves the process in. Must be called while single-threaded and before sockets are made. On
 * failure the process is where it was, and err says why. */
bool private_network_enter(struct err *err);

/* The choices of a user who may not capture and has no namespaces either: sudo, the setcap command
 * for this binary, opening a file. Several lines, for standard error. program is argv[0]. */
void private_network_choices(const char *program, char *out, unsigned size);
