/* The capabilities of the calling thread (capabilities(7)). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

/* Returns true if a capability (a number of linux/capability.h) is effective now. */
bool capability_has(int capability);
/* Empties the bounding set if CAP_SETPCAP allows it. Call before root is given up. */
void capability_empty_bounds(void);
/* Drops all capabilities for good, also for programs executed later. Call while single-threaded. */
bool capability_drop_all(struct err *err);
/* Drops all capabilities but these, of which those that the process lacks stay lacking. */
bool capability_keep(const int *kept, size_t count, struct err *err);
