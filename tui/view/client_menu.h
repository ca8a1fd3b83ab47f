/* The client in the hands of the user. */
#pragma once

#include "tui/view/ui.h"

/* Asks what the client is to do: what its state allows. */
void client_menu(struct ui *ui, unsigned count);
