/* The two walls of sandbox.h that have rules. */
#pragma once

#include "capture/os/sandbox.h"

/* Loads the filter of calls. */
bool sandbox_filter_calls(const struct sandbox_rules *rules, struct err *err);
/* Restricts the reach of file names. Returns the version of Landlock in force, 0 without it, or -1
 * with err. */
int sandbox_restrict_files(const struct sandbox_rules *rules, struct err *err);
