/* The help screen: the keys of the place it was opened from. */
#pragma once

#include "tui/view/ui.h"

void help_open(struct ui *ui, unsigned count);
