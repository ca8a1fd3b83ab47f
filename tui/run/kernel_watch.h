/* Reads the kernel's view of this machine's connections during live capture. */
#pragma once

#include "tui/run/run_state.h"

/* Call after packets from number `first` on were added to the model: asks the kernel about
 * their sessions and stores the view with the newest packet of each. The session on the screen
 * comes first; the others get at most a tenth of the time. Without a live capture this does
 * nothing. */
void kernel_watch(struct run *run, uint32_t first);
