/* Output without a screen: --text, --json, --stats, --export. */
#pragma once

#include "tui/run/run.h"

/* Does what the options ask for. Files are read to the end first, so that every line is complete;
 * live sources and streams are printed as they come, each line with what is known then. Returns the
 * exit status; err holds the message when it is not 0. */
int print_run(struct run *run, struct err *err);
