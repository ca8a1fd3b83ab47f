/* The lab's link by keys: what the client menu is for the client. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

struct link_menu {
	struct shell *shell; /* (borrowed) */
	struct history typed_changes, typed_steps;
};

/* Asks what is to be done to the link, or, once the scenario is over, to its next run. */
void link_menu_open(struct link_menu *menu);
