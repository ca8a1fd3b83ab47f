/* The kernel's capabilities of the calling thread (capabilities(7)). */
#pragma once

#include <stdbool.h>

#include "core/base/err.h"

/* Whether a capability, by its number of linux/capability.h, is in force now. */
bool capability_has(int capability);
/* Empties the bounding set where CAP_SETPCAP allows it: call while there is root to give up. */
void capability_empty_bounds(void);
/* Gives all of them up for good: no program started from here gains any either. Call while
 * single-threaded. */
bool capability_drop_all(struct err *err);
