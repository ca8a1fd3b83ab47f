/* The menu of "tcpviz lab": the built-in scenarios, to choose one from. Owner's thread only. */
#pragma once

#include "core/base/err.h"
#include "tui/command/options.h"
#include "tui/text/canvas.h"
#include "tui/text/lines.h"

struct lab_scenario;

struct lab_menu {
	struct lab_scenario **scenario; /* owned */
	int count, selected, top;
	int page; /* rows of the list, as of the last layout */
	struct lines about;
};

enum lab_menu_result { LAB_MENU_OPEN, LAB_MENU_CHOSEN, LAB_MENU_LEFT };

void lab_menu_begin(struct lab_menu *menu);
void lab_menu_end(struct lab_menu *menu);
/* Takes a key (tui/text/keys.h). */
enum lab_menu_result lab_menu_key(struct lab_menu *menu, int key);
void lab_menu_layout(struct lab_menu *menu, const struct canvas *out);

/* Shows the menu on the terminal and puts the choice into o->lab; NULL if the user left. False with
 * err set. */
bool lab_menu_run(struct options *o, struct err *err);
