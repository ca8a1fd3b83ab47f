/* Saving what was captured as a pcap file. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

struct save_menu {
	struct shell *shell; /* (borrowed) */
	bool everything;     /* what the prompt is about */
	bool both;           /* and whether at every vantage point */
	bool quit_after;     /* the program ends once it is saved */
	char path[PROMPT_TEXT];
	uint64_t saved_packets; /* how many packets the last saving of everything held */
	struct history typed;
};

/* Asks whether the session or everything is to be saved, then for a name. */
void save_menu_open(struct save_menu *menu);
/* Asks for a name to save everything under. */
void save_menu_everything(struct save_menu *menu);
