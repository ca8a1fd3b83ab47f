/* The signals of a terminal program, as a descriptor to poll. */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"

/* Blocks SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP and SIGCONT in this thread and
 * returns a descriptor that is readable when one is pending; other threads must have them
 * blocked. -1 with err set on failure. */
int signals_open(struct err *err);
/* Discards pending signals, closes the descriptor and restores the signal mask. */
void signals_close(int fd);
/* Takes the next pending signal, or returns 0. */
int signals_take(int fd);
