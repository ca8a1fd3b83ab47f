/* Saves packets as pcap or pcapng files. Owner's thread only. */
#pragma once

#include "tui/view/shell.h"

struct save_menu {
	struct shell *shell; /* (borrowed) */
	bool everything;     /* the prompt is about this session, or 0: all packets */
	bool both;           /* at every vantage point */
	bool comments;       /* with what is said of each segment; as pcapng */
	bool quit_after;     /* quit after saving */
	char path[PROMPT_TEXT];
	uint64_t saved_packets; /* packets when everything was last saved */
	struct history typed;
};

/* Asks what to save, then for a name. */
void save_menu_open(struct save_menu *menu);
/* Saves the selected session under a name. */
void save_menu_as(struct save_menu *menu, const char *name);
/* Asks for a name and saves all packets. */
void save_menu_everything(struct save_menu *menu);
