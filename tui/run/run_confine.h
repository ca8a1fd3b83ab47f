/* Confining a run, between opening and reading (capture/os/sandbox.h). */
#pragma once

#include "core/base/err.h"
#include "tui/run/run_state.h"

/* Starts the helper that saves files, if this run could save any. Call before root is given up. */
bool run_confine_prepare(const struct run *run, struct err *err);
/* Confines the process, unless --no-confinement. Call before threads start. */
bool run_confine(const struct run *run, struct err *err);
