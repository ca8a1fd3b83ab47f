/* The menu of the built-in client. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

struct client_menu {
	struct shell *shell; /* (borrowed) */
	struct history typed;
};

/* Asks for an action of the client; offers what its state allows. */
void client_menu_open(struct client_menu *menu);
