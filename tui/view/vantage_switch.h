/* From one vantage point to the other, staying with the selected segment. */
#pragma once

#include "tui/view/ui.h"

void vantage_switch(struct ui *ui, unsigned count);
