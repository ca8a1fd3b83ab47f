/* The signals of a program on a terminal, as something to poll for. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"

/* Blocks SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP and SIGCONT in this thread, and gives
 * an fd that is readable when one has come; other threads must have them blocked. -1 with err
 * set on failure. */
int signals_open(struct err *err);
/* Closes it and lets the signals act again as before. */
void signals_close(int fd);
/* The next signal, or 0. */
int signals_take(int fd);
