/* What keys do in every view that has no meaning of its own for them. */
#pragma once

#include "tui/view/ui.h"

extern action_fn *const common_on[ACTION_COUNT];

/* Ends the program; asks before, where packets would be lost that were captured and not saved. */
void common_quit(struct ui *ui);
