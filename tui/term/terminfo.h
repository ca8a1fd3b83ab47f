/* The capabilities of the terminal's type, TERM. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

/* Checks that the type is known and can place the cursor: curses would print a message of its own
 * and exit, or draw garbage. `leave` is set to what puts such a terminal back in order
 * in one write. */
bool terminfo_check(int fd, char *leave, size_t size, struct err *err);
/* Terminals of the time before UTF-8 say nothing about it; their names do. */
bool terminfo_is_old(void);
