/* The lab's link by keys: what the client menu is for the client. */
#pragma once

#include "tui/view/ui.h"

void link_menu(struct ui *ui, unsigned count);
