/* The settings of the display, each with the key that changes it anywhere. */
#pragma once

#include "tui/view/ui.h"

void settings_open(struct ui *ui, unsigned count);
