/* The menu of the lab's link. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

struct link_menu {
	struct shell *shell; /* (borrowed) */
	struct history typed_changes, typed_steps;
};

/* Asks for a change of the link or, once the scenario is over, of its next run. */
void link_menu_open(struct link_menu *menu);
