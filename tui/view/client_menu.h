/* The client in the hands of the user. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

struct client_menu {
	struct shell *shell; /* (borrowed) */
	struct history typed;
};

/* Asks what the client is to do: what its state allows. */
void client_menu_open(struct client_menu *menu);
