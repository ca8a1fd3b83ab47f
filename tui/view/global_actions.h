/* Actions that the view on top does not handle itself. Owner's thread only. */
#pragma once

#include "tui/view/tools.h"

/* Performs the action, if it applies. count: the number typed before it, 0: none. */
void common_act(struct tools *tools, enum action action, unsigned count);

/* Quits; asks first if captured packets are not saved. */
void common_quit(struct tools *tools);
