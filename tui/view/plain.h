/* Plain mode: the screen's keys, answered by lines of text. Owner's thread only. */
#pragma once

#include "tui/run/run.h"

/* Runs until the user quits or the keys end. Returns the exit status; err is set if it is not 0. */
int plain_run(struct run *run, struct err *err);
