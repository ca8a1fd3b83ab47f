/* Actions of keys to which the view on top gives no meaning of its own. Owner's thread only. */
#pragma once

#include "tui/view/tools.h"

/* Does the action; nothing where it has no meaning. count is the number typed before it, 0 if
 * none. */
void common_act(struct tools *tools, enum action action, unsigned count);

/* Ends the program; asks before, where packets would be lost that were captured and not saved. */
void common_quit(struct tools *tools);
