/* Output without a screen: --text, --json, --stats, --export. */
#pragma once

#include "tui/run/run.h"

/* Prints what the options ask for. A file is read to its end first: every line is complete.
 * Live captures and streams are printed as packets arrive, each line with what is known then.
 * Returns the exit status; err is set if it is not 0. */
int print_run(struct run *run, struct err *err);
