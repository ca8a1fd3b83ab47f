/* Capabilities of the terminal type in TERM. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

/* Checks that the terminal type is known and can place the cursor; with another type curses
 * would print its own message and exit, or draw garbage. Sets `leave` to the sequence that
 * restores such a terminal. False with err set. */
bool terminfo_check(int fd, char *leave, size_t size, struct err *err);
/* Returns true if the name of the type is that of a terminal older than UTF-8. */
bool terminfo_is_old(void);
