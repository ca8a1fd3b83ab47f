/* The interactive program. */
#pragma once

#include "tui/run/run.h"

/* Runs the screen until the user quits, a signal ends it or the terminal hangs up; restores the
 * terminal in every case. Returns the exit status; err is set if it is not 0. */
int app_run(struct run *run, struct err *err);
