/* Saving what was captured as a pcap file. */
#pragma once

#include "tui/view/ui.h"

/* Asks whether the session or everything is to be saved, then for a name. */
void save_menu(struct ui *ui, unsigned count);
/* Asks for a name to save everything under. */
void save_menu_everything(struct ui *ui);
