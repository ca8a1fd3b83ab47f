/* Looks at connections of this machine as the kernel sees them, while they are captured live. */
#pragma once

#include "tui/run/run_state.h"

/* After packets were added to the model, from number `first` on: asks about their sessions, the one
 * on the screen first and the others as long as that takes no more than a tenth of the time, and
 * keeps what the kernel says beside the newest packet of each. Costs nothing while nothing
 * is captured. */
void kernel_watch(struct run *run, uint32_t first);
