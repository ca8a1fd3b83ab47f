/* What a session amounts to, in words and numbers. */
#pragma once

#include "tui/view/ui.h"

void summary_open(struct ui *ui, unsigned count);
