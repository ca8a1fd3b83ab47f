/* The target of --export, checked before the first packet: a recording must not fail at its end. */
#pragma once

#include "core/base/err.h"
#include "tui/run/run_state.h"

/* Opens a FIFO or a device such as /dev/null, which is written as it is, and allows other names for
 * the save helper. Waits until somebody reads the FIFO. Call with the privileges of the start.
 * Returns false with err on failure; true without --export. */
bool run_export_open(struct run *run, struct err *err);
/* Returns true if the files can be made. Call after privileges are given up. */
bool run_export_check(const struct run *run, struct err *err);
