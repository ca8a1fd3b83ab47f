/* Switches the vantage point and keeps the selected segment. Owner's thread only. */
#pragma once

#include "tui/view/tools.h"

void vantage_switch(struct tools *tools);
